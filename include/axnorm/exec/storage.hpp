// Where the values of a plan are during a call: buffers laid out over their axes, and for each sweep the places of its
// leaves and results. Used by the two drivers, whole sweeps and tiles. Must not know: in which order things happen.
#pragma once

#include <axnorm/exec/scalars.hpp>
#include <axnorm/exec/scratch.hpp>
#include <axnorm/exec/sweep.hpp>

#include <limits>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// What the caller gives: memory by operand and output, extents by part.
template<class K>
struct call {
  static constexpr int parts = K::parts > 0 ? K::parts : 1;
  std::array<slot<parts>, static_cast<std::size_t>(K::operands > 0 ? K::operands : 1)> operand{};
  std::array<slot<parts>, static_cast<std::size_t>(K::outputs > 0 ? K::outputs : 1)> output{};
  const std::int64_t* extents = nullptr;
  int threads = 0;
  bool stream = false;
};

template<class K, bool Tiled>
class storage {
protected:
  static constexpr const auto& the_plan = K::template plan_for<Tiled>();
  static constexpr int stages = static_cast<int>(the_plan.stages.size());
  static constexpr int sweeps = static_cast<int>(the_plan.sweeps.size());
  static constexpr int buffers = static_cast<int>(the_plan.buffers.size());
  static constexpr std::size_t some(int n) { return static_cast<std::size_t>(n > 0 ? n : 1); }
  static constexpr const plan::buffer& buffer(int b) { return the_plan.buffers[static_cast<std::size_t>(b)]; }
  static constexpr std::size_t element_size(int b) {
    return buffer(b).narrow ? sizeof(typename K::real) : sizeof(double);
  }
  static constexpr std::int64_t most_chunks = 64;
  static constexpr std::int64_t worth_a_fork = 32768;

  template<int S>
  using traits = sweep_traits<K, Tiled, S>;
  template<int S>
  using driver = sweep_driver<K, Tiled, S>;

  const call<K>& c_;
  std::array<std::int64_t, some(buffers)> elements_{};
  std::array<std::array<std::ptrdiff_t, some(K::parts)>, some(buffers)> buffer_step_{};

  /// Where the buffers are: shared ones, and those of the tile at hand.
  using bases = std::array<char*, some(buffers)>;

  explicit storage(const call<K>& c) : c_(c) { lay_out(); }

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
    return (static_cast<std::size_t>(elements_[static_cast<std::size_t>(b)] * buffer(b).words) * element_size(b) + 63) /
           64 * 64;
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
  using place = slot<call<K>::parts>;
  template<int S>
  using slots = std::array<place, static_cast<std::size_t>(driver<S>::M)>;

  template<int S>
  slots<S> slots_of(const bases& base, scalar_values<K>& s) const {
    using T = traits<S>;
    slots<S> r;
    auto in_buffer = [&](int b, int word) {
      const auto i = static_cast<std::size_t>(b);
      return place{base[i] + word * elements_[i] * static_cast<std::int64_t>(element_size(b)), buffer_step_[i]};
    };
    repeat<T::leaves>([&](auto l) {
      constexpr int j = T::leaf(l);
      constexpr graph::instruction x = K::program[j];
      if constexpr (x.kind == code::load)
        r[l] = c_.operand[x.a];
      else
        r[l] = in_buffer(the_plan.at(j).buffer, x.kind == code::deviation_of ? 1 : x.kind == code::weight_of ? 2 : 0);
    });
    repeat<T::results>([&](auto i) {
      if constexpr (i < T::stores)
        r[T::result_slot(i)] = in_buffer(the_plan.at(T::result(i)).buffer, 0);
      else
        r[T::result_slot(i)] = c_.output[the_plan.listed(T::sweep.outputs, i - T::stores)];
    });
    repeat<T::reductions>([&](auto i) {
      constexpr int j = T::reduction(i);
      if constexpr (the_plan.at(j).where == plan::home::scalar)
        r[T::reduction_slot(i)] = place{reinterpret_cast<char*>(s.words + 3 * j), {}};
      else
        r[T::reduction_slot(i)] = in_buffer(the_plan.at(j).buffer, 0);
    });
    return r;
  }
  template<int S>
  static auto starts(const slots<S>& from) {
    std::array<char*, static_cast<std::size_t>(driver<S>::M)> r;
    for (std::size_t m = 0; m < r.size(); ++m)
      r[m] = from[m].data;
    return r;
  }
  template<int S>
  typename driver<S>::arguments arguments_of(const typename driver<S>::loops& nest, const scalar_values<K>& s) const {
    typename driver<S>::arguments a{
        .nest = &nest, .word_stride = {}, .scalars = s.value, .stream = c_.stream, .unit = driver<S>::is_unit(nest)};
    repeat<traits<S>::reductions>([&](auto i) {
      constexpr int j = traits<S>::reduction(i);
      a.word_stride[i] = the_plan.at(j).where == plan::home::scalar
                             ? 1
                             : static_cast<std::ptrdiff_t>(elements_[static_cast<std::size_t>(the_plan.at(j).buffer)]);
    });
    return a;
  }
  template<int S>
  typename driver<S>::loops nest_of(const slots<S>& at) const {
    constexpr plan::sweep w = traits<S>::sweep;
    constexpr graph::axis_mask fixed = w.when == plan::phase::tile ? the_plan.tile : 0;
    return make_nest<driver<S>::M, call<K>::parts>(K::order, w.domain & ~fixed, w.inner, w.common, c_.extents, at);
  }

  // -- results of reductions ----------------------------------------------------------------------------------------
  static void clear(graph::instruction x, double* to, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) {
      if (x.kind == code::moments)
        stored_moments{to + i, static_cast<std::ptrdiff_t>(n)}.clear(x.weighted);
      else
        to[i] = x.kind == code::largest    ? -std::numeric_limits<double>::infinity()
                : x.kind == code::smallest ? std::numeric_limits<double>::infinity()
                                           : 0;
    }
  }
  static void merge(graph::instruction x, double* to, const double* from, std::int64_t n) {
    for (std::int64_t i = 0; i < n; ++i) {
      if (x.kind == code::moments)
        stored_moments{to + i, static_cast<std::ptrdiff_t>(n)}.merge({from[i], from[n + i], from[2 * n + i]});
      else
        to[i] = x.kind == code::largest    ? larger(to[i], from[i])
                : x.kind == code::smallest ? smaller(to[i], from[i])
                                           : to[i] + from[i];
    }
  }
  std::int64_t result_elements(int instruction) const {
    const plan::place& p = the_plan.at(instruction);
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

  /// Results that are scalars count as scalars from here on.
  template<int S>
  static void keep_scalars(scalar_values<K>& s) {
    repeat<traits<S>::reductions>([&](auto i) {
      constexpr int j = traits<S>::reduction(i);
      if constexpr (the_plan.at(j).where == plan::home::scalar) s.value[j] = s.words[3 * j];
    });
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
