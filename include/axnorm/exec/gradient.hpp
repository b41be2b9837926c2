// gradient: the derivatives of a formula by its variables, now, from what arrives at its results. Binds and checks like
// evaluate; the formula's statistics are computed again in the same loop nest. Knows neither plans nor packs.
#pragma once

#include <axnorm/axis/shape_error.hpp>
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/exec/gradient_source.hpp>
#include <axnorm/tensor/algorithm.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>

namespace axnorm {
namespace exec {
inline namespace AXNORM_ISA {

/// A call of gradient: an evaluation of which some results may be made of pieces, one for each element that the formula
/// picks of a variable.
template<class S, class Values>
struct gradient_evaluation : evaluation<S, Values> {
  using base = evaluation<S, Values>;
  using base::base;

  template<class PlaceSaved = nothing_saved>
  void write_into(int threads, const PlaceSaved& place_saved = {}) {
    this->place_call(place_saved);
    [&]<std::size_t... O>(std::index_sequence<O...>) { (check_pieces<O>(), ...); }(outputs());
    const auto result = [&]<std::size_t R>() { return this->template given<detail::is_result, R>(); };
    if (nothing_arrives()) return clear<true>(result);
    const auto prepare = [&] { clear<false>(result); };
    this->run_call(threads, before_writing::call(prepare));
    add_up(threads);
  }
  auto make_results(int threads) {
    auto r = this->make_room();
    const auto result = [&]<std::size_t R>() { return std::get<R>(r).view(); };
    if (nothing_arrives()) {
      clear<true>(result);
    } else {
      clear<false>(result);
      this->run_call(threads);
      add_up(threads);
    }
    return r;
  }

private:
  static constexpr auto outputs() { return std::make_index_sequence<S::output_count>{}; }

  /// What is gathered joins its table.
  void add_up(int threads) const {
    if constexpr (detail::gathers<S>) this->gathered.add_up(threads);
  }

  /// What takes the gradients of picked elements has as many elements as the variable, and what takes those of gathered
  /// ones shares no memory with what the call reads, or writes elsewhere: it is cleared before.
  template<std::size_t O>
  void check_pieces() const {
    constexpr graph::operand_source to = S::targets[O];
    if constexpr (to.by >= 0) check_table<O>();
    if constexpr (to.picked_dim >= 0) {
      constexpr auto k = static_cast<std::size_t>(to.binding), dim = static_cast<std::size_t>(to.picked_dim);
      const auto& variable = this->template given<detail::is_operand, S::template variable_binding<k>>();
      const auto& result = this->template given<detail::is_result, k>();
      using V = std::remove_cvref_t<decltype(variable)>;
      using R = std::remove_cvref_t<decltype(result)>;
      for (std::size_t i = 0; i < V::rank; ++i)
        for (std::size_t j = 0; j < R::rank; ++j)
          if ((j == dim || to.by >= 0) && V::dims[i].axis == R::dims[j].axis && variable.extent(i) != result.extent(j))
            refuse(R::dims[j].axis, k, variable.extent(i), result.extent(j));
    }
  }
  template<std::size_t O>
  void check_table() const {
    const byte_range table = this->gathered.table_bytes(S::operand_count + O);
    const auto g = graph::extents_view(S::lowered);
    for (std::size_t i = 0; i < S::operand_count; ++i)
      if (table.meets(bytes_of(this->f.operands[i], g.operands[i].chains, detail::element_size<S>(i))))
        detail::refuse_output(g, O, static_cast<int>(i), "shares memory with ");
    for (std::size_t o = 0; o < S::output_count; ++o) {
      const bool same_table = S::targets[o].by >= 0 && S::targets[o].binding == S::targets[O].binding;
      if (o != O && !same_table &&
          (table.meets(bytes_of(this->f.outputs[o], g.outputs[o].chains, detail::output_size<S>(o))) ||
           table.meets(this->gathered.table_bytes(S::operand_count + o))))
        detail::refuse_output(g, O, static_cast<int>(S::operand_count + o), "shares memory with ");
    }
  }
  [[noreturn, gnu::noinline, gnu::cold]] static void refuse(const axis_value& axis, std::size_t k,
                                                            std::int64_t expected, std::int64_t given) {
    sentence s;
    s << "axis " << axis << " has extent " << expected << " in " << S::name_of(k) << ", but " << given
      << " in what takes its gradient";
    throw shape_error(s.about(axis, expected, given));
  }
  /// Whether the results have no elements: then nothing depends on anything, though statistics of nothing are NaN.
  bool nothing_arrives() const {
    bool nothing = true;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (
          [&] {
            if constexpr (S::is_upstream(I)) {
              bool empty = false;
              for (int k = 0; k < S::lowered.operands[I].chains; ++k)
                empty = empty || this->f.operands[I].extent[k] == 0;
              nothing = nothing && empty;
            }
          }(),
          ...);
    }(std::make_index_sequence<S::operand_count>{});
    return nothing;
  }
  /// Makes results 0: all of them, or those of which the formula does not pick every element.
  template<bool All, class Result>
  void clear(const Result& result) const {
    [&]<std::size_t... K>(std::index_sequence<K...>) {
      (
          [&] {
            if constexpr (!S::adds_to(K) && (All || S::partly[K] != 0)) fill(result.template operator()<K>(), 0);
          }(),
          ...);
    }(std::make_index_sequence<S::result_count>{});
  }
};

/// Runs the gradients of formula F by the variables `Wrt` on the arguments of a call.
template<class F, class Wrt, class... X>
auto gradient_call(X&... x) {
  using S = boost::mp11::mp_apply<gradient_source, boost::mp11::mp_push_front<described<X...>, F, Wrt>>;
  int threads = 0;
  ((threads = threads_in(x, threads)), ...);
  const auto values = std::tuple_cat(values_of(x)...);
  gradient_evaluation<S, decltype(values)> call(values);
  if constexpr (boost::mp11::mp_size<typename S::given::results>::value > 0)
    call.write_into(threads);
  else if constexpr (S::result_count == 1)
    return std::get<0>(call.make_results(threads));
  else
    return call.make_results(threads);
}

/// `gradient<f, "x">`: see there.
template<class F, class Wrt>
struct differentiator {
  template<class... X>
  requires(detail::gradient_words<F, Wrt, described<X...>>.empty())
  auto operator()(X&&... x) const {
    return gradient_call<F, Wrt>(x...);
  }
  template<class... X, class Wrong = spell<detail::gradient_words<F, Wrt, described<X...>>, mistake>>
  requires(!detail::gradient_words<F, Wrt, described<X...>>.empty())
  Wrong operator()(X&&...) const;
};

} // namespace AXNORM_ISA
} // namespace exec

inline namespace AXNORM_ISA {

/// The gradients of formula F by the variables named, in that order, from the gradients of its results:
///   auto dx = gradient<LN{}, "x">(x, upstream(dy));
///   gradient<f, "x", "weight">(into(dx, dw), in = x, arg<"weight"> = w, upstream(dy));
///   gradient<f, "x", "weight">(into(dx, dw), in = x, arg<"weight"> = w, upstream(dy), accumulate);
/// With several results `upstream` has one gradient for each; the gradients asked for are those of the sum over all
/// elements of all results, each times what arrives there. Operands are bound as for evaluate; a variable must be bound
/// to have a gradient. A gradient has the axes of its variable, without `into` in the same order and of the same
/// element type; it may be written over x or dy themselves. Throws shape_error as evaluate does.
template<auto F, fixed_string... Wrt>
inline constexpr exec::differentiator<expr::formula_type<F>, exec::wrt_names<Wrt...>> gradient{};

} // namespace AXNORM_ISA
} // namespace axnorm
