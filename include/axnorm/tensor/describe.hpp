// What a tensor is, as text: for a debugger and for logs. Apart from printing, which shows the values: this says where
// they are and what they are like. Must not know anything but views.
#pragma once

#include <axnorm/tensor/element_name.hpp>
#include <axnorm/tensor/make_view.hpp>
#include <axnorm/tensor/view.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace axnorm {
namespace detail {

/// At most six digits: `0.333333`, `1e-05`, `nan`.
inline std::string short_number(double x) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), x, std::chars_format::general, 6).ptr};
}

/// What the values of a tensor are like, found one after the other: moments by Welford's formula, of finite ones.
class value_summary {
public:
  void add(double x) {
    if (first_count_ < first_.size()) first_[first_count_++] = x;
    if (std::isnan(x)) return void(++nans_);
    least_ = std::min(least_, x);
    largest_ = std::max(largest_, x);
    if (std::isinf(x)) return void(++infinite_);
    const double off = x - mean_;
    mean_ += off / static_cast<double>(++count_);
    squares_ += off * (x - mean_);
  }
  std::string text() const {
    std::string r = "first";
    for (std::size_t i = 0; i < first_count_; ++i)
      r += " " + short_number(first_[i]);
    if (count_ > 0)
      r += "\nmean " + short_number(mean_) + ", deviation " +
           short_number(std::sqrt(squares_ / static_cast<double>(count_)));
    if (count_ + infinite_ > 0)
      r += (count_ > 0 ? ", from " : "\nfrom ") + short_number(least_) + " to " + short_number(largest_);
    if (infinite_ > 0) r += ", " + std::to_string(infinite_) + " infinite";
    if (nans_ > 0) r += (count_ + infinite_ > 0 ? ", " : "\n") + std::to_string(nans_) + " NaN";
    return r;
  }

private:
  std::array<double, 8> first_{};
  std::size_t first_count_ = 0;
  std::int64_t count_ = 0, infinite_ = 0, nans_ = 0;
  double mean_ = 0, squares_ = 0;
  double least_ = std::numeric_limits<double>::infinity(), largest_ = -std::numeric_limits<double>::infinity();
};

/// `float {N=2, C=3}, strides {3, 1}, row-major, 6 elements`
inline std::string memory_text(std::string_view element, std::span<const axis_extent> dims,
                               std::span<const std::int64_t> extents, std::span<const std::ptrdiff_t> strides,
                               bool row_major, std::int64_t size) {
  std::string r(element), steps;
  r += " {";
  for (std::size_t i = 0; i < dims.size(); ++i) {
    r += (i == 0 ? "" : ", ") + std::string(dims[i].axis.label) + "=" + std::to_string(extents[i]) +
         (dims[i].extent == dynamic_extent ? "" : " fixed");
    steps += (i == 0 ? "" : ", ") + std::to_string(strides[i]);
  }
  return r + "}, strides {" + steps + "}" + (row_major ? ", row-major, " : ", ") + std::to_string(size) +
         (size == 1 ? " element" : " elements");
}

} // namespace detail

/// What a tensor or view is, with what its values are like:
///
///     float {N=2, C=3}, strides {3, 1}, row-major, 6 elements
///     first 0 1 2 3 4 5
///     mean 2.5, deviation 1.70783, from 0 to 5, 1 NaN
///
/// The first 8 values in the order of the axes; mean and deviation are those of finite values. Once a program calls it
/// for a type of tensor, a debugger can: see docs/debugging.md. Reads all elements.
template<AnyTensor X>
[[gnu::used, gnu::noinline]] std::string describe(const X& x) {
  const auto v = as_view(x);
  using V = std::remove_cvref_t<decltype(v)>;
  std::string r = detail::memory_text(element_name<typename V::value_type>(), V::dims, v.extents(), v.strides(),
                                      v.is_row_major(), v.size());
  if (v.empty()) return r;
  if (v.data() == nullptr) return r + "\nno memory";
  detail::value_summary values;
  extents_array<V::rank> index{};
  for (std::int64_t n = v.size(); n > 0; --n) {
    const typename V::value_type e = v[index];
    if constexpr (is_half_element<typename V::value_type>)
      values.add(static_cast<double>(static_cast<float>(e)));
    else
      values.add(static_cast<double>(e));
    for (std::size_t i = V::rank; i-- > 0;) {
      if (++index[i] < v.extent(i)) break;
      index[i] = 0;
    }
  }
  return r + "\n" + values.text();
}

} // namespace axnorm
