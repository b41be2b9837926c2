// Reduction sets as values: `Over<AllBut<N>, Group<C, G>>` as the members a listing holds. Used by reductions; whether
// the axes exist and the groups divide them is decided at lowering.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/group.hpp>
#include <axnorm/axis/type_name.hpp>
#include <axnorm/expr/expression.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace axnorm {
struct float16;
struct bfloat16;
} // namespace axnorm

namespace axnorm::expr {

/// An axis with its groupings, outermost first: C, Group<C, G>, Groups<C, 32>, Group<Group<C, G>, K>.
template<class X>
struct grouped_axis {
  static constexpr bool valid = false;
};
template<Axis A>
struct grouped_axis<A> {
  static constexpr bool valid = true;
  static constexpr axis_value axis = axis_value_of<A>();
  static constexpr std::array<grouping, 0> path{};
};
template<std::size_t M>
constexpr std::array<grouping, M + 1> append(const std::array<grouping, M>& path, grouping last) {
  std::array<grouping, M + 1> r{};
  for (std::size_t i = 0; i < M; ++i)
    r[i] = path[i];
  r[M] = last;
  return r;
}
template<class X, AxisOrFixed G>
requires(grouped_axis<X>::valid)
struct grouped_axis<Group<X, G>> {
  static constexpr bool valid = true;
  static constexpr axis_value axis = grouped_axis<X>::axis;
  static constexpr auto path = append(grouped_axis<X>::path, {axis_value_of<axis_of_t<G>>(), static_extent_of<G>});
};
template<class X, auto Count>
requires(grouped_axis<X>::valid)
struct grouped_axis<Groups<X, Count>> {
  static constexpr bool valid = true;
  static constexpr axis_value axis = grouped_axis<X>::axis;
  static constexpr auto path = append(grouped_axis<X>::path, {axis_value{}, static_cast<std::int64_t>(Count)});
};

/// Writes one member of a set into `to`.
template<class Listing>
struct member_writer {
  Listing& to;
  set_member* list;
  int count = 0;
  bool everything_but = false;

  template<class X>
  constexpr void write(std::type_identity<X>) {
    using member = grouped_axis<X>;
    set_member m{.axis = member::axis};
    m.groupings = static_cast<int>(member::path.size());
    if constexpr (member::path.size() > 0) m.first_grouping = to.intern(member::path.data(), m.groupings).first;
    list[count++] = m;
  }
  template<class... A>
  constexpr void write(std::type_identity<AllBut<A...>>) {
    everything_but = true;
    ((list[count++] = set_member{.axis = axis_value_of<A>(), .left_out = true}), ...);
  }
};

template<class X>
inline constexpr int members_of = 1;
template<class... A>
inline constexpr int members_of<AllBut<A...>> = sizeof...(A);

template<class X>
inline constexpr bool set_argument = grouped_axis<X>::valid;
template<class... A>
inline constexpr bool set_argument<AllBut<A...>> = (Axis<A> && ...);
template<class X>
inline constexpr bool is_all_but = false;
template<class... A>
inline constexpr bool is_all_but<AllBut<A...>> = true;

template<class S>
struct set_traits {
  static constexpr bool valid = false;
  static constexpr sentence mistake() {
    sentence s;
    return s << "a reduction runs over a set of axes, Over<...>, but " << type_name<S>() << " was given";
  }
};
template<class... X>
struct set_traits<Over<X...>> {
  static constexpr bool valid = sizeof...(X) > 0 && (set_argument<X> && ...) &&
                                (static_cast<int>(is_all_but<X>) + ... + 0) <= 1;
  static constexpr int members = (members_of<X> + ... + 0);
  template<class Listing>
  static constexpr void put(Listing& l, entry& e) {
    set_member list[static_cast<std::size_t>(members) + 1]{};
    member_writer<Listing> writer{l, list};
    (writer.write(std::type_identity<X>{}), ...);
    e.set = l.intern(list, writer.count);
    e.everything_but = writer.everything_but;
  }
  static constexpr sentence mistake() {
    sentence s;
    int k = 0;
    [[maybe_unused]] const auto look = [&]<class Y>(std::type_identity<Y>) {
      ++k;
      if (s.empty() && !set_argument<Y>)
        s << "Over<> takes axes, but argument " << k << " is " << type_name<Y>()
          << "; a template parameter of the same name may hide the axis";
    };
    (look(std::type_identity<X>{}), ...);
    if (k == 0) s << "Over<> names no axis; all of them are Over<AllBut<>>";
    if (s.empty()) s << "Over<> takes AllBut<...> once";
    return s;
  }
};

/// A set that reductions accept.
template<class S>
concept reduction_set = set_traits<S>::valid;

template<class S>
constexpr sentence not_a_set() {
  return set_traits<S>::mistake();
}

/// Writes the set S into the listing, and where it stands into `e`.
template<class S, class Listing>
constexpr void put_set(Listing& l, entry& e) {
  set_traits<S>::put(l, e);
}

/// What `cast<T>` rounds to.
template<class T>
inline constexpr rounding rounding_of = rounding::none;
template<>
inline constexpr rounding rounding_of<float> = rounding::to_float32;
template<>
inline constexpr rounding rounding_of<double> = rounding::to_float64;
template<>
inline constexpr rounding rounding_of<float16> = rounding::to_float16;
template<>
inline constexpr rounding rounding_of<bfloat16> = rounding::to_bfloat16;
template<>
inline constexpr rounding rounding_of<bool> = rounding::to_bool;

} // namespace axnorm::expr
