// Drives the columns of a sweep: blocks of them for the column kernel, or for a tape. A driver of its own, which only
// plans with columns compile. Must not know: threads, where slots come from.
#pragma once

#include <axnorm/exec/sweep.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

struct sweep_columns {
  const sweep_run& sweep;

  void run(const addresses& start, std::int64_t u0, std::int64_t u1, void* room) const {
    const sweep_kernel* const kernel = sweep.kernel;
    const nest& loops = sweep.loops;
    const std::int64_t width = kernel->width, four = 4 * width;
    if (kernel->one_row != nullptr && sweep.unit && u1 - u0 == 1)
      return block(kernel->one_row, start, u0, u1, 0, loops.n);
    // Blocks of columns are narrow pieces of long rows: rows that are walked again for the next block should be in
    // cache.
    const std::int64_t in_cache = std::max<std::int64_t>(16, 65536 / std::max<std::int64_t>(loops.n, 1));
    const std::int64_t chain = longest_chain / 2; // one accumulator a column, where rows have several
    const bool wide = room != nullptr && sweep.reads_long_rows();
    const std::int64_t rows_a_run = loops.n <= 2 * four || wide ? chain : std::min(chain, in_cache);
    for (std::int64_t u = u0; u < u1; u += rows_a_run) {
      const std::int64_t end = std::min(u1, u + rows_a_run);
      std::int64_t j = 0;
      if (kernel->interpreted != nullptr) {
        block(nullptr, start, u, end, 0, loops.n);
        continue;
      }
      if (wide) {
        j = loops.n / four * four;
        block(nullptr, start, u, end, 0, j, room);
      }
      for (; j + four <= loops.n; j += four)
        block(kernel->block, start, u, end, j, four);
      for (; j + width <= loops.n; j += width)
        block(kernel->pack, start, u, end, j, width);
      if (j < loops.n) block(kernel->tail, start, u, end, j, loops.n - j);
    }
  }

private:
  void block(column_function f, const addresses& start, std::int64_t u0, std::int64_t u1, std::int64_t j,
             std::int64_t n, void* room = nullptr) const {
    const sweep_kernel* const kernel = sweep.kernel;
    const nest& loops = sweep.loops;
    const bool has_rows = loops.count > loops.first_persisting;
    cursor at;
    for (std::int64_t u = u0; u < u1;) {
      at.seek(loops, start, loops.first_persisting, loops.count, u);
      const loop& last = loops.at(has_rows ? loops.count - 1 : 0);
      const std::int64_t left = has_rows ? last.extent - at.index[static_cast<std::size_t>(loops.count - 1)] : 1;
      const std::int64_t count = std::min(left, u1 - u);
      const std::ptrdiff_t* const step = has_rows ? last.step.data() : no_steps.data();
      if (room != nullptr) {
        kernel->wide(at.at.data(), step, count, n, sweep.scalars, sweep.places(start), sweep.word_stride.data(), room);
        u += count;
      } else if (f == nullptr) {
        sweep.interpret(start, at.at, step, count, n);
        u += count;
      } else if (sweep.unit) {
        f(at.at.data(), step, count, j, n, sweep.scalars, sweep.places(start), sweep.word_stride.data());
        u += count;
      } else {
        addresses there;
        for (int r = 0; r < kernel->reductions; ++r)
          there[static_cast<std::size_t>(r)] = sweep.places(start)[r] + j * static_cast<std::ptrdiff_t>(sizeof(double));
        for (std::size_t m = 0; m < static_cast<std::size_t>(loops.slots); ++m)
          at.at[m] += j * loops.inner_step[m];
        sweep.gathered(at.at, n, f, there.data());
        ++u;
      }
    }
  }
};

template<class>
void run_columns(const sweep_run& sweep, const addresses& start, std::int64_t u0, std::int64_t u1, void* room) {
  sweep_columns{sweep}.run(start, u0, u1, room);
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
