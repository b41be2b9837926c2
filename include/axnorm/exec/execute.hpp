// Runs a plan: the sweeps before the tiles, all tiles, the sweeps after them. Work is cut into chunks by extents alone and
// partial results meet in a fixed order, so that the number of threads cannot change a bit. Must not know: any norm.
#pragma once

#include <axnorm/exec/parallel.hpp>
#include <axnorm/exec/scalars.hpp>
#include <axnorm/exec/scratch.hpp>
#include <axnorm/exec/sweep.hpp>
#include <axnorm/exec/window.hpp>

#include <cstring>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// What the caller gives: memory by operand and output, extents by part.
template<class K>
struct call {
  std::array<slot, static_cast<std::size_t>(K::operands > 0 ? K::operands : 1)> operand{};
  std::array<slot, static_cast<std::size_t>(K::outputs > 0 ? K::outputs : 1)> output{};
  const std::int64_t* extents = nullptr;
  int threads = 0;
  bool stream = false;
};

template<class K, bool Tiled>
class execution {
  static constexpr const auto& plan = K::template plan_for<Tiled>();
  static constexpr int stages = static_cast<int>(plan.stages.size());
  static constexpr int sweeps = static_cast<int>(plan.sweeps.size());
  static constexpr int buffers = static_cast<int>(plan.buffers.size());
  static constexpr std::size_t some(int n) { return static_cast<std::size_t>(n > 0 ? n : 1); }
  static constexpr int pool(plan::range r, int i) { return plan.pool[static_cast<std::size_t>(r.first + i)]; }
  static constexpr const plan::buffer& buffer(int b) { return plan.buffers[static_cast<std::size_t>(b)]; }
  static constexpr std::size_t element_size(int b) { return buffer(b).narrow ? sizeof(typename K::real) : sizeof(double); }
  static constexpr std::int64_t most_chunks = 64;
  static constexpr std::int64_t worth_a_fork = 32768;

  template<int S>
  using traits = sweep_traits<K, Tiled, S>;
  template<int S>
  using driver = sweep_driver<K, Tiled, S>;

  const call<K>& c_;
  std::array<std::int64_t, some(buffers)> elements_{};
  std::array<std::array<std::ptrdiff_t, max_parts>, some(buffers)> buffer_step_{};

  /// Where the buffers are: shared ones, and those of the tile at hand.
  using bases = std::array<char*, some(buffers)>;

 public:
  explicit execution(const call<K>& c) : c_(c) { lay_out(); }

  void run() {
    bases base{};
    place_buffers<scratch_use::whole_call>(base, [](const plan::buffer& b) { return b.when != plan::phase::tile; });
    scalar_values<K> s;
    whole<plan::phase::before>(s, base);
    if constexpr (has(plan::phase::tile)) tiles(s, base);
    whole<plan::phase::after>(s, base);
  }

 private:
  static constexpr bool has(plan::phase when) {
    for (const auto& g : plan.stages)
      if (g.when == when) return true;
    return false;
  }

  void lay_out() {
    for (int b = 0; b < buffers; ++b) {
      std::int64_t n = 1;
      auto& step = buffer_step_[static_cast<std::size_t>(b)];
      for (int k = K::order.count - 1; k >= 0; --k) {
        const int part = K::order.part[static_cast<std::size_t>(k)];
        if (!(buffer(b).axes >> part & 1)) continue;
        step[static_cast<std::size_t>(part)] = n * static_cast<std::ptrdiff_t>(element_size(b));
        n *= c_.extents[part];
      }
      elements_[static_cast<std::size_t>(b)] = n;
    }
  }
  std::size_t bytes(int b) const {
    return (static_cast<std::size_t>(elements_[static_cast<std::size_t>(b)] * buffer(b).words) * element_size(b) + 63) / 64 * 64;
  }
  template<scratch_use Use, class Which>
  void place_buffers(bases& base, Which which) const {
    std::size_t total = 0;
    for (int b = 0; b < buffers; ++b)
      if (which(buffer(b))) total += bytes(b);
    if (total == 0) return;
    char* p = thread_scratch<Use>().take(total);
    for (int b = 0; b < buffers; ++b)
      if (which(buffer(b))) {
        base[static_cast<std::size_t>(b)] = p;
        p += bytes(b);
      }
  }

  // -- slots --------------------------------------------------------------------------------------------------------
  template<int S>
  using slots = std::array<slot, static_cast<std::size_t>(driver<S>::M)>;

  template<int S>
  slots<S> slots_of(const bases& base, scalar_values<K>& s) const {
    using T = traits<S>;
    slots<S> r;
    auto in_buffer = [&](int b, int word) {
      const auto i = static_cast<std::size_t>(b);
      return slot{base[i] + word * elements_[i] * static_cast<std::int64_t>(element_size(b)), buffer_step_[i]};
    };
    repeat<T::leaves>([&](auto l) {
      constexpr int j = T::leaf(l);
      constexpr graph::instruction x = K::program[j];
      if constexpr (x.kind == code::load) r[l] = c_.operand[x.a];
      else r[l] = in_buffer(plan.at(j).buffer, x.kind == code::deviation_of ? 1 : x.kind == code::weight_of ? 2 : 0);
    });
    repeat<T::results>([&](auto i) {
      if constexpr (i < T::stores) r[T::result_slot(i)] = in_buffer(plan.at(T::result(i)).buffer, 0);
      else r[T::result_slot(i)] = c_.output[pool(T::sweep.outputs, i - T::stores)];
    });
    repeat<T::reductions>([&](auto i) {
      constexpr int j = T::reduction(i);
      if constexpr (plan.at(j).where == plan::home::scalar) r[T::reduction_slot(i)] = slot{reinterpret_cast<char*>(s.words + 3 * j), {}};
      else r[T::reduction_slot(i)] = in_buffer(plan.at(j).buffer, 0);
    });
    return r;
  }
  template<int S>
  static auto starts(const slots<S>& from) {
    std::array<char*, static_cast<std::size_t>(driver<S>::M)> r;
    for (std::size_t m = 0; m < r.size(); ++m) r[m] = from[m].data;
    return r;
  }
  template<int S>
  typename driver<S>::arguments arguments_of(const typename driver<S>::loops& nest, const scalar_values<K>& s) const {
    typename driver<S>::arguments a{.nest = &nest, .word_stride = {}, .scalars = s.value, .stream = c_.stream, .unit = driver<S>::is_unit(nest)};
    repeat<traits<S>::reductions>([&](auto i) {
      constexpr int j = traits<S>::reduction(i);
      a.word_stride[i] = plan.at(j).where == plan::home::scalar ? 1 : static_cast<std::ptrdiff_t>(elements_[static_cast<std::size_t>(plan.at(j).buffer)]);
    });
    return a;
  }
  template<int S>
  typename driver<S>::loops nest_of(const slots<S>& at) const {
    constexpr plan::sweep w = traits<S>::sweep;
    constexpr graph::axis_mask fixed = w.when == plan::phase::tile ? plan.tile : 0;
    return make_nest<driver<S>::M>(K::order, w.domain & ~fixed, w.inner, w.common, c_.extents, at);
  }

  // -- results of reductions ----------------------------------------------------------------------------------------
  static void clear(graph::instruction x, double* to, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) {
      if (x.kind == code::moments) stored_moments{to + i, static_cast<std::ptrdiff_t>(n)}.clear(x.weighted);
      else to[i] = x.kind == code::largest ? -std::numeric_limits<double>::infinity()
                   : x.kind == code::smallest ? std::numeric_limits<double>::infinity()
                                              : 0;
    }
  }
  static void merge(graph::instruction x, double* to, const double* from, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) {
      if (x.kind == code::moments) stored_moments{to + i, static_cast<std::ptrdiff_t>(n)}.merge({from[i], from[n + i], from[2 * n + i]});
      else to[i] = x.kind == code::largest ? larger(to[i], from[i]) : x.kind == code::smallest ? smaller(to[i], from[i]) : to[i] + from[i];
    }
  }
  std::int64_t result_elements(int instruction) const {
    const plan::place& p = plan.at(instruction);
    return p.where == plan::home::scalar ? 1 : elements_[static_cast<std::size_t>(p.buffer)];
  }
  template<int S>
  void clear_results(const slots<S>& at) const {
    repeat<traits<S>::reductions>([&](auto i) {
      constexpr int j = traits<S>::reduction(i);
      clear(K::program[j], reinterpret_cast<double*>(at[traits<S>::reduction_slot(i)].data), result_elements(j));
    });
  }
  /// Doubles that one copy of all results of sweep S takes.
  template<int S>
  std::int64_t copy_size() const {
    std::int64_t n = 0;
    repeat<traits<S>::reductions>([&](auto i) { n += 3 * result_elements(traits<S>::reduction(i)); });
    return n;
  }
  /// Points the reductions of `start` to copy k of the results at `copies`.
  template<int S, class Start>
  void use_copy(Start& start, double* copies, std::int64_t k) const {
    double* p = copies + k * copy_size<S>();
    repeat<traits<S>::reductions>([&](auto i) {
      start[static_cast<std::size_t>(traits<S>::reduction_slot(i))] = reinterpret_cast<char*>(p);
      p += 3 * result_elements(traits<S>::reduction(i));
    });
  }
  template<int S>
  void clear_copy(double* copies, std::int64_t k) const {
    double* p = copies + k * copy_size<S>();
    repeat<traits<S>::reductions>([&](auto i) {
      constexpr int j = traits<S>::reduction(i);
      clear(K::program[j], p, result_elements(j));
      p += 3 * result_elements(j);
    });
  }
  template<int S>
  void merge_copies(const slots<S>& at, const double* copies, std::int64_t count) const {
    for (std::int64_t k = 0; k < count; ++k) {
      const double* p = copies + k * copy_size<S>();
      repeat<traits<S>::reductions>([&](auto i) {
        constexpr int j = traits<S>::reduction(i);
        merge(K::program[j], reinterpret_cast<double*>(at[traits<S>::reduction_slot(i)].data), p, result_elements(j));
        p += 3 * result_elements(j);
      });
    }
  }

  // -- sweeps over the whole tensor -----------------------------------------------------------------------------------
  template<int S>
  static constexpr bool one_set() {   // all reductions run over the same axes
    for (int i = 0; i < traits<S>::reductions; ++i)
      if (K::program[traits<S>::reduction(i)].over != traits<S>::sweep.common) return false;
    return true;
  }

  template<int S>
  void sweep_whole(scalar_values<K>& s, const bases& base) const {
    using T = traits<S>;
    using D = driver<S>;
    const slots<S> at = slots_of<S>(base, s);
    clear_results<S>(at);
    const typename D::loops nest = nest_of<S>(at);
    if (!nest.empty) {
      const auto a = arguments_of<S>(nest, s);
      const std::int64_t outer = nest.outer(), units = D::units(nest);
      const bool by_outer = outer > 1 && (outer >= 16 || units < outer);
      std::int64_t chunks = std::min(by_outer ? outer : units, most_chunks);
      if (outer * nest.rows() * nest.n < worth_a_fork) chunks = 1;
      const bool partial = T::reductions > 0 && chunks > 1 && !(by_outer && one_set<S>());
      double* copies = nullptr;
      if (partial) {
        // Copies of the results must not outgrow the data they come from.
        const std::int64_t work = outer * nest.rows() * nest.n;
        chunks = std::max<std::int64_t>(1, std::min(chunks, work / std::max<std::int64_t>(1, 4 * copy_size<S>())));
        copies = reinterpret_cast<double*>(thread_scratch<scratch_use::partial_results>().take(
            static_cast<std::size_t>(chunks * copy_size<S>()) * sizeof(double)));
      }
      parallel_for(static_cast<std::size_t>(chunks), chunks == 1 ? 1 : c_.threads, [&](std::size_t chunk) {
        const auto k = static_cast<std::int64_t>(chunk);
        auto start = starts<S>(at);
        if (partial) {
          use_copy<S>(start, copies, k);
          clear_copy<S>(copies, k);
        }
        const std::int64_t all = by_outer ? outer : units, from = k * all / chunks, to = (k + 1) * all / chunks;
        if (by_outer) D::run(a, start, from, to, 0, units);
        else D::run(a, start, 0, outer, from, to);
        if (a.stream && T::writes > 0) stream_fence();
      });
      if (partial) merge_copies<S>(at, copies, chunks);
    }
    keep_scalars<S>(s);
  }
  /// Results that are scalars count as scalars from here on.
  template<int S>
  static void keep_scalars(scalar_values<K>& s) {
    repeat<traits<S>::reductions>([&](auto i) {
      constexpr int j = traits<S>::reduction(i);
      if constexpr (plan.at(j).where == plan::home::scalar) s.value[j] = s.words[3 * j];
    });
  }

  template<plan::phase When>
  void whole(scalar_values<K>& s, const bases& base) const {
    std::array<char*, some(K::operands)> operands;
    std::array<char*, some(K::outputs)> outputs;
    for (std::size_t k = 0; k < operands.size(); ++k) operands[k] = c_.operand[k].data;
    for (std::size_t k = 0; k < outputs.size(); ++k) outputs[k] = c_.output[k].data;
    repeat<stages>([&](auto g) {
      constexpr plan::stage stage = plan.stages[static_cast<std::size_t>(g)];
      if constexpr (stage.when == When) {
        scalar_stage<K, Tiled, g>::compute(s, operands.data(), c_.extents);
        repeat<stage.sweeps.count>([&](auto k) { sweep_whole<pool(stage.sweeps, k)>(s, base); });
        repeat<stage.windows.count>([&](auto k) { window<pool(stage.windows, k)>(base, 0, c_.threads); });
        scalar_stage<K, Tiled, g>::write(s, outputs.data());
      }
    });
  }

  // -- tiles ----------------------------------------------------------------------------------------------------------
  template<int S>
  struct prepared {
    typename driver<S>::loops nest;
    slots<S> at;
  };
  template<int S>
  struct prepared_sweep {
    prepared<S> p;
  };
  template<class Sequence>
  struct all_prepared;
  template<int... S>
  struct all_prepared<std::integer_sequence<int, S...>> : prepared_sweep<S>... {};

  /// The loops over tiles: the parts that a tile fixes, outermost first.
  struct tile_loops {
    std::array<int, max_parts> part{};
    int count = 0;
    std::int64_t tiles = 1;
  };
  tile_loops loops_over_tiles() const {
    tile_loops r;
    for (int k = 0; k < K::order.count; ++k) {
      const int part = K::order.part[static_cast<std::size_t>(k)];
      if (!(plan.tile >> part & 1)) continue;
      r.tiles *= c_.extents[part];
      if (c_.extents[part] != 1) r.part[static_cast<std::size_t>(r.count++)] = part;
    }
    return r;
  }
  static std::ptrdiff_t offset(const slot& at, const tile_loops& loops, const std::array<std::int64_t, max_parts>& index) {
    std::ptrdiff_t r = 0;
    for (int k = 0; k < loops.count; ++k) r += index[static_cast<std::size_t>(k)] * at.step[static_cast<std::size_t>(loops.part[static_cast<std::size_t>(k)])];
    return r;
  }

  template<int S>
  static constexpr bool across() {
    for (int i = 0; i < traits<S>::reductions; ++i)
      if (K::program[traits<S>::reduction(i)].over & plan.tile) return true;
    return false;
  }
  static constexpr bool any_across = [] {
    for (const auto& b : plan.buffers)
      if (b.across) return true;
    return false;
  }();

  void tiles(const scalar_values<K>& before, const bases& shared) const {
    const tile_loops loops = loops_over_tiles();
    if constexpr (any_across) return tiles_with_copies(before, shared, loops);
    else
      parallel_blocks(static_cast<std::size_t>(loops.tiles), threads_for_tiles(loops.tiles), [&](std::size_t begin, std::size_t end, int) {
        run_tiles(before, shared, loops, static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end), nullptr, 0);
      });
  }
  int threads_for_tiles(std::int64_t tiles) const {
    std::int64_t work = tiles;
    for (int p = 0; p < K::parts; ++p)
      if (K::program.domains[0] & ~plan.tile & graph::axis_mask{1} << p) work *= c_.extents[p];
    return work < worth_a_fork ? 1 : c_.threads;
  }
  /// Sums over tiles: fixed groups of tiles have a copy of the results each.
  void tiles_with_copies(const scalar_values<K>& before, const bases& shared, const tile_loops& loops) const {
    std::int64_t size = 0;
    repeat<sweeps>([&](auto S) {
      if constexpr (traits<S>::sweep.when == plan::phase::tile && across<S>()) size += copy_size<S>();
    });
    const std::int64_t groups = std::max<std::int64_t>(1, std::min(loops.tiles, most_chunks));
    double* copies = reinterpret_cast<double*>(
        thread_scratch<scratch_use::partial_results>().take(static_cast<std::size_t>(groups * size) * sizeof(double)));
    double* place = copies;
    repeat<sweeps>([&](auto S) {
      if constexpr (traits<S>::sweep.when == plan::phase::tile && across<S>()) {
        for (std::int64_t k = 0; k < groups; ++k) clear_copy<S>(place, k);
        place += groups * copy_size<S>();
      }
    });
    parallel_for(static_cast<std::size_t>(groups), threads_for_tiles(loops.tiles), [&](std::size_t group) {
      const auto k = static_cast<std::int64_t>(group);
      run_tiles(before, shared, loops, k * loops.tiles / groups, (k + 1) * loops.tiles / groups, copies, groups, k);
    });
    place = copies;
    scalar_values<K> none;
    repeat<sweeps>([&](auto S) {
      if constexpr (traits<S>::sweep.when == plan::phase::tile && across<S>()) {
        const slots<S> at = slots_of<S>(shared, none);
        clear_results<S>(at);
        merge_copies<S>(at, place, groups);
        place += groups * copy_size<S>();
      }
    });
  }

  void run_tiles(const scalar_values<K>& before, const bases& shared, const tile_loops& loops, std::int64_t begin, std::int64_t end,
                 double* copies, std::int64_t groups, std::int64_t group = 0) const {
    if (begin >= end) return;
    bases base = shared;
    place_buffers<scratch_use::one_tile>(base, [](const plan::buffer& b) { return b.when == plan::phase::tile; });
    scalar_values<K> s = before;
    all_prepared<std::make_integer_sequence<int, sweeps>> all;
    repeat<sweeps>([&](auto S) {
      if constexpr (traits<S>::sweep.when == plan::phase::tile) {
        auto& p = static_cast<prepared_sweep<S>&>(all).p;
        p.at = slots_of<S>(base, s);
        if constexpr (across<S>()) {
          auto start = starts<S>(p.at);
          use_copy<S>(start, copies, group);
          for (int i = 0; i < traits<S>::reductions; ++i) {
            const auto m = static_cast<std::size_t>(traits<S>::reduction_slot(i));
            p.at[m].data = start[m];
          }
          copies += groups * copy_size<S>();
        }
        p.nest = nest_of<S>(p.at);
      }
    });
    std::array<std::int64_t, max_parts> index{};
    for (std::int64_t flat = begin, k = loops.count - 1; k >= 0; --k) {
      const std::int64_t extent = c_.extents[loops.part[static_cast<std::size_t>(k)]];
      index[static_cast<std::size_t>(k)] = flat % extent;
      flat /= extent;
    }
    for (std::int64_t tile = begin; tile < end; ++tile) {
      one_tile(s, base, all, loops, index);
      for (int k = loops.count - 1; k >= 0; --k) {
        if (++index[static_cast<std::size_t>(k)] < c_.extents[loops.part[static_cast<std::size_t>(k)]]) break;
        index[static_cast<std::size_t>(k)] = 0;
      }
    }
    if (c_.stream) stream_fence();
  }
  template<class All>
  void one_tile(scalar_values<K>& s, const bases& base, const All& all, const tile_loops& loops, const std::array<std::int64_t, max_parts>& index) const {
    std::array<char*, some(K::operands)> operands;
    std::array<char*, some(K::outputs)> outputs;
    for (std::size_t k = 0; k < operands.size(); ++k) operands[k] = c_.operand[k].data + offset(c_.operand[k], loops, index);
    for (std::size_t k = 0; k < outputs.size(); ++k) outputs[k] = c_.output[k].data + offset(c_.output[k], loops, index);
    repeat<stages>([&](auto g) {
      constexpr plan::stage stage = plan.stages[static_cast<std::size_t>(g)];
      if constexpr (stage.when == plan::phase::tile) {
        scalar_stage<K, Tiled, g>::compute(s, operands.data(), c_.extents);
        repeat<stage.sweeps.count>([&](auto k) {
          constexpr int S = pool(stage.sweeps, k);
          const auto& p = static_cast<const prepared_sweep<S>&>(all).p;
          if constexpr (!across<S>()) clear_results<S>(p.at);
          if (!p.nest.empty) {
            auto start = starts<S>(p.at);
            for (std::size_t m = 0; m < start.size(); ++m) start[m] += offset(p.at[m], loops, index);
            driver<S>::run(arguments_of<S>(p.nest, s), start, 0, p.nest.outer(), 0, driver<S>::units(p.nest));
          }
          keep_scalars<S>(s);
        });
        repeat<stage.windows.count>([&](auto k) { window<pool(stage.windows, k)>(base, plan.tile, 1); });
        scalar_stage<K, Tiled, g>::write(s, outputs.data());
      }
    });
  }

  // -- windows --------------------------------------------------------------------------------------------------------
  template<int I>
  void window(const bases& base, graph::axis_mask fixed, int threads) const {
    constexpr graph::instruction x = K::program[I];
    constexpr int from = plan.at(x.a).buffer, to = plan.at(I).buffer;
    int along = 0;
    while (!(x.over >> along & 1)) ++along;
    const std::array<slot, 2> at{slot{base[static_cast<std::size_t>(from)], buffer_step_[static_cast<std::size_t>(from)]},
                                 slot{base[static_cast<std::size_t>(to)], buffer_step_[static_cast<std::size_t>(to)]}};
    const auto nest = make_nest<2>(K::order, x.axes & ~x.over & ~fixed, 0, 0, c_.extents, at);
    const std::int64_t length = c_.extents[along];
    if (nest.empty || length == 0) return;
    const std::ptrdiff_t step = at[0].step[static_cast<std::size_t>(along)] / static_cast<std::ptrdiff_t>(sizeof(double));
    const std::int64_t lines = nest.outer();
    parallel_blocks(static_cast<std::size_t>(lines), lines * length < worth_a_fork ? 1 : threads, [&](std::size_t begin, std::size_t end, int) {
      cursor<2> c{{at[0].data, at[1].data}, {}};
      c.seek(nest, 0, nest.count, static_cast<std::int64_t>(begin));
      for (std::size_t l = begin; l < end; ++l) {
        window_line(reinterpret_cast<double*>(c.at[1]), reinterpret_cast<const double*>(c.at[0]), step, length, x.c);
        c.next(nest, 0, nest.count);
      }
    });
  }
};

}  // namespace AXNORM_ISA
}  // namespace axnorm::exec
