// Shapes: constants stay constants, numbers stay numbers. Compiling is passing.
#include <axnorm/axis/shape.hpp>
#include <axnorm/tensor/make_view.hpp>
#include <axnorm/tensor/shape_of.hpp>

#include <string_view>
#include <type_traits>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

template<std::size_t Value, class E>
constexpr bool is_constant(const E&) {
  return std::is_same_v<E, constant_extent<Value>>;
}
template<class E>
constexpr bool is_number(const E& e, std::size_t value) {
  return std::is_same_v<E, std::size_t> && static_cast<std::size_t>(e) == value;
}

constexpr auto fixed = make_shape<N, C, H>(2_c, 6_c, 5_c);
constexpr auto mixed = make_shape<N, C, H>(2, 6_c, 5);
constexpr auto open = make_shape<N, C, H>(2, 6, 5);

// -- extents
static_assert(fixed.rank == 3 && fixed.has_axis<C> && !fixed.has_axis<W>);
static_assert(is_constant<6>(fixed.extent<C>()) && is_constant<6>(mixed.extent<C>()) &&
              is_number(mixed.extent<N>(), 2));
static_assert(is_number(open.extent<H>(), 5));
static_assert(is_constant<3>(make_shape<C>(std::integral_constant<int, 3>{}).extent<C>()));
static_assert(std::is_same_v<decltype(fixed)::set, make_axis_set<H, C, N>>);
static_assert(std::is_same_v<std::remove_cvref_t<decltype(fixed.extents[boost::hana::type_c<C>])>, constant_extent<6>>);

// -- sizes
static_assert(is_constant<60>(size(fixed)) && is_number(size(mixed), 60) && is_number(size(open), 60));
static_assert(is_constant<1>(size(make_shape<>())) && is_constant<0>(size(make_shape<N, C>(0_c, 3_c))));
static_assert(is_constant<10>(size_over<make_axis_set<N, H>>(fixed)) &&
              is_constant<6>(size_over<make_axis_set<C>>(mixed)));
static_assert(is_number(size_over<make_axis_set<C, N>>(mixed), 12) &&
              is_constant<1>(size_over<make_axis_set<W>>(open)));
static_assert(is_constant<1>(size_over<make_axis_set<>>(open)));

// -- strides
constexpr auto fixed_strides = row_major_strides(fixed);
static_assert(is_constant<30>(fixed_strides.extent<N>()) && is_constant<5>(fixed_strides.extent<C>()) &&
              is_constant<1>(fixed_strides.extent<H>()));
constexpr auto mixed_strides = row_major_strides(make_shape<N, C, H, W>(2, 6, 5_c, 4_c));
static_assert(is_number(mixed_strides.extent<N>(), 120) && is_constant<20>(mixed_strides.extent<C>()));
static_assert(is_constant<4>(mixed_strides.extent<H>()) && is_constant<1>(mixed_strides.extent<W>()));

// -- other shapes
static_assert(without<C>(fixed).rank == 2 && is_constant<10>(size(without<C>(fixed))) &&
              is_number(size(without<C>(mixed)), 10));
static_assert(without<W>(fixed) == fixed);
static_assert(is_constant<7>(with<W>(mixed, 7_c).extent<W>()) && with<W>(mixed, 7).rank == 4);
static_assert(is_constant<7>(with<N>(mixed, 7_c).extent<N>()) && is_number(with<C>(mixed, 7).extent<C>(), 7));

// -- groups
constexpr auto grouped = split<C, G>(fixed, 2_c);
static_assert(is_constant<2>(grouped.extent<G>()) && is_constant<3>(grouped.extent<C>()) &&
              is_constant<60>(size(grouped)));
static_assert(std::is_same_v<decltype(grouped)::axes, axis_list<N, G, C, H>>);
static_assert(is_number(split<C, G>(mixed, 3).extent<C>(), 2) && is_number(split<C, G>(open, 3_c).extent<C>(), 2));
static_assert(is_constant<3>(split<C, G>(open, 3_c).extent<G>()));
constexpr auto nested = split<C, K>(split<C, G>(make_shape<C>(32_c), 8_c), 2_c);
static_assert(std::is_same_v<decltype(nested)::axes, axis_list<G, K, C>> && is_constant<2>(nested.extent<C>()));

// -- together
constexpr auto both = broadcast(mixed, make_shape<C, W>(6, 4_c));
static_assert(both.rank == 4 && is_constant<6>(both.extent<C>()) && is_constant<4>(both.extent<W>()) &&
              is_number(both.extent<N>(), 2));
static_assert(is_constant<2>(broadcast(open, fixed).extent<N>()) && broadcast(make_shape<>(), open) == open);

// -- equality: by axis, whatever the order and whether constant
static_assert(fixed == mixed && mixed == open && open == fixed);
static_assert(fixed == make_shape<H, N, C>(5, 2, 6) && !(fixed == make_shape<N, C, H>(2, 5, 6)));
static_assert(!(fixed == make_shape<N, C>(2, 6)) && !(fixed == make_shape<N, C, W>(2, 6, 5)));

// -- what is said of mistakes
constexpr bool says(const sentence& s, std::string_view text) { return s.view() == text; }
static_assert(says(detail::shape_words<axis_list<N, C>, int>,
                   "a shape of axes {N, C} takes 2 extents, but 1 was given"));
static_assert(says(detail::shape_words<axis_list<N>, float>,
                   "the extent of axis N is an integer or a constant such as 64_c, not float"));
static_assert(says(detail::shape_words<axis_list<N, N>, int, int>,
                   "a tensor has each axis once, but N stands twice in {N, N}"));
static_assert(says(detail::words_of_division(axis_value_of<C>(), 50, 32),
                   "32 groups do not divide axis C, whose extent is 50"));
static_assert(says(detail::words_of_division(axis_value_of<C>(), 50, 0),
                   "0 groups do not divide axis C, whose extent is 50"));
static_assert(says(detail::division_words<C, axis_list<N, C, H>, decltype(fixed.extents), constant_extent<4>>,
                   "4 groups do not divide axis C, whose extent is 6"));
static_assert(says(detail::words_of_agreement(axis_value_of<C>(), 6, 7), "axis C has extents 6 and 7"));

// -- of tensors
constexpr float memory[60]{};
constexpr auto v = view<const float, N, C, H>(memory, 2, 6_c, 5);
static_assert(is_constant<6>(shape_of(v).extent<C>()) && is_number(shape_of(v).extent<N>(), 2) && shape_of(v) == open);

} // namespace
