// What a layer's constructor takes, extents by their axes, and what is wrong with what it is given. Used by Layer.
// Knows no memory.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/layer/owned.hpp>
#include <axnorm/layer/passes.hpp>
#include <axnorm/tensor/extent_arguments.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <type_traits>

namespace axnorm::layers {

/// The axes whose extents count for a layer of formula F, each once: those of its parameters and buffers, those that
/// initial values depend on, and those that its calls have to be told. With the extent that a declaration fixes.
template<class F>
constexpr sequence<axis_extent> sizing_axes() {
  sequence<axis_extent> r;
  const auto add = [&](const axis_extent& d) {
    for (axis_extent& known : r)
      if (known.axis == d.axis) {
        if (d.extent >= 0) known.extent = d.extent;
        return;
      }
    r.push_back(d);
  };
  const auto add_all = [&](const auto& owned) {
    for (const auto& o : owned) {
      for (const axis_extent& d : o.dims)
        add(d);
      for (const axis_extent& d : o.sized_by)
        add(d);
    }
  };
  add_all(owned_by<F, false>::all);
  add_all(owned_by<F, true>::all);
  [&]<class... A>(boost::mp11::mp_list<A...>) {
    ((wants_extent<F>(axis_value_of<A>()) || wants_extent<expr::evaluation_of<F>>(axis_value_of<A>())
          ? add({axis_value_of<A>()})
          : void()),
     ...);
  }(typename owned_by<F, false>::axes{});
  return r;
}

/// What is wrong with `dim<...>(...)` of this axis for a layer of formula F; `fixed`: the extent, if its type says it.
template<class F>
constexpr sentence words_of_extent(const axis_value& axis, bool in_formula, std::int64_t fixed) {
  sentence s;
  const sequence<axis_extent> known = sizing_axes<F>();
  for (const axis_extent& d : known)
    if (d.axis == axis) return axnorm::detail::words_of_fixed(d, fixed);
  s << "dim<" << axis << "> gives the extent of axis " << axis;
  if (!in_formula)
    s << ", which the formula does not name";
  else if (known.empty())
    s << ", but the layer holds nothing with axes; inputs bring their extents along";
  else
    s << ", but what the layer holds has axes " << known << "; inputs bring their extents along";
  s.axis << axis;
  return s;
}

template<class F, class... D>
constexpr sentence words_of_extents() {
  sentence s;
  sequence<axis_value> given;
  const auto look = [&]<class X>(std::type_identity<X>) {
    // clang asks before it looks whether the arguments are extents at all.
    if constexpr (NamedExtent<X>) {
      using A = typename X::axis_type;
      const axis_value axis = axis_value_of<A>();
      for (const axis_value& other : given)
        if (other == axis && s.empty()) s = axnorm::detail::words_of_repeated_extent(axis);
      given.push_back(axis);
      if (s.empty())
        s = words_of_extent<F>(axis, boost::mp11::mp_contains<typename owned_by<F, false>::axes, A>::value, X::fixed);
    }
  };
  (look(std::type_identity<D>{}), ...);
  return s;
}
/// Of a layer's constructor.
template<class F, class... D>
inline constexpr sentence extent_words = words_of_extents<F, D...>();

/// Throws shape_error if an extent is not the one that the formula fixes.
template<class F, class D>
void check_given_extent(const D& given) {
  static constexpr axis_extent declared = [] {
    for (const axis_extent& d : sizing_axes<F>())
      if (d.axis == axis_value_of<typename D::axis_type>()) return d;
    return axis_extent{};
  }();
  if constexpr (declared.extent >= 0) axnorm::detail::check_extent(declared, given.value());
}

template<class F, class... X>
constexpr sentence words_of_arguments() {
  sentence s;
  const auto look = [&]<class D>(std::type_identity<D>) {
    if (NamedExtent<D> || !s.empty()) return;
    s << "a layer takes extents by their axes, dim<";
    const auto& all = owned_by<F, false>::all;
    if (all.size() > 0 && all[0].dims.size() > 0)
      s << all[0].dims[0].axis.label;
    else
      s << 'C';
    s << ">(...), but " << expr::readable_name<D>() << " was given";
  };
  (look(std::type_identity<std::remove_cvref_t<X>>{}), ...);
  return s;
}
/// Of arguments of a layer's constructor that are no `dim<...>`.
template<class F, class... X>
inline constexpr sentence argument_words = words_of_arguments<F, X...>();

} // namespace axnorm::layers
