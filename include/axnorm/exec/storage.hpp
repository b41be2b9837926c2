// Where the values of a plan are during a call: buffers laid out over their axes, and for each sweep the places of its
// leaves and results. Used by the two drivers, whole sweeps and tiles. Must not know: in which order things happen.
#pragma once

#include <axnorm/exec/call.hpp>
#include <axnorm/exec/column_moments.hpp>
#include <axnorm/exec/exponentials.hpp>
#include <axnorm/exec/pack_memory.hpp>
#include <axnorm/exec/scratch.hpp>
#include <axnorm/exec/sweep.hpp>

#include <algorithm>
#include <cstring>
#include <limits>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// to[i] += from[i]
template<class From>
void add_all(double* to, const From* from, std::int64_t n) {
  constexpr auto W = static_cast<std::int64_t>(pack<double>::width);
  std::int64_t i = 0;
  for (; i + W <= n; i += W)
    store(to + i, load<double>(static_cast<const double*>(to + i)) + load<double>(from + i));
  for (; i < n; ++i)
    to[i] += static_cast<double>(from[i]);
}

/// to[i] = from[i]
template<class From>
void set_all(double* to, const From* from, std::int64_t n) {
  constexpr auto W = static_cast<std::int64_t>(pack<double>::width);
  std::int64_t i = 0;
  for (; i + W <= n; i += W)
    store(to + i, load<double>(from + i));
  for (; i < n; ++i)
    to[i] = static_cast<double>(from[i]);
}

/// Moments join those in the same places of `to`; words are `stride` doubles apart.
inline void merge_all_moments(double* to, const double* from, std::int64_t n, std::ptrdiff_t stride) {
  constexpr auto W = static_cast<std::int64_t>(pack<double>::width);
  std::int64_t i = 0;
  // What is loaded of the means is not changed: pivots are only where others have theirs.
  if (const std::int64_t whole = n / W * W; whole > 0) {
    merge_columns(to, stride,
                  column_sums<double>{nullptr, from + stride, from + 2 * stride, const_cast<double*>(from), 0}, whole);
    i = whole;
  }
  for (; i < n; ++i)
    stored_moments{to + i, stride}.merge({from[i], from[stride + i], from[2 * stride + i]});
}

class storage {
protected:
  static constexpr std::int64_t most_chunks = 64;

  const call& c;
  const plan_tables& t;

  explicit storage(const call& given) : c(given), t(*given.tables) {}

  /// Call once, before anything else.
  void lay_out() const {
    for (std::size_t b = 0; b < t.buffers.size(); ++b) {
      buffer_memory& m = c.buffers[b];
      std::int64_t n = 1;
      for (int k = t.order->count - 1; k >= 0; --k) {
        const auto part = static_cast<std::size_t>(t.order->part[static_cast<std::size_t>(k)]);
        if (!(t.buffers[b].axes >> part & 1)) continue;
        m.step[part] = n * element_size(t.buffers[b]);
        n *= c.extents[part];
      }
      m.elements = n;
    }
  }
  /// Whether a buffer holds what a tile keeps: values at all positions of its data, not results of reductions.
  bool is_kept(const plan::buffer& b) const {
    return b.when == plan::phase::tile && graph::is_elementwise(t.at(b.instruction).kind);
  }
  /// Bytes from what a tile keeps in a buffer to what the next one does: whole lines, and not all at the same place of
  /// the first cache.
  std::ptrdiff_t kept_step(std::size_t b) const {
    const std::ptrdiff_t bytes = (c.buffers[b].elements * element_size(t.buffers[b]) + 63) / 64 * 64;
    return bytes % 4096 == 0 ? bytes + 64 : bytes;
  }
  std::ptrdiff_t element_size(const plan::buffer& b) const { return b.narrow ? t.real_size : 8; }

  /// Takes room for the buffers that are (or are not) of a tile, and writes their addresses to `base`.
  void place_buffers(pieces& room, bool of_tile, char** base) const {
    for (std::size_t b = 0; b < t.buffers.size(); ++b) {
      if ((t.buffers[b].when == plan::phase::tile) != of_tile) continue;
      const std::int64_t bytes = is_kept(t.buffers[b])
                                     ? kept_step(b) * c.tiles_together
                                     : c.buffers[b].elements * t.buffers[b].words * element_size(t.buffers[b]);
      char* const place = room.take<char>(static_cast<std::size_t>(bytes));
      if (room.real()) base[b] = place;
    }
  }

  // -- slots --------------------------------------------------------------------------------------------------------
  /// The slots of sweep s. `base`: where the buffers are; `words`: of the scalars.
  void slots_of(const plan::sweep& s, char* const* base, double* words, slot* at) const {
    static constexpr std::array<std::ptrdiff_t, max_loops> nothing{};
    auto in_buffer = [&](int b, int word) {
      const buffer_memory& m = c.buffers[static_cast<std::size_t>(b)];
      return slot{base[b] + word * m.elements * element_size(t.buffer(b)), m.step.data()};
    };
    for (int i = 0; i < s.leaves.count; ++i) {
      const int j = t.listed(s.leaves, i);
      const graph::instruction& x = t.at(j);
      if (x.kind == code::load)
        *at++ = c.operands[static_cast<std::size_t>(x.a)];
      else
        *at++ = in_buffer(t.place_of(j).buffer, graph::word_of(x.kind));
    }
    for (int i = 0; i < s.stores.count; ++i)
      *at++ = in_buffer(t.place_of(t.listed(s.stores, i)).buffer, 0);
    for (int i = 0; i < s.outputs.count; ++i)
      *at++ = c.outputs[static_cast<std::size_t>(t.listed(s.outputs, i))];
    for (int i = 0; i < s.reductions.count; ++i) {
      const int j = t.listed(s.reductions, i);
      if (t.place_of(j).where == plan::home::scalar)
        *at++ = slot{reinterpret_cast<char*>(words + 3 * j * most_tiles), nothing.data()};
      else
        *at++ = in_buffer(t.place_of(j).buffer, 0);
    }
  }
  /// Makes sweep number `index` ready to run on the given slots.
  void prepare(sweep_run& r, int index, const slot* at, const double* values) const {
    const plan::sweep& s = t.sweep(index);
    r.kernel = &t.kernels[index];
    r.scalars = {values, t.pool + s.scalars.first};
    r.stream = c.stream;
    const graph::axis_mask fixed = s.when == plan::phase::tile ? t.tile : 0;
    r.loops.build(*t.order, s.domain & ~fixed, s.inner, s.common, c.extents, at, r.kernel->slots());
    // Columns are added to results side by side; where the innermost axes have extent 1, the run may be another.
    if (!r.by_rows() && r.loops.n > 1)
      for (int k = r.kernel->slots() - r.kernel->reductions; k < r.kernel->slots(); ++k)
        if (r.loops.inner_step[static_cast<std::size_t>(k)] != static_cast<std::ptrdiff_t>(sizeof(double))) {
          r.loops.undo_inner();
          break;
        }
    r.find_units();
    for (int i = 0; i < s.reductions.count; ++i)
      r.word_stride[static_cast<std::size_t>(i)] = word_stride(t.listed(s.reductions, i));
  }

  // -- results of reductions ------------------------------------------------------------------------------------------
  /// How many results reduction j has.
  std::int64_t results_of(int j) const {
    const plan::place& p = t.place_of(j);
    return p.where == plan::home::scalar ? 1 : c.buffers[static_cast<std::size_t>(p.buffer)].elements;
  }
  /// Doubles from one word of a result to the next: first come all results' first words, then their second ones.
  std::int64_t word_stride(int j) const {
    return t.place_of(j).where == plan::home::scalar ? most_tiles : results_of(j);
  }
  /// Sets the results of reduction j to those of nothing.
  void clear(int j, double* to) const {
    const graph::instruction& x = t.at(j);
    const std::int64_t n = results_of(j);
    const std::ptrdiff_t stride = word_stride(j);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (x.kind == code::moments) {
      stored_moments one{to, stride};
      one.clear(x.weighted);
      std::fill_n(to, n, one.mean());
      for (int w = 1; w < 3; ++w)
        std::memset(to + w * stride, 0, static_cast<std::size_t>(n) * sizeof(double));
    } else if (x.kind == code::exponentials)
      for (std::int64_t i = 0; i < n; ++i)
        stored_exponentials{to + i, stride}.clear();
    else if (x.kind == code::total)
      std::memset(to, 0, static_cast<std::size_t>(n) * sizeof(double));
    else
      std::fill_n(to, n, x.kind == code::largest ? -infinity : infinity);
  }
  /// Adds to the results of reduction j those of a copy.
  void merge(int j, double* to, const double* from) const {
    const graph::instruction& x = t.at(j);
    const std::int64_t n = results_of(j);
    const std::ptrdiff_t stride = word_stride(j);
    const auto each = [&](auto f) {
      for (std::int64_t i = 0; i < n; ++i)
        f(i);
    };
    if (x.kind == code::total)
      add_all(to, from, n);
    else if (x.kind == code::moments)
      merge_all_moments(to, from, n, stride);
    else if (x.kind == code::exponentials)
      each([&](std::int64_t i) { stored_exponentials{to + i, stride}.merge(from[i], from[stride + i]); });
    else if (x.kind == code::largest)
      each([&](std::int64_t i) { to[i] = larger(to[i], from[i]); });
    else
      each([&](std::int64_t i) { to[i] = smaller(to[i], from[i]); });
  }
  int reduction_slot(const plan::sweep& s, int i) const {
    return s.leaves.count + s.stores.count + s.outputs.count + i;
  }

  void clear_results(const plan::sweep& s, const slot* at) const {
    for (int i = 0; i < s.reductions.count; ++i) {
      const int j = t.listed(s.reductions, i);
      clear(j, reinterpret_cast<double*>(at[reduction_slot(s, i)].data));
    }
  }
  /// Doubles that one copy of a reduction's results takes, and of all results of a sweep.
  std::int64_t copy_size(int reduction) const { return graph::words_of(t.at(reduction).kind) * word_stride(reduction); }
  std::int64_t copy_size(const plan::sweep& s) const {
    std::int64_t n = 0;
    for (int i = 0; i < s.reductions.count; ++i)
      n += copy_size(t.listed(s.reductions, i));
    return n;
  }
  /// Where each reduction's results are in a copy: calls f(i, instruction, address).
  template<class F>
  void each_in_copy(const plan::sweep& s, double* copy, F f) const {
    for (int i = 0; i < s.reductions.count; ++i) {
      const int j = t.listed(s.reductions, i);
      f(i, j, copy);
      copy += copy_size(j);
    }
  }
  void clear_copy(const plan::sweep& s, double* copy) const {
    each_in_copy(s, copy, [&](int, int j, double* p) { clear(j, p); });
  }
  /// Points the reductions among `start` to the copy.
  void use_copy(const plan::sweep& s, addresses& start, double* copy) const {
    each_in_copy(s, copy, [&](int i, int, double* p) {
      start[static_cast<std::size_t>(reduction_slot(s, i))] = reinterpret_cast<char*>(p);
    });
  }
  void merge_copy(const plan::sweep& s, const addresses& at, double* copy) const {
    each_in_copy(s, copy, [&](int i, int j, double* p) {
      merge(j, reinterpret_cast<double*>(at[static_cast<std::size_t>(reduction_slot(s, i))]), p);
    });
  }
  /// Whether reduction j sums across tiles.
  bool crosses(int j) const { return (t.at(j).over & t.tile) != 0; }
  /// Calls f(i, instruction) for each reduction of a tile's sweep that does.
  template<class F>
  void each_crossing(const plan::sweep& s, F f) const {
    for (int i = 0; s.when == plan::phase::tile && i < s.reductions.count; ++i)
      if (const int j = t.listed(s.reductions, i); crosses(j)) f(i, j);
  }
  /// Results that are scalars count as scalars from here on.
  void keep_scalars(const plan::sweep& s, double* values, const double* words) const {
    for (int i = 0; i < s.reductions.count; ++i) {
      const int j = t.listed(s.reductions, i);
      if (t.place_of(j).where == plan::home::scalar) values[j * most_tiles] = words[3 * j * most_tiles];
    }
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
