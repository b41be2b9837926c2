// A layer as a library declares it: its name, the arguments of its constructor, the inputs that it is compiled for. And
// compiled::Layer, the layer of a formula that is declared in this way. For users who compile layers of their own, and
// for named.hpp.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/extent.hpp>
#include <axnorm/compiled/layer.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace axnorm::compiled {

/// For whoever compiles the layer of a formula F: a specialization says
///   using extents = axis_list<C>;                                      the axes of parameters and buffers, and groups
///   using inputs = inputs_over<axis_list<N, C>, axis_list<N, L, C>>;   what the layer is compiled for
///   static constexpr std::string_view name = "LayerNorm";              what sentences call it
template<class F>
struct declared;

namespace detail {
template<class Axes>
struct extents_of;
template<class... A>
struct extents_of<axis_list<A...>> {
  using type = std::tuple<dim_t<A, std::int64_t>...>;
  template<class... D>
  static constexpr bool given_by() {
    if constexpr (sizeof...(D) == sizeof...(A) && (NamedExtent<D> && ...))
      return ((axnorm::detail::position_of<A, typename D::axis_type...>() < sizeof...(D)) && ...);
    else
      return false;
  }
  template<class... D>
  static type take([[maybe_unused]] const D&... d) {
    [[maybe_unused]] const auto one = [&]<class X>(std::type_identity<X>) {
      std::int64_t r = 0;
      ((std::same_as<typename D::axis_type, X> ? void(r = d.value()) : void()), ...);
      return dim_t<X, std::int64_t>{r};
    };
    return {one(std::type_identity<A>{})...};
  }
};
template<class F, class... D>
constexpr sentence words_of_extents() {
  sentence s;
  if constexpr (!extents_of<typename declared<F>::extents>::template given_by<D...>()) {
    s << "a compiled " << declared<F>::name << " is made from the extents of axes ";
    const auto write = [&]<class... A>(axis_list<A...>) { s << axnorm::detail::dims_of<A...>; };
    write(typename declared<F>::extents{});
    s << ", each as dim<...>(...)";
  }
  return s;
}
template<class F, class... D>
inline constexpr sentence extent_words = words_of_extents<F, D...>();
} // namespace detail

template<class F>
struct formula_layer {
  using formula = F;
  static constexpr std::string_view name = declared<F>::name;
  using arguments = typename detail::extents_of<typename declared<F>::extents>::type;
  using inputs = typename declared<F>::inputs;
};

/// The layer of formula F, declared as above: `compiled::Layer<LayerNorm<C>> layer{dim<C>(64)}`.
template<class F>
class Layer : public layer<formula_layer<F>> {
public:
  /// The extents of all axes that the declaration lists, in any order.
  template<class... D>
  requires(detail::extent_words<F, D...>.empty())
  explicit Layer(const D&... extents)
      : layer<formula_layer<F>>(detail::extents_of<typename declared<F>::extents>::take(extents...)) {}
  template<class... D, class Wrong = spell<detail::extent_words<F, D...>>>
  requires(!detail::extent_words<F, D...>.empty() && !(std::derived_from<D, Layer> || ...))
  explicit Layer(const D&...) = delete;
};

} // namespace axnorm::compiled
