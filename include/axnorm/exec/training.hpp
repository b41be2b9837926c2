// The two ways of a training step: forward leaves statistics for backward in memory that the caller holds, backward
// takes them from there. Binds and checks like evaluate and gradient. Used by layers. Knows neither plans nor packs.
#pragma once

#include <axnorm/exec/evaluate.hpp>
#include <axnorm/exec/gradient.hpp>
#include <axnorm/exec/saved.hpp>
#include <axnorm/exec/training_source.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstddef>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace axnorm::exec {

/// What passes from forward to backward: tracked values, then statistics. And what is tracked on the way back.
struct saved_values {
  std::vector<double> numbers;
  std::size_t tracked = 0;  ///< how many of them are tracked values
  std::vector<double> late; ///< tracked values that backward observes
};

inline namespace AXNORM_ISA {

template<class S, class Values>
struct forward_evaluation : evaluation<S, Values> {
  using base = evaluation<S, Values>;
  using base::base;

  void write_into(int threads, saved_values& saved) {
    this->place_call([&](frame<S>& at) { place_in(saved, at); });
    this->run_call(threads);
  }
  auto make_results(int threads, saved_values& saved) {
    auto r = this->make_room();
    place_in(saved, this->f);
    this->run_call(threads);
    if constexpr (S::result_count == 1)
      return std::get<0>(std::move(r));
    else
      return r;
  }

private:
  static void place_in(saved_values& saved, frame<S>& at) {
    constexpr std::size_t first = S::result_count, all = S::output_count - first;
    saved.numbers.resize(size_of_saved<S>(at, first, all));
    saved.tracked = size_of_saved<S>(at, first, S::tracked_count);
    place_saved_outputs<S>(at, saved.numbers.data());
  }
};

/// Forward of formula F. Returns its results, or writes them where the arguments say.
template<class F, class Save, class... X>
auto forward_call(int threads, saved_values& saved, X&... x) {
  using S = boost::mp11::mp_apply<forward_source, boost::mp11::mp_push_front<described<X...>, F, Save>>;
  const auto values = std::tuple_cat(values_of(x)...);
  forward_evaluation<S, decltype(values)> call(values);
  if constexpr (boost::mp11::mp_size<typename S::given::results>::value > 0)
    call.write_into(threads, saved);
  else
    return call.make_results(threads, saved);
}

/// Backward of formula F: `Given` is the list of what forward was given, and the first of the arguments; the others are
/// upstream(...) and into(...) for all variables.
template<class F, class Save, class Given, class... X>
void backward_call(int threads, saved_values& saved, X&... x) {
  using all = described<X...>;
  using call_list = boost::mp11::mp_drop<all, boost::mp11::mp_size<Given>>;
  using S =
      boost::mp11::mp_apply<backward_source, boost::mp11::mp_append<boost::mp11::mp_list<F, Save, Given>, call_list>>;
  const auto values = std::tuple_cat(values_of(x)...);
  gradient_evaluation<S, decltype(values)> call(values);
  call.write_into(threads, [&](frame<S>& at) {
    place_saved_operands<S>(at, std::span(saved.numbers).subspan(saved.tracked));
    if constexpr (S::late_count > 0) {
      saved.late.resize(size_of_saved<S>(at, S::output_count - S::late_count, S::late_count));
      place_saved_outputs<S>(at, saved.late.data());
    }
  });
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
