// Sets of axes: canonical, and their algebra over all subsets of four axes. Compiling is passing.
#include <axnorm/axis/axis_set.hpp>

#include <type_traits>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

struct Channels : axis<"C"> {}; // another axis of the same name

template<class A, class B>
inline constexpr bool same = std::is_same_v<A, B>;

// -- order and repetition do not matter
static_assert(same<make_axis_set<N, H, W>, make_axis_set<W, N, H>> && same<make_axis_set<H, W, N>, axis_set<H, N, W>>);
static_assert(same<make_axis_set<N, N, C, N>, make_axis_set<C, N>> && same<make_axis_set<>, axis_set<>>);
static_assert(same<make_axis_set<Fixed<C, 64>, N>, make_axis_set<N, C>>);
static_assert(same<make_axis_set<C, Channels>, make_axis_set<Channels, C>> && make_axis_set<C, Channels>::size == 2);
static_assert(AxisSet<axis_set<>> && AxisSet<make_axis_set<N>> && !AxisSet<Over<N>> && !AxisSet<int>);
static_assert(make_axis_set<W, C>::values[0] == axis_value_of<C>() &&
              make_axis_set<W, C>::values[1] == axis_value_of<W>());

// -- as values
static_assert(axes_list<N, C> == axes_list<C, N> && axes_list<N, C> != axes_list<N> && axes_list<> == axes_list<>);
static_assert(axes_list<C> != axes_list<Channels> && axes_list<C, Channels> == axes_list<Channels, C>);
static_assert(axes_list<Fixed<C, 3>> == axes_list<C>);

// -- algebra: subset `Mask` of {C, H, N, W}; the operations are those of bits
template<unsigned Mask>
using subset = set_union<std::conditional_t<(Mask & 1) != 0, make_axis_set<W>, axis_set<>>,
                         std::conditional_t<(Mask & 2) != 0, make_axis_set<N>, axis_set<>>,
                         std::conditional_t<(Mask & 4) != 0, make_axis_set<C>, axis_set<>>,
                         std::conditional_t<(Mask & 8) != 0, make_axis_set<H>, axis_set<>>>;

template<unsigned X, unsigned Y>
constexpr void check_pair() {
  using S = subset<X>;
  using T = subset<Y>;
  static_assert(same<set_union<S, T>, subset<(X | Y)>>);
  static_assert(same<set_intersection<S, T>, subset<(X & Y)>>);
  static_assert(same<set_difference<S, T>, subset<(X & ~Y)>>);
  static_assert(is_subset<S, T> == ((X & ~Y) == 0));
  static_assert(are_disjoint<S, T> == ((X & Y) == 0));
  static_assert((S{} == T{}) == (X == Y));
  static_assert(same<S, T> == (X == Y));
}
template<unsigned X, unsigned... Y>
constexpr void check_row(std::integer_sequence<unsigned, Y...>) {
  static_assert(subset<X>::size == ((X & 1) + (X >> 1 & 1) + (X >> 2 & 1) + (X >> 3 & 1)));
  static_assert(contains<subset<X>, W> == ((X & 1) != 0) && contains<subset<X>, N> == ((X & 2) != 0));
  static_assert(contains<subset<X>, C> == ((X & 4) != 0) && contains<subset<X>, H> == ((X & 8) != 0));
  static_assert(!contains<subset<X>, T> && !contains<subset<X>, Channels>);
  (check_pair<X, Y>(), ...);
}
template<unsigned... X>
constexpr bool check_all(std::integer_sequence<unsigned, X...> all) {
  (check_row<X>(all), ...);
  return true;
}
static_assert(check_all(std::make_integer_sequence<unsigned, 16>{}));

// -- what Over means without groupings
using inputs = make_axis_set<N, C, H, W>;
static_assert(same<axes_over<Over<N, H, W>>, make_axis_set<W, H, N>> && same<axes_over<Over<>>, axis_set<>>);
static_assert(same<axes_over<Over<AllBut<C>>, inputs>, make_axis_set<N, H, W>>);
static_assert(same<axes_over<Over<AllBut<>>, inputs>, inputs> &&
              same<axes_over<Over<AllBut<N, C>>, inputs>, make_axis_set<H, W>>);
static_assert(same<axes_over<Over<AllBut<T>>, inputs>, inputs> &&
              same<axes_over<Over<AllBut<N, C, H>, C>, inputs>, make_axis_set<C, W>>);

} // namespace
