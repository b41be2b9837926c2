// Moments of many columns at once: what a block of columns collected about its pivots joins what is stored, in double,
// several columns an instruction. Used wherever moments end or meet. Must not know: loops, formulas.
#pragma once

#include <axnorm/exec/pack_memory.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// Sums of a block of columns about a pivot each: arrays padded to whole packs. `weight` is null if all rows count,
/// `shifted` if the pivots are the means.
template<PackElement T>
struct column_sums {
  const T *shifted, *squares, *weight;
  T* pivot;
  double rows;

  AXNORM_INLINE pack<double> weights(std::int64_t c) const {
    return weight == nullptr ? pack<double>(rows) : load<double>(weight + c);
  }
  AXNORM_INLINE pack<double> sums(std::int64_t c) const {
    return shifted == nullptr ? pack<double>(0.0) : load<double>(shifted + c);
  }
};

/// What turns sums into means: one over the weight, or 1 if that is 0. The same for all columns if all rows count:
/// divisions take longer than all else that is done with what a column collected.
template<PackElement T>
struct column_shares {
  const column_sums<T>& sums;
  pack<double> of_rows;

  AXNORM_INLINE explicit column_shares(const column_sums<T>& s) : sums(s), of_rows(s.rows == 0 ? 1.0 : 1.0 / s.rows) {}
  AXNORM_INLINE pack<double> at(const pack<double>& w) const {
    const pack<double> one(1.0);
    return sums.weight == nullptr ? of_rows : one / select(w == pack<double>(0.0), one, w);
  }
};

/// Whether pivots lay so far out that subtracting them cost digits (see pivot_is_outlier), of sums about them: one over
/// their weight, sum w (x - pivot), sum w (x - pivot)^2. `offset`: from the pivot to the mean.
struct pivot_offset {
  pack<double> offset, lost; ///< lost: what the subtraction took from q
  decltype(offset < lost) outlier;

  AXNORM_INLINE pivot_offset(const pack<double>& share, const pack<double>& s, const pack<double>& q, double far)
      : offset(s * share), lost(s * offset), outlier((lost > pack<double>(far) * (q - lost)) & is_finite(lost)) {}
};

/// Means and sums of squared deviations from the same. Those of nothing have no meaning.
struct moments_about {
  pack<double> mean, deviations;

  AXNORM_INLINE moments_about(const pack<double>& pivot, const pack<double>& share, const pack<double>& s,
                              const pack<double>& q) {
    const pack<double> zero(0.0), offset = s * share, rest = q - s * offset;
    mean = pivot + offset;
    deviations = select(rest < zero, zero, rest);
  }
};

/// Moves the pivots that were more than 1.5 deviations from their column's mean to it; false if there was none. See
/// pivot_is_outlier.
template<PackElement T>
[[gnu::noinline]] bool improve_pivots(const column_sums<T>& sums, std::int64_t columns, double far = 2.25) {
  constexpr std::int64_t D = static_cast<std::int64_t>(pack<double>::width);
  bool any_moved = false;
  const column_shares<T> shares(sums);
  for (std::int64_t c = 0; c < columns; c += D) {
    const pivot_offset to_mean(shares.at(sums.weights(c)), load<double>(sums.shifted + c),
                               load<double>(sums.squares + c), far);
    if (!any(to_mean.outlier)) continue;
    const pack<double> p = load<double>(static_cast<const T*>(sums.pivot) + c);
    store(sums.pivot + c, select(to_mean.outlier, p + to_mean.offset, p));
    any_moved = true;
  }
  return any_moved;
}

/// Writes the moments of the block, `stride` doubles apart, in whole packs; columns of nothing have those of nothing
/// (see stored_moments).
template<PackElement T>
[[gnu::noinline]] void set_columns(double* to, std::ptrdiff_t stride, const column_sums<T>& sums,
                                   std::int64_t columns) {
  constexpr std::int64_t D = static_cast<std::int64_t>(pack<double>::width);
  const column_shares<T> shares(sums);
  const pack<double> zero(0.0), no_mean(sums.weight == nullptr ? std::numeric_limits<double>::quiet_NaN() : 0.0);
  for (std::int64_t c = 0; c < columns; c += D) {
    const pack<double> w = sums.weights(c);
    const moments_about found(load<double>(static_cast<const T*>(sums.pivot) + c), shares.at(w), sums.sums(c),
                              load<double>(sums.squares + c));
    const auto nothing = w == zero;
    store(to + c, select(nothing, no_mean, found.mean));
    store(to + stride + c, select(nothing, zero, found.deviations));
    store(to + 2 * stride + c, w);
  }
}

/// Joins the block to the stored moments: means, deviations and weights `stride` doubles apart (see stored_moments).
template<PackElement T>
[[gnu::noinline]] void merge_columns(double* to, std::ptrdiff_t stride, const column_sums<T>& sums,
                                     std::int64_t columns) {
  constexpr std::int64_t D = static_cast<std::int64_t>(pack<double>::width);
  const pack<double> zero(0.0), one(1.0);
  const column_shares<T> shares(sums);
  pack<double> old_weight(-1.0), w(-1.0), all, share; // mostly all columns' are the same
  for (std::int64_t c = 0; c < columns; c += D) {
    const std::size_t n = static_cast<std::size_t>(columns - c < D ? columns - c : D);
    const pack<double> old_here = load_partial<double>(to + 2 * stride + c, n), here = sums.weights(c);
    if (any((old_here != old_weight) | (here != w))) {
      old_weight = old_here;
      w = here;
      all = old_weight + w;
      share = w / select(all == zero, one, all);
    }
    const auto nothing = w == zero, fresh = old_weight == zero;
    const auto [mean, deviations] = moments_about(load<double>(static_cast<const T*>(sums.pivot) + c), shares.at(w),
                                                  sums.sums(c), load<double>(sums.squares + c));
    const pack<double> old_mean = load_partial<double>(to + c, n),
                       old_deviations = load_partial<double>(to + stride + c, n);
    const pack<double> apart = mean - old_mean;
    const pack<double> joined = select(is_finite(apart), fma(apart, share, old_mean), old_mean + mean);
    const pack<double> joined_deviations = old_deviations + deviations + apart * apart * old_weight * share;
    store_partial(to + c, select(nothing, old_mean, select(fresh, mean, joined)), n);
    store_partial(to + stride + c, select(nothing, old_deviations, select(fresh, deviations, joined_deviations)), n);
    store_partial(to + 2 * stride + c, all, n);
  }
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
