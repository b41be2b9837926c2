// Tensors as ranges of range-v3: their elements, their slices along an axis, their index tuples. All random access.
// Included by hand: nothing else in the library needs range-v3. Must not know formulas.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/tensor/make_view.hpp>
#include <axnorm/tensor/slice.hpp>

#include <range/v3/view/iota.hpp>
#include <range/v3/view/transform.hpp>

#include <cstddef>
#include <cstdint>

namespace axnorm {

namespace detail {

/// The index tuple of the n-th position in index order.
template<std::size_t Rank>
constexpr extents_array<Rank> index_at(const extents_array<Rank>& extents, std::int64_t n) {
  extents_array<Rank> r{};
  for (std::size_t i = Rank; i-- > 0;) {
    r[i] = n % extents[i];
    n /= extents[i];
  }
  return r;
}

template<class X>
constexpr sentence words_of_range_of() {
  return is_temporary<X> ? dangling_words<std::remove_cvref_t<X>> : sentence();
}
template<class X>
inline constexpr sentence range_words = words_of_range_of<X>();

template<class A, class X>
constexpr sentence words_of_slices() {
  sentence s = range_words<X>;
  return s.empty() ? words_of_axis_in<A, X>("slices") : s;
}
template<class A, class X>
inline constexpr sentence slices_words = words_of_slices<A, X>();

} // namespace detail

/// The elements in index order (the last axis runs fastest), as references.
template<AnyTensor X>
requires(detail::range_words<X>.empty())
auto elements(X&& x) {
  const auto v = as_view(x);
  const bool dense = v.is_row_major();
  return ranges::views::iota(std::int64_t{0}, v.size()) |
         ranges::views::transform([v, dense](std::int64_t n) -> detail::element_of<X>& {
           return dense ? v.data()[n] : v[detail::index_at(v.extents(), n)];
         });
}
template<AnyTensor X, class Wrong = spell<detail::range_words<X>>>
requires(!detail::range_words<X>.empty())
Wrong elements(X&& x);

/// The positions of axis A in order, each a view without A: `for (auto image : slices<N>(batch))`.
template<class A, AnyTensor X>
requires(detail::slices_words<A, X>.empty())
auto slices(X&& x) {
  const auto v = as_view(x);
  return ranges::views::iota(std::int64_t{0}, v.template extent<A>()) |
         ranges::views::transform([v](std::int64_t i) { return slice<A>(v, i); });
}
template<class A, AnyTensor X, class Wrong = spell<detail::slices_words<A, X>>>
requires(!detail::slices_words<A, X>.empty())
Wrong slices(X&& x);

/// The index tuples in index order; `x[index]` is the element there.
template<AnyTensor X>
auto indices(const X& x) {
  return ranges::views::iota(std::int64_t{0}, x.size()) |
         ranges::views::transform([extents = x.extents()](std::int64_t n) { return detail::index_at(extents, n); });
}

} // namespace axnorm
