// Sweeps over the whole tensor, in memory order: each is cut into chunks by extents alone, and where chunks share a
// result they collect copies that are merged in order, so that the number of threads cannot change a bit. Must not
// know: tiles.
#pragma once

#include <axnorm/exec/parallel.hpp>
#include <axnorm/exec/storage.hpp>
#include <axnorm/exec/window.hpp>

#include <algorithm>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

template<class K, bool Tiled>
class whole_sweeps : public storage<K, Tiled> {
protected:
  using base_type = storage<K, Tiled>;
  static constexpr const auto& the_plan = K::template plan_for<Tiled>();
  using base_type::most_chunks;
  using base_type::some;
  using base_type::stages;
  using base_type::worth_a_fork;
  using bases = typename base_type::bases;
  template<int S>
  using traits = typename base_type::template traits<S>;
  template<int S>
  using driver = typename base_type::template driver<S>;
  using place = typename base_type::place;
  template<int S>
  using slots = typename base_type::template slots<S>;

  explicit whole_sweeps(const call<K>& c) : base_type(c) {}

  // -- sweeps over the whole tensor -----------------------------------------------------------------------------------
  template<int S>
  static constexpr bool one_set() { // all reductions run over the same axes
    for (int i = 0; i < traits<S>::reductions; ++i)
      if (K::program[traits<S>::reduction(i)].over != traits<S>::sweep.common) return false;
    return true;
  }

  template<int S>
  void sweep_whole(scalar_values<K>& s, const bases& base) const {
    using T = traits<S>;
    using D = driver<S>;
    const slots<S> at = this->template slots_of<S>(base, s);
    this->template clear_results<S>(at);
    const typename D::loops nest = this->template nest_of<S>(at);
    if (!nest.empty) {
      const auto a = this->template arguments_of<S>(nest, s);
      const std::int64_t outer = nest.outer(), units = D::units(nest);
      const bool by_outer = outer > 1 && (outer >= 16 || units < outer);
      std::int64_t chunks = std::min(by_outer ? outer : units, most_chunks);
      if (outer * nest.rows() * nest.n < worth_a_fork) chunks = 1;
      const bool partial = T::reductions > 0 && chunks > 1 && !(by_outer && one_set<S>());
      double* copies = nullptr;
      if (partial) {
        // Copies of the results must not outgrow the data they come from.
        const std::int64_t work = outer * nest.rows() * nest.n;
        chunks = std::max<std::int64_t>(
            1, std::min(chunks, work / std::max<std::int64_t>(1, 4 * this->template copy_size<S>())));
        copies = reinterpret_cast<double*>(thread_scratch<scratch_use::partial_results>().take(
            static_cast<std::size_t>(chunks * this->template copy_size<S>()) * sizeof(double)));
      }
      parallel_for(static_cast<std::size_t>(chunks), chunks == 1 ? 1 : this->c_.threads, [&](std::size_t chunk) {
        const auto k = static_cast<std::int64_t>(chunk);
        auto start = this->template starts<S>(at);
        if (partial) {
          this->template use_copy<S>(start, copies, k);
          this->template clear_copy<S>(copies, k);
        }
        const std::int64_t all = by_outer ? outer : units, from = k * all / chunks, to = (k + 1) * all / chunks;
        if (by_outer)
          D::run(a, start, from, to, 0, units);
        else
          D::run(a, start, 0, outer, from, to);
        if (a.stream && T::writes > 0) stream_fence();
      });
      if (partial) this->template merge_copies<S>(at, copies, chunks);
    }
    this->template keep_scalars<S>(s);
  }
  template<plan::phase When>
  void whole(scalar_values<K>& s, const bases& base) const {
    std::array<char*, some(K::operands)> operands;
    std::array<char*, some(K::outputs)> outputs;
    for (std::size_t k = 0; k < operands.size(); ++k)
      operands[k] = this->c_.operand[k].data;
    for (std::size_t k = 0; k < outputs.size(); ++k)
      outputs[k] = this->c_.output[k].data;
    repeat<stages>([&](auto g) {
      constexpr plan::stage stage = the_plan.stages[static_cast<std::size_t>(g)];
      if constexpr (stage.when == When) {
        scalar_stage<K, Tiled, g>::compute(s, operands.data(), this->c_.extents);
        repeat<stage.sweeps.count>(
            [&](auto k) { this->template sweep_whole<the_plan.listed(stage.sweeps, k)>(s, base); });
        repeat<stage.windows.count>(
            [&](auto k) { this->template window<the_plan.listed(stage.windows, k)>(base, 0, this->c_.threads); });
        scalar_stage<K, Tiled, g>::write(s, outputs.data());
      }
    });
  }

  // -- windows --------------------------------------------------------------------------------------------------------
  template<int I>
  void window(const bases& base, graph::axis_mask fixed, int threads) const {
    constexpr graph::instruction x = K::program[I];
    constexpr int from = the_plan.at(x.a).buffer, to = the_plan.at(I).buffer;
    int along = 0;
    while (!(x.over >> along & 1))
      ++along;
    const std::array<place, 2> at{
        place{base[static_cast<std::size_t>(from)], this->buffer_step_[static_cast<std::size_t>(from)]},
        place{base[static_cast<std::size_t>(to)], this->buffer_step_[static_cast<std::size_t>(to)]}};
    const auto nest = make_nest<2, call<K>::parts>(K::order, x.axes & ~x.over & ~fixed, 0, 0, this->c_.extents, at);
    const std::int64_t length = this->c_.extents[along];
    if (nest.empty || length == 0) return;
    const std::ptrdiff_t step =
        at[0].step[static_cast<std::size_t>(along)] / static_cast<std::ptrdiff_t>(sizeof(double));
    const std::int64_t lines = nest.outer();
    parallel_blocks(static_cast<std::size_t>(lines), lines * length < worth_a_fork ? 1 : threads,
                    [&](std::size_t begin, std::size_t end, int) {
                      cursor<2, call<K>::parts> c{{at[0].data, at[1].data}, {}};
                      c.seek(nest, 0, nest.count, static_cast<std::int64_t>(begin));
                      for (std::size_t l = begin; l < end; ++l) {
                        window_line(reinterpret_cast<double*>(c.at[1]), reinterpret_cast<const double*>(c.at[0]), step,
                                    length, x.c);
                        c.next(nest, 0, nest.count);
                      }
                    });
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
