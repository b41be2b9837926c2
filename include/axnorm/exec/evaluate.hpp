// evaluate: a formula on tensors, now. Binds what a call gives, checks names, axes, extents and overlaps before
// anything is written, makes room for results, and hands over to the executor. Knows neither plans nor packs.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/exec/bind.hpp>
#include <axnorm/exec/evaluate_extents.hpp>
#include <axnorm/exec/evaluate_gather.hpp>
#include <axnorm/exec/evaluate_overlap.hpp>
#include <axnorm/exec/evaluate_source.hpp>
#include <axnorm/exec/instruction_set.hpp>
#include <axnorm/exec/run.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace axnorm {
namespace exec {
inline namespace AXNORM_ISA {

// Filled where they stand: a copy of what has room for twelve axes costs more than the checks.
template<class V>
AXNORM_INLINE void place(memory& m, const V& view) {
  static_assert(V::rank <= max_rank, "axnorm: a tensor of a call has at most 12 axes");
  m.data = const_cast<std::remove_const_t<typename V::element_type>*>(view.data());
  for (std::size_t i = 0; i < V::rank; ++i) {
    m.extent[i] = view.extent(i);
    m.stride[i] = view.stride(i);
  }
}
AXNORM_INLINE void place(memory& m, const double& number) { m.data = const_cast<double*>(&number); }
/// One position along a dimension, without it. `of`: the operand or output of S.
template<class S, class V>
void place_picked(memory& m, const V& view, int dim, int index, int of) {
  const auto picked = static_cast<std::size_t>(dim);
  if (index >= view.extent(picked)) {
    sentence s;
    graph::write_pick(s, V::dims[picked].axis, index, view.extent(picked),
                      [&] { graph::write_holder(s, graph::extents_view(S::lowered), of); });
    throw_if(s);
  }
  m.data = const_cast<std::remove_const_t<typename V::element_type>*>(view.data()) + index * view.stride(picked);
  int k = 0;
  for (std::size_t i = 0; i < V::rank; ++i) {
    if (i == picked) continue;
    m.extent[k] = view.extent(i);
    m.stride[k++] = view.stride(i);
  }
}

/// Where the statistics of a call are that is no half of a training step: it has none.
struct nothing_saved {
  template<class S>
  void operator()(frame<S>&) const {}
};

/// One call: what it was given as views and numbers, in the order of the source's `given_...`.
template<class S, class Values>
struct evaluation {
  explicit evaluation(const Values& v) : values(v) {}
  const Values& values;
  frame<S> f;
  [[no_unique_address]] gathered_operands<S> gathered;

  template<template<class> class Is, std::size_t I>
  const auto& given() const {
    return std::get<S::given::template position<Is>(I)>(values);
  }

  /// Where operand I of the graph is.
  template<std::size_t I>
  const auto& operand_memory() const {
    constexpr auto which = static_cast<std::size_t>(S::sources[I].binding);
    if constexpr (S::is_before(I))
      return given<detail::is_result, which>();
    else
      return given<detail::is_operand, which>();
  }
  /// The labels of gathered operand I.
  template<std::size_t I>
  const auto& label_memory() const {
    return given<detail::is_operand, static_cast<std::size_t>(S::sources[I].by)>();
  }
  template<graph::operand_source From, class V>
  static void place_at(memory& m, const V& v, [[maybe_unused]] std::size_t of) {
    if constexpr (From.picked_dim < 0)
      place(m, v);
    else
      place_picked<S>(m, v, From.picked_dim, From.index, static_cast<int>(of));
  }
  template<std::size_t I>
  AXNORM_INLINE void place_operand() {
    if constexpr (detail::is_gathered<S>(I))
      gathered.template place<I>(f.operands[I], operand_memory<I>(), label_memory<I>());
    else if constexpr (S::lowered.operands[I].kind != graph::role::saved)
      place_at<S::sources[I]>(f.operands[I], operand_memory<I>(), I);
  }
  void place_operands() {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (place_operand<I>(), ...);
    }(std::make_index_sequence<S::operand_count>{});
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((f.named[I] = given<detail::is_extent, I>()), ...);
    }(std::make_index_sequence<S::given::extents_count>{});
  }

  /// Gives what is gathered its memory, and reads labels; throws shape_error if one is out of range. Rows are copied
  /// when the call runs.
  void place_gathered() {
    if constexpr (detail::gathers<S>) {
      gathered.make_room(f.operands.data(), f.outputs.data());
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        (read_labels_of<I>(), ...);
      }(std::make_index_sequence<S::operand_count>{});
    }
  }
  template<std::size_t I>
  void read_labels_of() {
    if constexpr (detail::is_gathered<S>(I)) {
      const gathered_rows& r = gathered.operands[I];
      const auto& label = label_memory<I>();
      using table = std::remove_cvref_t<decltype(operand_memory<I>())>;
      constexpr auto dim = static_cast<std::size_t>(S::sources[I].picked_dim);
      const auto write = [](std::size_t of) {
        return [of](sentence& s) { graph::write_holder(s, graph::extents_view(S::lowered), static_cast<int>(of)); };
      };
      read_labels(label, r.labels, r.table.extent[dim], table::dims[dim].axis, write(I),
                  write(detail::label_operand<S>(I)));
    }
  }
  /// Results are not to be written into a table: backward reads it again. (Gradients may be, as nothing reads it
  /// afterwards.)
  void check_tables() const {
    if constexpr (detail::gathers<S> && !requires { S::partly; })
      for (std::size_t i = 0; i < S::operand_count; ++i)
        for (std::size_t o = 0; detail::is_gathered<S>(i) && o < S::output_count; ++o)
          if (bytes_of(f.outputs[o], S::lowered.outputs[o].chains, detail::output_size<S>(o))
                  .meets(gathered.table_bytes(i)))
            detail::refuse_output(graph::extents_view(S::lowered), o, static_cast<int>(i), "shares memory with ");
  }

  void check_overlaps() const {
    std::array<byte_range, S::operand_count + S::output_count> where;
    constexpr bool of_training = detail::has_backward<S>;
    constexpr std::string_view rule =
        "; an output may be the very memory of an input that is read where it is written, and else shares none";
    constexpr std::string_view training_rule =
        "; an output may be the very memory of an input that backward does not read, and else shares none";
    const call_memory all{.graph = graph::extents_view(S::lowered),
                          .operand_sizes = detail::sizes_in<typename S::operand_elements>::value.data(),
                          .output_sizes = detail::sizes_in<typename S::output_elements>::value.data(),
                          .read_elsewhere = detail::read_elsewhere<S>.data(),
                          .operands = f.operands.data(),
                          .outputs = f.outputs.data(),
                          .why_not = of_training ? training_rule : rule};
    all.check_overlaps(where.data());
  }

  /// `result.operator()<R>()`: where result R goes.
  template<class Result>
  void place_outputs(const Result& result) {
    [&]<std::size_t... O>(std::index_sequence<O...>) {
      (place_output<O>(result), ...);
    }(std::make_index_sequence<S::output_count>{});
  }
  template<std::size_t O, class Result>
  AXNORM_INLINE void place_output(const Result& result) {
    if constexpr (S::targets[O].by >= 0)
      gathered.template place_output<O>(f.outputs[O], f.operands[static_cast<std::size_t>(S::targets[O].by)],
                                        result.template operator()<static_cast<std::size_t>(S::targets[O].binding)>());
    else if constexpr (!S::lowered.outputs[O].saved)
      place_at<S::targets[O]>(f.outputs[O],
                              result.template operator()<static_cast<std::size_t>(S::targets[O].binding)>(),
                              S::operand_count + O);
  }

  /// Places and checks everything of a call that says where its results go. `place_saved(frame)`: where the statistics
  /// are that pass from forward to backward, once extents are known.
  template<class PlaceSaved = nothing_saved>
  void place_call(const PlaceSaved& place_saved = {}) {
    place_operands();
    place_outputs([&]<std::size_t R>() -> const auto& { return given<detail::is_result, R>(); });
    find_extents<S, true>(f);
    place_saved(f);
    place_gathered();
    check_tables();
    check_overlaps();
  }
  void run_call(int threads, const before_writing& prepare = {}) const {
    gathered.copy(threads);
    run<S>(f.operands.data(), f.outputs.data(), f.extents.data(), threads, prepare);
  }
  void write_into(int threads) {
    place_call();
    run_call(threads);
  }

  template<std::size_t R>
  auto make_result() const {
    using T = typename S::template result_tensor<R>;
    extents_array<T::rank> extents{};
    if constexpr (requires { S::template variable_binding<R>; }) {
      if constexpr (T::rank > 0) extents = given<detail::is_operand, S::template variable_binding<R>>().extents();
    } else {
      constexpr const graph::output& out = S::lowered.outputs[R];
      for (std::size_t k = 0; k < T::rank; ++k) {
        const graph::axis_chain& chain = S::lowered.chains[static_cast<std::size_t>(out.first_chain) + k];
        extents[k] = graph::chain_extent(chain, S::lowered.chain_parts, f.extents);
      }
    }
    return T(extents);
  }
  /// Places and checks everything of a call that does not; returns tensors for the results, as a tuple.
  auto make_room() {
    place_operands();
    find_extents<S, false>(f);
    return [&]<std::size_t... R>(std::index_sequence<R...>) {
      std::tuple<typename S::template result_tensor<R>...> r{make_result<R>()...};
      place_outputs([&]<std::size_t K>() { return std::get<K>(r).view(); });
      place_gathered();
      return r;
    }(std::make_index_sequence<S::result_count>{});
  }
  auto make_results(int threads) {
    auto r = make_room();
    run_call(threads);
    if constexpr (S::result_count == 1)
      return std::get<0>(std::move(r));
    else
      return r;
  }
};

template<class X>
int threads_in(const X& x, int before) {
  if constexpr (Threads<X>) {
    if (x.count < 0) throw std::invalid_argument("axnorm: the number of threads is negative");
    return x.count;
  } else
    return before;
}

/// Runs formula F on the arguments of a call.
template<class F, class... X>
auto evaluate_call(X&... x) {
  using S = boost::mp11::mp_apply<source, boost::mp11::mp_push_front<described<X...>, F>>;
  int threads = 0;
  ((threads = threads_in(x, threads)), ...);
  const auto values = std::tuple_cat(values_of(x)...);
  evaluation<S, decltype(values)> call(values);
  if constexpr (boost::mp11::mp_size<typename S::given::results>::value > 0)
    call.write_into(threads);
  else
    return call.make_results(threads);
}

/// `evaluate<f>`: see there.
template<class F>
struct evaluator {
  template<class... X>
  requires(detail::call_words<F, described<X...>>.empty())
  auto operator()(X&&... x) const {
    return evaluate_call<F>(x...);
  }
  template<class... X, class Wrong = spell<detail::call_words<F, described<X...>>, mistake>>
  requires(!(is_mistake<X> || ...) && !detail::call_words<F, described<X...>>.empty())
  Wrong operator()(X&&...) const;
  template<class... X>
  requires(is_mistake<X> || ...)
  axnorm::detail::quiet operator()(X&&...) const;
};
template<class F>
struct evaluator<expr::unsaid_formula<F>> {
  template<class... X>
  axnorm::detail::quiet operator()(X&&...) const {
    expr::unsaid_formula<F>::mention();
    return {};
  }
};

} // namespace AXNORM_ISA
} // namespace exec

inline namespace AXNORM_ISA {

/// Runs the formula F, an expression or a struct that names one, in one loop nest:
///   auto y = evaluate<LN{}>(x);                                    one input by position; a new tensor
///   evaluate<f>(into(y), in = x, arg<"weight"> = w, dim<G>(32));   by name, into memory of the caller, no allocation
/// Several results come as a tuple. A result without `into` has its axes in the order that the input with most of them
/// has (the first such input of the formula), and the element type of the first input of numbers. Inputs and scalars
/// must be bound; a parameter that is not bound stands for its initial value. Throws shape_error if extents do not fit
/// or memory overlaps, before anything is written; an output may be the very memory of an input.
template<auto F>
inline constexpr exec::evaluator<expr::formula_type<F>> evaluate{};

} // namespace AXNORM_ISA
} // namespace axnorm
