// Sums across tiles of one row each: rows in the type of the data, which tiles add to and which are added to doubles
// before chains get long. Used by the driver of tiles. Must not know: what is summed.
#pragma once

#include <axnorm/exec/sweep.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

class staged_rows {
public:
  /// The most tiles between two calls of `flush`.
  static constexpr std::int64_t longest = 128;

  /// `room`: as many floats as the sweeps to come have results.
  explicit staged_rows(float* room) : room_(room) {}

  /// Takes the places of a sweep that is ready to run, if it has one row a tile and adds to the same places in each.
  void add(sweep_run& run, slot* at) {
    const sweep_kernel& k = *run.kernel;
    run.staged = k.stages_rows && run.unit && !run.loops.empty && run.outer == 1 && run.units == 1 &&
                 count_ + static_cast<std::size_t>(k.reductions) <= rows_.size();
    if (!run.staged) return;
    for (int r = 0; r < k.reductions; ++r) {
      slot& place = at[k.leaves + k.results + r];
      rows_[count_++] = {reinterpret_cast<double*>(place.data), room_, run.loops.n};
      place.data = reinterpret_cast<char*>(room_);
      room_ += run.loops.n;
    }
    std::memset(rows_[count_ - static_cast<std::size_t>(k.reductions)].sums, 0,
                static_cast<std::size_t>(k.reductions * run.loops.n) * sizeof(float));
  }
  /// Adds the rows to the doubles, and begins them again.
  void flush() {
    for (std::size_t i = 0; i < count_; ++i)
      for (std::int64_t j = 0; j < rows_[i].n; ++j) {
        rows_[i].to[j] += static_cast<double>(rows_[i].sums[j]);
        rows_[i].sums[j] = 0;
      }
  }

private:
  struct row {
    double* to;
    float* sums;
    std::int64_t n;
  };
  std::array<row, max_slots> rows_;
  std::size_t count_ = 0;
  float* room_;
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
