// What the formulas of the list are given: which operands with which axes and numbers, and which results. The axes of
// an image are in the order under test. Used by the list and by what runs it. Knows no formula.
#pragma once

#include "support/check_data.hpp"
#include "support/check_values.hpp"
#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/extent.hpp>
#include <axnorm/axis/fixed_string.hpp>
#include <axnorm/expr/variable.hpp>
#include <axnorm/tensor/view.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace axnorm::check {

// -- what the numbers of an operand are like
// ---------------------------------------------------------------------------

/// As the data under test.
struct like_x {
  template<class E>
  using element = E;
  template<class E>
  static std::vector<double> numbers(data kind, std::int64_t count, unsigned seed, std::int64_t) {
    return numbers_of<E>(kind, count, seed);
  }
};
/// 1 + v/4 for standard normal v; positive.
struct near_one {
  template<class E>
  using element = E;
  template<class E>
  static std::vector<double> numbers(data, std::int64_t count, unsigned seed, std::int64_t) {
    std::vector<double> r = numbers_of<double>(data::normal, count, seed);
    for (double& v : r)
      v = std::abs(1 + v / 4) + 0.05;
    return r;
  }
};
/// As `near_one`, always float: parameters of half tensors.
struct float_near_one : near_one {
  template<class E>
  using element = std::conditional_t<std::is_same_v<E, double>, double, float>;
};
/// Booleans.
struct mask {
  template<class E>
  using element = bool;
  template<class E>
  static std::vector<double> numbers(data, std::int64_t count, unsigned seed, std::int64_t off) {
    return mask_of(count, seed, off);
  }
};
/// Weights from 0 up, a third of them 0.
struct weights {
  template<class E>
  using element = E;
  template<class E>
  static std::vector<double> numbers(data, std::int64_t count, unsigned seed, std::int64_t off) {
    std::vector<double> r = numbers_of<double>(data::normal, count, seed);
    std::int64_t i = 0;
    for (double& v : r) {
      v = v < -0.4 || i < off ? 0 : v + 0.5;
      ++i;
    }
    return r;
  }
};
/// Small integers.
struct labels {
  template<class E>
  using element = std::int32_t;
  template<class E>
  static std::vector<double> numbers(data, std::int64_t count, unsigned seed, std::int64_t) {
    std::vector<double> r = numbers_of<double>(data::normal, count, seed);
    for (double& v : r)
      v = std::floor(2 * v);
    return r;
  }
};

// -- operands, numbers and results
// -------------------------------------------------------------------------------------

/// Axis A with an extent of its own, as of an image of another size.
template<class A>
struct other {
  using other_axis = A;
};

/// A tensor under a name.
template<fixed_string Name, class Kind, class... Axes>
struct operand {
  static constexpr auto name = Name;
  using kind = Kind;
  using axes = boost::mp11::mp_list<Axes...>;
  static constexpr bool in_order = true;
  template<class V>
  static auto argument(V view) {
    return arg<Name> = V(view); // a temporary moves in
  }
};
/// A number under a name.
template<fixed_string Name, double Value>
struct number {
  static constexpr auto name = Name;
  static constexpr double value = Value;
  static auto argument(std::int64_t) { return arg<Name> = Value; }
};
/// The number of groups of channels: the smallest divisor of their extent above 1, if there is one, times `Outer`.
template<class G>
struct some_groups {
  static auto argument(std::int64_t channels) {
    std::int64_t n = 2;
    while (n < channels && channels % n != 0)
      ++n;
    return dim<G>(n > channels ? 1 : n);
  }
};
template<class G, std::int64_t Count>
struct these_groups {
  static auto argument(std::int64_t) { return dim<G>(Count); }
};
template<class G, std::size_t Count>
struct static_groups {
  static auto argument(std::int64_t) { return dim<G>(constant_extent<Count>{}); }
};

/// A result with these axes, in the order under test, of the element type under test.
template<class... Axes>
struct result {
  using kind = like_x;
  using axes = boost::mp11::mp_list<Axes...>;
  static constexpr bool in_order = true;
};
/// A result of that type (void: the one under test) and in exactly that order. Where double is under test, all floating
/// results are double.
template<class R, class... Axes>
struct result_as {
  struct kind {
    template<class E>
    using element =
        std::conditional_t<std::is_void_v<R> || (std::is_same_v<E, double> && !std::is_integral_v<R>), E, R>;
  };
  using axes = boost::mp11::mp_list<Axes...>;
  static constexpr bool in_order = false;
};
template<class List>
struct image_of {
  using axes = List;
  static constexpr bool in_order = true;
};

template<class G>
struct is_operand : std::false_type {};
template<fixed_string Name, class Kind, class... Axes>
struct is_operand<operand<Name, Kind, Axes...>> : std::true_type {};

namespace detail {

template<class A>
struct plain {
  using type = A;
};
template<class A>
struct plain<other<A>> {
  using type = A;
};

/// Those of the image's axes that the list has, in the image's order, then the rest.
template<class Axes, class... Specs>
struct arrangement {
  template<class Spec>
  using taken =
      boost::mp11::mp_if_c<boost::mp11::mp_contains<Axes, axis_of_t<Spec>>::value, boost::mp11::mp_list<Spec>,
                           boost::mp11::mp_if_c<boost::mp11::mp_contains<Axes, other<axis_of_t<Spec>>>::value,
                                                boost::mp11::mp_list<other<axis_of_t<Spec>>>, boost::mp11::mp_list<>>>;
  using in_image = boost::mp11::mp_append<boost::mp11::mp_list<>, taken<Specs>...>;
  template<class A>
  using elsewhere = boost::mp11::mp_bool<
      !boost::mp11::mp_contains<boost::mp11::mp_list<axis_of_t<Specs>...>, typename plain<A>::type>::value>;
  using type = boost::mp11::mp_append<in_image, boost::mp11::mp_copy_if<Axes, elsewhere>>;
};
/// The same axes in the order of the list.
template<class Axes, class... Specs>
struct as_listed {
  template<class A>
  using spec = boost::mp11::mp_at<boost::mp11::mp_list<Specs..., A>,
                                  boost::mp11::mp_find<boost::mp11::mp_list<axis_of_t<Specs>..., A>, A>>;
  using type = boost::mp11::mp_transform<spec, Axes>;
};

template<class E, class List>
struct view_with;
template<class E, class... A>
struct view_with<E, boost::mp11::mp_list<A...>> {
  using type = View<E, typename plain<A>::type...>;
};

} // namespace detail

/// The axes of an operand or result in memory: specs of the image, `other<A>`, or other axes.
template<class O, class... Specs>
using arranged = typename boost::mp11::mp_if_c<O::in_order, detail::arrangement<typename O::axes, Specs...>,
                                               detail::as_listed<typename O::axes, Specs...>>::type;

template<class O, class E, class... Specs>
using bound_view = typename detail::view_with<typename O::kind::template element<E>, arranged<O, Specs...>>::type;

/// The extents of an operand or result. `image`: of N, C, H, W; those of fixed specs are theirs; other axes have 3.
template<class O, class... Specs>
std::vector<std::int64_t> extents_of(const std::array<std::int64_t, 4>& image, std::int64_t channel_factor) {
  std::vector<std::int64_t> r;
  auto of_axis = [&]<class A>(std::type_identity<A>) -> std::int64_t {
    if (std::is_same_v<A, axes::N>) return image[0];
    if (std::is_same_v<A, axes::C>) return image[1] * channel_factor;
    if (std::is_same_v<A, axes::H>) return image[2];
    if (std::is_same_v<A, axes::W>) return image[3];
    return 3;
  };
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, arranged<O, Specs...>>>([&](auto id) {
    using A = typename decltype(id)::type;
    if constexpr (requires { typename A::fixed_axis; })
      r.push_back(static_extent_of<A>);
    else if constexpr (requires { typename A::other_axis; })
      r.push_back(of_axis(std::type_identity<typename A::other_axis>{}) + 2);
    else
      r.push_back(of_axis(id));
  });
  return r;
}

// -- what a formula of the list says besides its formula
// ---------------------------------------------------------------

using image_operand = operand<"x", like_x, axes::N, axes::C, axes::H, axes::W>;
using image_result = result<axes::N, axes::C, axes::H, axes::W>;
using weight_operand = operand<"weight", float_near_one, axes::C>;
using bias_operand = operand<"bias", float_near_one, axes::C>;

/// The usual case: x in, a result like x out. Formulas of the list derive from it and replace what differs.
struct on_image {
  using given = boost::mp11::mp_list<image_operand>;
  using results = boost::mp11::mp_list<image_result>;
  static constexpr std::int64_t channels_divisible_by = 1;
  /// Whether the first result may lie where x is: not if x is read at other positions than it is written at.
  static constexpr bool may_overwrite_x = true;
  /// Whether NaN and infinity are tried: a weight of 0 that is a number may hide them or not.
  static constexpr bool takes_specials = true;
  /// Whether data of 1e15 are tried: powers above the square under a reduction leave the range of float.
  static constexpr bool takes_huge = true;
  /// Largest error relative to the largest result, for standard normal data in float: of arithmetic and roots, and of
  /// what has elementary functions in it (4 ulp).
  static constexpr double exact = 4e-7, transcendental = 4.8e-7;
  static constexpr bound bounds(double relative, data kind, bool wide) {
    bound b{relative, 0};
    if (kind == data::far) b.relative = 1e-5;
    if (kind == data::outlying) b.relative = 1e-6; // results of the size of the data's outliers
    if (kind == data::constant) b.absolute = 1e-6;
    if (wide) b.relative *= 1e-8, b.absolute *= 1e-8;
    // In double a mean of 1e4 is rounded to 1e-12, one of 1e2 to 1e-14.
    if (wide && kind == data::far) b.relative = 1e-11;
    if (wide && kind == data::outlying) b.relative = 1e-12;
    // Shared statistics are an ulp off for constants, which 1/sqrt(eps) enlarges.
    if (wide && kind == data::constant) b.absolute = 1e-12;
    if (kind == data::tiny) b.absolute = 1e-43; // squares of tiny numbers are subnormal
    return b;
  }
  static constexpr bound within(data kind, bool wide) { return bounds(exact, kind, wide); }
  // Formulas may have `bound gradient_slack`, factors for the bounds of their gradients where data are not standard
  // normal or slices have one element, and `double cancelling`, one for what is absolute of these bounds everywhere.
};
/// The same with an affine map over C. Where it cancels, an error of an ulp of 1 remains.
struct on_image_affine : on_image {
  static constexpr bound within(data kind, bool wide) {
    bound b = bounds(exact, kind, wide);
    if (b.absolute == 0) b.absolute = wide ? 2.3e-16 : 1.2e-7;
    return b;
  }
  using given = boost::mp11::mp_list<image_operand, weight_operand, bias_operand>;
};
struct on_image_transcendental : on_image {
  static constexpr bound within(data kind, bool wide) { return bounds(transcendental, kind, wide); }
};

} // namespace axnorm::check
