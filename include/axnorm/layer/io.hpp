// Printing layers: what they compute, from their declaration. Not in the umbrella: streams cost compile time.
// Included by who prints.
#pragma once

#include <axnorm/layer/layer.hpp>
#include <axnorm/layer/number_text.hpp>
#include <axnorm/layer/torch/named_layer.hpp>
#include <axnorm/layer/weights.hpp>
#include <axnorm/norm/norm.hpp>
#include <axnorm/norm/rms.hpp>
#include <axnorm/norm/switchable.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>

namespace axnorm {
namespace layers {

using axnorm::detail::number_text; // layers have a detail of their own

/// `{H, W} | {C, H, W}`
template<class... Set>
std::string sets_text(boost::mp11::mp_list<Set...>) {
  std::string r;
  ((r += (r.empty() ? "" : " | ") + set_text<Set>()), ...);
  return r;
}
template<class... Axes>
std::string axes_text() {
  std::string r = "{";
  ((r += (r.size() > 1 ? ", " : "") + std::string(axis_of_t<Axes>::label)), ...);
  return r + "}";
}

// What each policy of a norm but its sets adds to its text.
template<class... A>
std::string policy_text(std::type_identity<Affine<A...>>) {
  return ", affine " + axes_text<A...>();
}
template<class... A>
std::string policy_text(std::type_identity<Scale<A...>>) {
  return ", scale " + axes_text<A...>();
}
template<class... A>
std::string policy_text(std::type_identity<Tracked<A...>>) {
  return ", tracked " + axes_text<A...>();
}
inline std::string policy_text(std::type_identity<Official>) { return ", official"; }
inline std::string policy_text(std::type_identity<BiasedRunning>) { return ", biased running variance"; }
inline std::string policy_text(std::type_identity<Cumulative>) { return ", cumulative average"; }
template<auto Weight>
std::string policy_text(std::type_identity<Momentum<Weight>>) {
  return ", momentum=" + number_text(Weight);
}
template<auto Weight>
std::string policy_text(std::type_identity<Decay<Weight>>) {
  return ", decay=" + number_text(Weight);
}
template<auto Function>
std::string policy_text(std::type_identity<Schedule<Function>>) {
  return ", scheduled momentum";
}
template<auto Value>
std::string policy_text(std::type_identity<Eps<Value>>) {
  return ", eps=" + number_text(Value);
}
inline std::string policy_text(std::type_identity<GivenEps>) { return ", eps given"; }

/// The texts of the policies of one kind.
template<template<class> class Is, class... P>
std::string texts_of() {
  return []<class... Chosen>(boost::mp11::mp_list<Chosen...>) {
    return (std::string() + ... + policy_text(std::type_identity<Chosen>{}));
  }(boost::mp11::mp_copy_if<boost::mp11::mp_list<P...>, Is>{});
}
template<class... P>
std::string policies_text(std::string_view name) {
  using sets = boost::mp11::mp_copy_if<boost::mp11::mp_list<P...>, policy::is_set>;
  std::string r = std::string(name) + " over " + sets_text(sets{});
  r += texts_of<policy::is_affine, P...>() + texts_of<policy::is_tracked, P...>();
  r += texts_of<policy::is_official, P...>() + texts_of<policy::is_biased_running, P...>();
  r += policy_text(std::type_identity<policy::find<policy::is_eps, Eps<1e-5>, P...>>{});
  constexpr bool tracks = policy::how_many<policy::is_tracked, P...> > 0,
                 averages = policy::how_many<policy::is_average, P...> > 0,
                 official = policy::how_many<policy::is_official, P...> > 0;
  if (averages)
    r += texts_of<policy::is_average, P...>();
  else if (tracks)
    r += official ? ", decay=0.9" : ", momentum=0.1";
  return r;
}

/// The name of a type without its namespaces.
template<class F>
std::string_view short_name() {
  const std::string_view all = expr::readable_name<F>(), name = all.substr(0, all.find('<'));
  const std::size_t last = name.rfind(':');
  return last == std::string_view::npos ? all : all.substr(last + 1);
}

/// The text of the formula that F names: of a norm its policies, of others the name.
template<class F>
struct formula_text {
  static std::string value() { return std::string(short_name<F>()); }
};
template<class... P>
struct formula_text<Norm<P...>> {
  static std::string value() { return policies_text<P...>("Norm"); }
};
template<class... P>
struct formula_text<RMS<P...>> {
  static std::string value() { return policies_text<P...>("RMS"); }
};
template<class... P>
struct formula_text<SwitchableNorm<P...>> {
  static std::string value() { return policies_text<P...>("SwitchableNorm"); }
};

/// `0.333`
inline std::string share_text(double share) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), share, std::chars_format::fixed, 3).ptr};
}

template<class Of>
std::string declared_text(std::string_view what) {
  std::string r;
  for (const owned& o : Of::all) {
    r += (r.empty() ? ", " + std::string(what) + " " : ", ") + std::string(o.name) + " {";
    for (const axis_extent& d : o.dims)
      r += (r.back() == '{' ? "" : ", ") + std::string(d.axis.label);
    r += "}";
  }
  return r;
}

} // namespace layers

/// One line: `Norm over {N, H, W}, affine {C}, tracked {C}, eps=1e-05, momentum=0.1`; of a formula of your own its name
/// and what it declares: `FRN, parameters weight {C}, bias {C}, tau {C}`.
template<class F, class Element>
std::ostream& operator<<(std::ostream& out, const Layer<F, Element>&) {
  const std::string name = layers::formula_text<F>::value();
  out << name;
  if (name == layers::short_name<F>())
    out << layers::declared_text<layers::owned_by<F, false>>("parameters")
        << layers::declared_text<layers::owned_by<F, true>>("buffers");
  return out;
}

/// A row for each set:
///
///     set        mean   var
///     {H, W}     0.512  0.333
inline std::ostream& operator<<(std::ostream& out, const weight_table& table) {
  std::size_t widest = 3;
  for (const set_weights& w : table)
    widest = std::max(widest, w.set.size());
  const auto row = [&](const std::string& set, const std::string& mean, const std::string& var) {
    out << set << std::string(widest - set.size() + 2, ' ') << mean << "  " << var << '\n';
  };
  row("set", "mean ", "var");
  for (const set_weights& w : table)
    row(w.set, layers::share_text(w.mean), layers::share_text(w.var));
  return out;
}

namespace torch {
/// As PyTorch prints it.
template<class L>
requires requires(const L& l) {
  { l.text() } -> std::same_as<std::string>;
  typename L::formula;
}
std::ostream& operator<<(std::ostream& out, const L& layer) {
  return out << layer.text();
}
} // namespace torch
} // namespace axnorm
