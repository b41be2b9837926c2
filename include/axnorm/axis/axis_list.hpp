// The axes of a tensor in their order, and the sentences about a list with mistakes or an axis that it lacks.
// Used by shapes and tensors. Must not know extents beyond those in types, or memory.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/nearest_name.hpp>
#include <axnorm/axis/type_name.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace axnorm {

/// `A` or `Fixed<A, n>` each, in order: the axes of a tensor as a type.
template<class... Specs>
struct axis_list {
  static constexpr std::size_t size = sizeof...(Specs);
};

namespace detail {

/// A list as values, of those entries that are axes.
template<class... Specs>
inline constexpr std::array<axis_extent, sizeof...(Specs)> dims_of{axis_extent_of<Specs>()...};

/// Where axis A stands among the specs; their number if nowhere.
template<class A, class... Specs>
constexpr std::size_t position_of() {
  std::size_t i = 0;
  (void)((std::is_same_v<A, axis_of_t<Specs>> || (++i, false)) || ...);
  return i;
}

template<class A, class List>
inline constexpr std::size_t position_in = 0;
template<class A, class... Specs>
inline constexpr std::size_t position_in<A, axis_list<Specs...>> = position_of<A, Specs...>();

/// What is wrong with `Specs` as the axes of a tensor: something that is no axis, or an axis twice.
template<class... Specs>
constexpr sentence words_of_axes() {
  sentence s;
  if constexpr ((AxisOrFixed<Specs> && ...)) {
    const auto& dims = dims_of<Specs...>;
    std::size_t at = 0;
    [[maybe_unused]] const auto look = [&](std::size_t first) {
      if (first != at && s.empty())
        (s << "a tensor has each axis once, but " << dims[at].axis << " stands twice in " << dims)
            .about(dims[at].axis, "once", "twice");
      ++at;
    };
    (look(position_of<axis_of_t<Specs>, Specs...>()), ...);
  } else {
    int k = 0;
    [[maybe_unused]] const auto look = [&]<class A>(std::type_identity<A>) {
      ++k;
      if (!s.empty() || AxisOrFixed<A>) return;
      s << "the axes of a tensor are types such as N or Fixed<C, 64>, but axis argument " << k << " is "
        << type_name<A>() << (std::is_class_v<A> ? "; an axis derives from axis<...>" : "");
    };
    (look(std::type_identity<Specs>{}), ...);
  }
  return s;
}

/// `slice<T> needs axis T, but the tensor has axes {N, C}`, with the axis that was probably meant.
template<class A, class... Specs>
constexpr sentence words_of_lacking(std::string_view what) {
  sentence s;
  if constexpr (!Axis<A>) {
    s << what << "<> takes an axis, but " << type_name<A>() << " was given";
  } else if constexpr (position_of<A, Specs...>() == sizeof...(Specs)) {
    const auto& dims = dims_of<Specs...>;
    nearest_name near{A::label};
    bool same_label = false;
    for (const axis_extent& d : dims) {
      same_label = same_label || d.axis.label == A::label;
      near.consider(d.axis.label);
    }
    s << what << "<" << A::label << "> needs axis " << A::label << ", but the tensor has axes " << dims;
    if (same_label)
      s << ", whose " << A::label << " is another type of this name";
    else
      s << near;
    s.about(axis_value_of<A>(), dims, A::label);
  }
  return s;
}

} // namespace detail
} // namespace axnorm
