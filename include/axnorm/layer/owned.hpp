// What a formula declares to belong to it: parameters and buffers, as values and as types of tensors. Used by layers.
// Knows no memory.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/expr/axis_types.hpp>
#include <axnorm/expr/expr.hpp>
#include <axnorm/graph/late.hpp>
#include <axnorm/graph/lower_state.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

namespace axnorm::layers {

/// A parameter or a buffer.
struct owned {
  std::string_view name;
  sequence_view<const axis_extent> dims;
  double initial = 0;
  double (*generate)(std::int64_t) = nullptr;          ///< the initial value of an element, if they differ
  double (*by_extents)(const std::int64_t*) = nullptr; ///< the initial value, if it depends on those of `sized_by`
  sequence_view<const axis_extent> sized_by{};
  double low = -std::numeric_limits<double>::infinity(); ///< the range that optimizers keep a parameter in
  double high = std::numeric_limits<double>::infinity();
  bool buffer = false;
  int tracked = -1;  ///< the tracked value that is mixed into it
  bool late = false; ///< on the way back
};

namespace detail {

/// Calls f(owned) for the variables that belong to formula F, in the order of their appearance; a name may come twice.
template<class F, class Do>
constexpr void each_owned(bool buffers, Do f) {
  const auto look = [&](const expr::listing_view& l) {
    for (const expr::entry& e : l.entries)
      if (graph::is_owned(e.kind) && (e.kind == expr::term::buffer) == buffers)
        f(owned{.name = l.name(e),
                .dims = l.declared(e),
                .initial = e.value,
                .generate = e.generate,
                .by_extents = e.by_extents,
                .sized_by = l.sized_by(e),
                .low = e.low,
                .high = e.high,
                .buffer = buffers});
    int k = 0;
    for (const expr::tracking& t : l.tracked) {
      if (buffers)
        f(owned{.name = l.name(t),
                .dims = l.declared(t),
                .initial = t.initial,
                .buffer = true,
                .tracked = k,
                .late = graph::is_late(l, t)});
      ++k;
    }
  };
  look(expr::listing_view(expr::listing_of<F>));
  look(expr::listing_view(expr::listing_of<expr::evaluation_of<F>>));
}

constexpr sequence<owned> unique_owned(const sequence<owned>& all) {
  sequence<owned> r;
  for (const owned& o : all) {
    bool known = false;
    for (owned& k : r)
      if (k.name == o.name) {
        known = true;
        if (k.tracked < 0) k.tracked = o.tracked, k.late = o.late;
      }
    if (!known) r.push_back(o);
  }
  return r;
}
template<class F>
constexpr sequence<owned> list_owned(bool buffers) {
  sequence<owned> all;
  each_owned<F>(buffers, [&](const owned& o) { all.push_back(o); });
  return unique_owned(all);
}

template<class F, bool Buffers>
inline constexpr std::size_t owned_count = list_owned<F>(Buffers).size();
template<class F, bool Buffers>
inline constexpr auto owned_array = [] {
  std::array<owned, owned_count<F, Buffers>> r{};
  const sequence<owned> all = list_owned<F>(Buffers);
  for (std::size_t i = 0; i < r.size(); ++i)
    r[i] = all[i];
  return r;
}();

template<class... A>
constexpr std::size_t position_of_axis(const axis_value& axis, boost::mp11::mp_list<A...>) {
  std::size_t i = 0;
  (void)((axis_value_of<A>() == axis || (++i, false)) || ...);
  return i;
}
template<class F, bool Buffers, std::size_t K, std::size_t I, class Axes>
constexpr auto spec_of() {
  constexpr axis_extent dim = owned_array<F, Buffers>[K].dims[I];
  using A = boost::mp11::mp_at_c<Axes, position_of_axis(dim.axis, Axes{})>;
  if constexpr (dim.extent >= 0)
    return std::type_identity<Fixed<A, static_cast<std::size_t>(dim.extent)>>{};
  else
    return std::type_identity<A>{};
}

} // namespace detail

/// The parameters (Buffers false) or buffers of formula F, and what follows from their declarations.
template<class F, bool Buffers>
struct owned_by {
  static constexpr const auto& all = detail::owned_array<F, Buffers>;
  static constexpr std::size_t count = all.size();
  using axes = typename expr::axis_types<std::remove_cvref_t<decltype(F::formula)>>::type;

  /// The name of number K as what names tensors in types.
  template<std::size_t K>
  static constexpr auto name = fixed_string<all[K].name.size() + 1>(all[K].name);
  /// Where a name stands, `count` if nowhere.
  static constexpr std::size_t position(std::string_view wanted) {
    std::size_t i = 0;
    while (i < count && all[i].name != wanted)
      ++i;
    return i;
  }

  // Not private: g++ 12 checks the access from where the alias is used.
  template<class Element, std::size_t K, std::size_t... I>
  static Tensor<Element, typename decltype(detail::spec_of<F, Buffers, K, I, axes>())::type...>
      tensor_of(std::index_sequence<I...>);
  /// The tensor type of number K.
  template<class Element, std::size_t K>
  using tensor = decltype(tensor_of<Element, K>(std::make_index_sequence<all[K].dims.size()>{}));
};

/// Whether training and evaluation of a formula differ.
template<class F>
inline constexpr bool has_modes = expr::listing_of<F>.has_modes;

} // namespace axnorm::layers
