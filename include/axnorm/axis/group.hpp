// Sets of axes as they are written: Over, AllBut, and axes cut into groups. Types without content.
// Used by formulas and norms; checked where they are used. Must not know operands or extents.
#pragma once

#include <axnorm/axis/axis.hpp>

#include <cstddef>

namespace axnorm {

/// Axis C cut into groups of adjacent positions, which axis G counts; as a member of `Over`, the positions inside a
/// group. G's extent is given like any other (`dim<G>(32)`), or fixed in the type: `Group<C, Fixed<G, 32>>`. C may be a
/// Group itself: groups inside groups.
template<class C, class G>
struct Group {
  using is_grouping = void;
  using grouped = C;
  using groups = G;
};

/// An axis cut into a number of groups that have no name: `Groups<C, 32>`. (Without a number there are none, which the
/// check of a set reports. A mistake in the order is in the compiler's words, which have the names of the parameters.)
template<class AxisOfGroups, std::size_t NumberOfGroups = 0>
struct Groups {
  using is_grouping = void;
  using grouped = AxisOfGroups;
  static constexpr std::size_t count = NumberOfGroups;
};

/// All axes of the formula's inputs but these; as the only member of `Over`, or beside groups.
template<class... A>
struct AllBut {
  using is_all_but = void;
};

/// The set of axes that a statistic is taken over: axes, groupings, AllBut, in any order. What is none of these is
/// reported by what uses the set, since here there is nothing to name it in.
template<class... Members>
struct Over {
  using is_over = void;
};

namespace detail {
template<class M>
struct innermost_axis {
  using type = axis_of_t<M>;
};
template<class C, class G>
struct innermost_axis<Group<C, G>> : innermost_axis<C> {};
template<class C, std::size_t Count>
struct innermost_axis<Groups<C, Count>> : innermost_axis<C> {};
} // namespace detail

/// C of `C`, `Group<C, G>`, `Groups<Group<C, G>, 8>`, ...: the axis of the tensor.
template<class M>
using grouped_axis_t = typename detail::innermost_axis<M>::type;

/// A grouping, or an axis: what can be a member of `Over` besides AllBut.
template<class M>
concept AxisOrGroup = Axis<grouped_axis_t<M>>;

} // namespace axnorm
