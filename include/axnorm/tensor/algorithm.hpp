// Walking over elements: for_each, generate, fill. In index order: the last axis runs fastest.
// Used by programs, examples and tests; norms are computed elsewhere. Must not know formulas or range libraries.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/type_name.hpp>
#include <axnorm/tensor/copy.hpp>
#include <axnorm/tensor/element.hpp>
#include <axnorm/tensor/select_axes.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace axnorm {

namespace detail {

/// Calls f(offset, index) for each position in index order.
template<std::size_t Axis, std::size_t Rank, class F>
constexpr void walk(const extents_array<Rank>& extents, const strides_array<Rank>& strides, std::ptrdiff_t offset,
                    extents_array<Rank>& index, F& f) {
  if constexpr (Axis == Rank) {
    f(offset, index);
  } else {
    for (index[Axis] = 0; index[Axis] < extents[Axis]; ++index[Axis], offset += strides[Axis])
      walk<Axis + 1>(extents, strides, offset, index, f);
  }
}
template<class V, class F>
constexpr void walk(const V& v, F f) {
  extents_array<V::rank> index{};
  if (!v.empty()) walk<0>(v.extents(), v.strides(), 0, index, f);
}

template<class F, class Indices, class... First>
inline constexpr bool takes_indices = false;
template<class F, std::size_t... I, class... First>
inline constexpr bool takes_indices<F, std::index_sequence<I...>, First...> =
    std::invocable<F&, First..., decltype(std::int64_t(I))...>;

/// f(first..., i, j, k) if it takes one index an axis, f(first...) otherwise.
template<class F, std::size_t Rank, class... First>
constexpr decltype(auto) call_with_index(F& f, const extents_array<Rank>& index, First&&... first) {
  if constexpr (takes_indices<F, std::make_index_sequence<Rank>, First...>) {
    return std::apply([&](const auto&... i) -> decltype(auto) { return f(std::forward<First>(first)..., i...); },
                      index);
  } else {
    return f(std::forward<First>(first)...);
  }
}

/// Whether f is called with First..., or with First... and one index an axis of X.
template<class F, class X, class... First>
concept WalkedWith =
    std::invocable<F&, First...> || takes_indices<F, std::make_index_sequence<std::remove_cvref_t<X>::rank>, First...>;
template<class X>
concept Writable = !std::is_const_v<element_of<X>>;

template<class X>
constexpr sentence words_of_for_each() {
  sentence s;
  return s << "for_each calls its function with an element, or with an element and " << std::remove_cvref_t<X>::rank
           << " indices; the function takes neither";
}
template<class X>
constexpr sentence words_of_generate() {
  sentence s = words_of_writing<X>("generate");
  if (s.empty())
    s << "generate calls its function with " << std::remove_cvref_t<X>::rank
      << " indices, or with nothing; the function takes neither";
  return s;
}
template<class X, class V>
constexpr sentence words_of_fill() {
  sentence s = words_of_writing<X>("fill");
  if (s.empty() && !TensorElement<V> && !requires(const V& v) { static_cast<std::remove_const_t<element_of<X>>>(v); })
    s << "fill writes a number everywhere, but " << type_name<V>() << " was given"
      << (AnyTensor<V> ? "; copy(from, to) copies the elements of a tensor" : "");
  return s;
}
template<class X>
inline constexpr sentence for_each_words = words_of_for_each<X>();
template<class X>
inline constexpr sentence generate_words = words_of_generate<X>();
template<class X, class V>
inline constexpr sentence fill_words = words_of_fill<X, V>();

/// The wrong function, by conversion, when nothing better matches: its own type, which may be local, would make g++ add
/// an error about a function that is used and never defined.
struct any_function {
  template<class F>
  constexpr any_function(const F&) {} // NOLINT: implicit, that is its purpose
};

/// Any value as an element.
template<class E, class V>
constexpr E as_element(const V& value) {
  if constexpr (TensorElement<V>)
    return element_cast<E>(value);
  else
    return static_cast<E>(value);
}

} // namespace detail

/// f(element) for each element, or f(element, i, j, ...) with one index an axis; in index order. Returns f.
template<AnyTensor X, class F>
requires detail::WalkedWith<F, X, detail::element_of<X>&>
constexpr F for_each(X&& x, F f) {
  const auto v = as_view(x);
  detail::walk(
      v, [&](std::ptrdiff_t offset, const auto& index) { (void)detail::call_with_index(f, index, v.data()[offset]); });
  return f;
}
template<AnyTensor X, class Wrong = spell<detail::for_each_words<X>>>
Wrong for_each(X&& x, detail::any_function f);

/// Each element becomes f(), or f(i, j, ...) with one index an axis; called in index order, converted like
/// `element_cast`.
template<AnyTensor X, class F>
requires detail::Writable<X> && detail::WalkedWith<F, X>
constexpr void generate(X&& x, F f) {
  const auto v = as_view(x);
  using element = typename decltype(v.view())::value_type;
  detail::walk(v, [&](std::ptrdiff_t offset, const auto& index) {
    v.data()[offset] = detail::as_element<element>(detail::call_with_index(f, index));
  });
}
template<AnyTensor X, class Wrong = spell<detail::generate_words<X>>>
Wrong generate(X&& x, detail::any_function f);

/// Each element becomes `value`, converted like `element_cast`.
template<AnyTensor X, class V>
requires(detail::fill_words<X, V>.empty())
constexpr void fill(X&& x, const V& value) {
  const auto v = as_view(x);
  const auto element = detail::as_element<typename decltype(v.view())::value_type>(value);
  detail::walk(v, [&](std::ptrdiff_t offset, const auto&) { v.data()[offset] = element; });
}
template<AnyTensor X, class V, class Wrong = spell<detail::fill_words<X, V>>>
requires(!detail::fill_words<X, V>.empty())
Wrong fill(X&& x, const V& value);

} // namespace axnorm
