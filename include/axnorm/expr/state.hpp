// State of a formula: statistics that a layer tracks from call to call, the buffers it keeps them in, and what differs
// between training and evaluation. Used in formulas; who keeps the buffers is the business of layers.
#pragma once

#include <axnorm/expr/expression.hpp>
#include <axnorm/expr/variable.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace axnorm {

/// The weight of the new value in a running average, as PyTorch's momentum: running <- (1 - w) running + w new.
template<auto Weight = 0.1>
struct Momentum {
  static constexpr bool in_range = Weight >= 0 && Weight <= 1;
  static constexpr double weight(std::int64_t) { return Weight; }
};
/// The weight of the old value, as Keras, Flax, ONNX and SwitchableNorm's authors have it.
template<auto Weight = 0.99>
struct Decay {
  static constexpr bool in_range = Weight >= 0 && Weight <= 1;
  static constexpr double weight(std::int64_t) { return 1 - Weight; }
};
/// The plain average of all batches, as PyTorch's momentum=None.
struct Cumulative {
  static constexpr double weight(std::int64_t batch) { return 1 / static_cast<double>(batch); }
};
/// The weight of the new value by a captureless function of the number of the batch, which counts from 1.
template<auto Function>
struct Schedule {
  static constexpr double weight(std::int64_t batch) { return static_cast<double>(Function(batch)); }
};
/// The new value takes the place of the old: for state with a rule of its own, written as a formula of the old state.
struct Replace {
  static constexpr double weight(std::int64_t) { return 1; }
};

namespace expr {

template<class P>
concept averaging = requires { static_cast<double>(P::weight(std::int64_t{1})); };
/// A function for each policy, so that the listing can compare policies.
template<averaging P>
constexpr double weight_of(std::int64_t batch) {
  return static_cast<double>(P::weight(batch));
}

/// `initially(1)`: what a buffer holds before the first batch.
struct initially_t {
  double value;
};
/// `observing(e)`: what goes into the running average, where that is not the tracked value itself.
template<class E>
struct observing_t {
  E e;
};

template<fixed_string Name, class... Dims>
struct buffer_variable {
  using is_expression = void;
  using is_variable = void;
  double initial;
  template<class Listing>
  constexpr int put(Listing& l) const {
    return put_variable<Name, Dims...>(l, {.kind = term::buffer, .has_initial = true, .value = initial});
  }
};

/// A value in training, its buffer in evaluation.
template<fixed_string Name, class Average, class E, class Observed, class... Dims>
struct tracked_value {
  using is_expression = void;
  E e;
  Observed observed;
  double initial;
  template<class Listing>
  constexpr int put(Listing& l) const {
    if constexpr (!(AxisOrFixed<Dims> && ...)) {
      return l.add({.kind = term::wrong, .why = &wrong_variable<Name, Dims...>::words});
    } else {
      l.has_modes = true;
      if (l.evaluating) return buffer_variable<Name, Dims...>{initial}.put(l);
      const int value = e.put(l);
      tracking t{.name = l.intern_scoped(Name.view()), .observed = observed.put(l), .initial = initial};
      if constexpr (sizeof...(Dims) > 0)
        t.axes = l.intern(declared_axes<Dims...>.data(), static_cast<int>(sizeof...(Dims)));
      t.weight = &weight_of<Average>;
      l.track(t);
      return value;
    }
  }
};

/// One value in training, another in evaluation.
template<class Training, class Evaluation>
struct by_mode_of {
  using is_expression = void;
  Training training;
  Evaluation evaluation;
  template<class Listing>
  constexpr int put(Listing& l) const {
    l.has_modes = true;
    return l.evaluating ? evaluation.put(l) : training.put(l);
  }
};

/// What the policies of a tracked value say so far.
template<class Average, class Observed>
struct tracking_policies {
  Observed observed;
  double initial = 0;
};
template<class A, class O>
constexpr tracking_policies<A, O> with(const tracking_policies<A, O>& p, const initially_t& i) {
  return {p.observed, i.value};
}
template<class A, class O, class E>
constexpr tracking_policies<A, E> with(const tracking_policies<A, O>& p, const observing_t<E>& o) {
  return {o.e, p.initial};
}
template<class A, class O, averaging P>
constexpr tracking_policies<P, O> with(const tracking_policies<A, O>& p, const P&) {
  return {p.observed, p.initial};
}
template<class P>
concept tracking_policy = requires(const tracking_policies<Momentum<>, constant>& all, const P& p) { with(all, p); };

template<class All>
constexpr All with_all(const All& all) {
  return all;
}
template<class All, class P, class... Rest>
constexpr auto with_all(const All& all, const P& p, const Rest&... rest) {
  return with_all(with(all, p), rest...);
}

/// Whether a weight of an average is none.
template<class P>
inline constexpr bool out_of_range = false;
template<class P>
requires requires { P::in_range; }
inline constexpr bool out_of_range<P> = !P::in_range;
inline constexpr const char* weight_words =
    "Momentum<...> and Decay<...> take a weight from 0 to 1, but another number was given";

template<class P>
constexpr sentence words_of_tracking_policy() {
  sentence s;
  if (out_of_range<P>)
    s << weight_words;
  else if (!tracking_policy<P>)
    s << "tracked<> takes a value and then policies such as Momentum<>{}, initially(1) or observing(e), but "
      << readable_name<P>() << " was given";
  return s;
}
template<class... P>
constexpr sentence not_tracking_policies() {
  sentence s;
  ((s = s.empty() ? words_of_tracking_policy<P>() : s), ...);
  return s;
}

template<fixed_string Name, class... Dims, class A, class O, class E>
constexpr tracked_value<Name, A, E, O, Dims...> make_tracked(const E& e, const tracking_policies<A, O>& p) {
  return {e, p.observed, p.initial};
}

} // namespace expr

/// Before the first batch the buffer holds `value` everywhere.
constexpr expr::initially_t initially(double value) { return {value}; }
/// The running average is of `e` and not of the tracked value itself: batch norm's is of the unbiased variance.
template<expr::term_like E>
constexpr expr::observing_t<expr::lifted<E>> observing(const E& e) {
  return {expr::lift(e)};
}

/// State that a layer keeps under `Name`, with these axes, as the formula reads it; before the first batch `initial`
/// everywhere. No gradient; in a call without a layer it is its initial value, unless it is bound.
template<fixed_string Name, class... Axes>
constexpr expr::buffer_variable<Name, Axes...> buffer(double initial) {
  return {initial};
}

/// In training the statistic `e` itself, which a layer also mixes into its buffer `Name` with these axes; in evaluation
/// the buffer. Policies, in any order:
///   Momentum<0.1>{}, Decay<0.9>{}, Cumulative{}, Schedule<f>{}, Replace{}   the weight of the new value; Momentum<0.1>
///   initially(v)                                                            the buffer before the first batch; 0
///   observing(o)                                                            what is averaged instead of e
/// `e` (or `o`) must vary over exactly these axes. A formula may use the value as often as it likes; another value or
/// policy under the same name is refused by the layer (`scope` gives it a name of its own).
template<fixed_string Name, class... Axes, expr::term_like E, class... Policies>
constexpr auto tracked(const E& e, const Policies&... policies) {
  if constexpr (!(expr::tracking_policy<Policies> && ...) || (expr::out_of_range<Policies> || ...)) {
    return expr::poison<expr::not_tracking_policies<Policies...>>{};
  } else {
    const auto value = expr::lift(e);
    using none = expr::tracking_policies<Momentum<>, expr::lifted<E>>;
    return expr::make_tracked<Name, Axes...>(value, expr::with_all(none{value}, policies...));
  }
}

template<class First, class... Axes, class... X>
requires(expr::term_like<X> || ...)
constexpr expr::poison<expr::no_name<First, "a tracked value">> tracked(const X&...) {
  return {};
}

/// `training` while a layer trains (and in calls without a layer), `evaluation` while it evaluates.
template<class Training, class Evaluation>
requires(expr::term_like<Training> || expr::term_like<Evaluation>)
constexpr expr::by_mode_of<expr::lifted<Training>, expr::lifted<Evaluation>> by_mode(const Training& training,
                                                                                     const Evaluation& evaluation) {
  return {expr::lift(training), expr::lift(evaluation)};
}

} // namespace axnorm
