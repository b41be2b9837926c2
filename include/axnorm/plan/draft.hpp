// A sweep while the scheduler still looks for what it computes and reads, and the order that sweeps are done in. Used
// by the scheduler alone.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/plan/plan.hpp>

#include <bit>
#include <utility>

namespace axnorm::plan {

/// What an instruction is to a sweep.
enum class use : char { none, body, leaf, scalar };

struct draft {
  int step = 0;
  purpose what = purpose::store;
  axis_mask domain = 0;
  form shape = form::row;
  sequence<int> roots; // reductions, stored instructions, or outputs
  sequence<int> added; // of a write: sums across tiles, to which each position adds
  sequence<int> kept;  // of a tile: values that it writes for other sweeps of the tile
  sequence<use> of;    // by instruction
  phase when = phase::before;
  bool open = true; ///< what it computes and reads is to be found (again)
};

constexpr bool contains(const sequence<int>& v, int i) {
  for (const int j : v)
    if (j == i) return true;
  return false;
}

constexpr int rank_of(const draft& d) {
  // Statistics are stored from few axes to many, since the latter read the former; outputs are written data first,
  // since data may read an input that a statistic overwrites, and no statistic reads data.
  const int size = std::popcount(d.domain);
  return ((static_cast<int>(d.when) * 64 + d.step) * 4 + static_cast<int>(d.what)) * 64 +
         (d.what == purpose::write ? 32 - size : size);
}
/// By rank; equals stay in their order.
constexpr void sort(sequence<draft>& all) {
  for (std::size_t i = 1; i < all.size(); ++i)
    for (std::size_t j = i; j > 0 && rank_of(all[j]) < rank_of(all[j - 1]); --j) {
      draft t = std::move(all[j]);
      all[j] = std::move(all[j - 1]);
      all[j - 1] = std::move(t);
    }
}

} // namespace axnorm::plan
