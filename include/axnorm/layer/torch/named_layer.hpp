// What PyTorch's layers have in common here: an eps given to the constructor, accepted sets of axes, printed forms.
// Base of the layers in this folder. Knows no formula.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/shape_error.hpp>
#include <axnorm/layer/layer.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <boost/mp11/set.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace axnorm::torch {
inline namespace AXNORM_ISA {
namespace detail {

/// Of dim<C>(64) given to a layer that takes what PyTorch's does.
inline constexpr sentence features_words = [] {
  sentence s;
  return s << "a layer with a name of PyTorch takes the number of channels itself, as in BatchNorm2d(64), without "
              "dim<...>";
}();

/// Of numbers behind the extents, where Python takes eps and the others by position, too.
template<class X>
inline constexpr sentence options_words = [] {
  sentence s;
  return s << "options of a layer with a name of PyTorch are given by their names, as in {.eps = 1e-3}, but "
           << type_name<X>() << " was given";
}();
/// An option without its name.
template<class X>
concept Unnamed = std::is_arithmetic_v<X>;

/// A number as Python prints it: `1e-05`, `0.1`, `1.0`.
inline std::string python_number(double x) {
  std::array<char, 400> text{};
  const double size = std::abs(x);
  const bool plain = x == 0 || (size >= 1e-4 && size < 1e16);
  const auto end = std::to_chars(text.data(), text.data() + text.size(), x,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific)
                       .ptr;
  std::string r(text.data(), end);
  if (plain && r.find('.') == std::string::npos) r += ".0";
  return r;
}
inline std::string python_bool(bool x) { return x ? "True" : "False"; }

/// A list of axes that an input may have, in any order.
template<class... Axes>
struct accepts {
  static_assert(boost::mp11::mp_is_set<boost::mp11::mp_list<Axes...>>::value,
                "axnorm: the axes of a layer's inputs differ from one another");
  template<class... Specs>
  static constexpr bool has(axis_list<Specs...>) {
    using given = boost::mp11::mp_list<axis_of_t<Specs>...>;
    return sizeof...(Axes) == sizeof...(Specs) && (boost::mp11::mp_contains<given, Axes>::value && ...);
  }
  static constexpr void write(sentence& s) { s << axnorm::detail::dims_of<Axes...>; }
};
/// At least these axes, and at least `More` others.
template<int More, class... Axes>
struct accepts_with {
  static_assert(boost::mp11::mp_is_set<boost::mp11::mp_list<Axes...>>::value,
                "axnorm: the axes of a layer's inputs differ from one another");
  template<class... Specs>
  static constexpr bool has(axis_list<Specs...>) {
    using given = boost::mp11::mp_list<axis_of_t<Specs>...>;
    return sizeof...(Specs) >= sizeof...(Axes) + More && (boost::mp11::mp_contains<given, Axes>::value && ...);
  }
  static constexpr void write(sentence& s) {
    s << axnorm::detail::dims_of<Axes...> << (More == 0 ? " and any others" : " and at least one other");
  }
};

/// Whether a layer with parameters of type Element takes inputs of X: as in PyTorch those of its own type, and with
/// float parameters also shorter ones. `void`: a layer without parameters, which takes any.
template<class Element, class X>
inline constexpr bool element_fits =
    std::is_void_v<Element> || std::is_same_v<Element, X> || (std::is_same_v<Element, float> && is_half_element<X>);

template<fixed_string Name, class Element, class X, class... Accepted>
constexpr sentence words_of_input() {
  using V = std::remove_cvref_t<X>;
  sentence s;
  if constexpr (!AnyTensor<V>) {
    s << Name.view() << " takes a tensor first, but " << expr::readable_name<V>() << " was given";
  } else if constexpr (!(Accepted::has(typename V::axes{}) || ...)) {
    s << Name.view() << " takes inputs with axes ";
    bool first = true;
    ((s << (first ? "" : " or "), first = false, Accepted::write(s)), ...);
    s << ", but the input has axes " << V::dims;
  } else if constexpr (!element_fits<Element, typename V::value_type>) {
    s << Name.view() << " with parameters of type " << expr::readable_name<Element>() << " takes inputs of that type"
      << (std::is_same_v<Element, float> ? ", of float16 or of bfloat16" : "") << ", but the input holds "
      << expr::readable_name<typename V::value_type>();
  }
  return s;
}
template<fixed_string Name, class Element, class X, class... Accepted>
inline constexpr sentence input_words = words_of_input<Name, Element, X, Accepted...>();

/// `{N=1, C=5, H=1, W=1}`
template<class X>
std::string extents_text(const X& x) {
  std::string r;
  for (std::size_t i = 0; i < X::rank; ++i)
    r += (i == 0 ? "{" : ", ") + std::string(X::dims[i].axis.label) + "=" + std::to_string(x.extent(i));
  return r + "}";
}

/// Refuses statistics of one value. `of`: what has them, such as `channel`, along the axis `Along`.
template<Axis Along, class X>
[[gnu::cold, noreturn]] void refuse_single_value(std::string_view layer, std::string_view of, const X& x) {
  sentence s;
  s << layer << " needs more than 1 value per " << of << " for its statistics, but the input has extents "
    << std::string_view(extents_text(x));
  throw shape_error(s.about(axis_value_of<Along>(), "more than 1 value", 1));
}

/// Refuses an input whose axis A has another extent than the layer's.
template<Axis A, class X>
void demand_extent(std::string_view layer, const X& x, std::int64_t expected) {
  const std::int64_t given = x.template extent<A>();
  if (given == expected) return;
  sentence s;
  s << layer << " has extent " << expected << " along axis " << axis_value_of<A>() << ", but the input has extents "
    << std::string_view(extents_text(x));
  throw shape_error(s.about(axis_value_of<A>(), expected, given));
}

/// Layer<F> that calls itself with arg<"eps">. `Derived` has `check(x)`, which throws what PyTorch would, and
/// `eps_for<X>()`.
template<class Derived, fixed_string Name, class F, FloatingElement Element, class... Accepted>
class named_layer : public Layer<F, Element> {
  using base = Layer<F, Element>;
  using eps_t = bound<"eps", double>;

  template<class X>
  static constexpr const sentence& words = detail::input_words<Name, Element, X, Accepted...>;
  /// What is wrong with a call: with its input, or with what else there is.
  template<class X, class... More>
  static consteval const sentence& words_of_forward() {
    if constexpr (!words<X>.empty())
      return words<X>;
    else
      return layers::forward_words<F, Element, X, eps_t, More...>;
  }
  template<class X, class... More>
  static constexpr const sentence& forward_words = words_of_forward<X, More...>();
  template<class X, class... More>
  static consteval const sentence& words_of_evaluation() {
    if constexpr (!words<X>.empty())
      return words<X>;
    else
      return layers::evaluation_words<F, Element, X, eps_t, More...>;
  }
  template<class X, class... More>
  static constexpr const sentence& evaluation_words = words_of_evaluation<X, More...>();

public:
  /// What is wrong with inputs of type X; empty if nothing is: `BatchNorm2d::refusal_of<Tensor<float, N, C>>()`.
  template<class X>
  static constexpr std::string_view refusal_of() {
    return words<X>.view();
  }

  /// As Layer::forward, of one input by position.
  template<class X, class... More>
  requires(forward_words<X, More...>.empty())
  auto forward(X&& x, More&&... more) {
    self().check(x);
    return base::forward(std::forward<X>(x), eps_t{self().template eps_for<X>()}, std::forward<More>(more)...);
  }
  template<class X, class... More, class Wrong = spell<forward_words<X, More...>>>
  requires(!forward_words<X, More...>.empty())
  Wrong forward(X&&, More&&...);

  /// As a call of Layer, of one input by position.
  template<class X, class... More>
  requires(evaluation_words<X, More...>.empty())
  auto operator()(X&& x, More&&... more) const {
    self().check(x);
    return base::operator()(std::forward<X>(x), eps_t{self().template eps_for<X>()}, std::forward<More>(more)...);
  }
  template<class X, class... More, class Wrong = spell<evaluation_words<X, More...>>>
  requires(!evaluation_words<X, More...>.empty())
  Wrong operator()(X&&, More&&...) const;

  /// As Layer::context.
  template<class X, class... More>
  auto context(X&& x, More&&... more) const {
    return base::context(std::forward<X>(x), eps_t{0}, std::forward<More>(more)...);
  }

  double eps() const { return eps_; }

protected:
  template<class... D>
  explicit named_layer(double eps, const D&... extents) : base(extents...), eps_(eps) {
    if (!(eps >= 0))
      throw std::invalid_argument("axnorm: eps must be 0 or more, but " + python_number(eps) + " was given");
  }
  template<class>
  double eps_for() const {
    return eps_;
  }
  template<class X>
  void check(const X&) const {}

private:
  Derived& self() { return static_cast<Derived&>(*this); }
  const Derived& self() const { return static_cast<const Derived&>(*this); }

  double eps_;
};

} // namespace detail
} // namespace AXNORM_ISA
} // namespace axnorm::torch
