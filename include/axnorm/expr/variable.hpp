// The variables of a formula: inputs, parameters, run-time numbers; and how a call binds them (`in = x`). Used in
// formulas and as keywords of calls. Knows nothing of tensors: what is bound is any type, checked where it is used.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/fixed_string.hpp>
#include <axnorm/expr/expression.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace axnorm {

/// What `variable = value` makes: a value under a name, for one call. T is a reference for what the caller keeps and a
/// plain type for a temporary, which moves in and lives until the call is over.
template<fixed_string Name, class T>
struct bound {
  using is_binding = void;
  static constexpr std::string_view name = Name.view();
  T value;
};

/// Several of them as one argument of a call.
template<class... B>
struct bound_list {
  using is_binding_list = void;
  std::tuple<B...> bindings;
};

/// `within(0, 1)`: the range that optimizers keep a parameter in, see `parameter`.
struct within_t {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
};
constexpr within_t within(double low, double high) { return {low, high}; }

namespace expr {

template<class... Dims>
constexpr sentence wrong_axes(std::string_view what) {
  sentence s;
  int k = 0;
  auto look = [&]<class D>(std::type_identity<D>) {
    ++k;
    if (s.empty() && !AxisOrFixed<D>) s << what << " takes axes, but axis argument " << k << " is " << type_name<D>();
  };
  (look(std::type_identity<Dims>{}), ...);
  return s;
}
template<fixed_string Name, class... Dims>
constexpr sentence wrong_axes_of_variable() {
  sentence name;
  name << "variable " << Name.view();
  return wrong_axes<Dims...>(std::string_view(name.data(), name.size()));
}
template<fixed_string Name, class... Dims>
struct wrong_variable {
  static constexpr sentence words = wrong_axes_of_variable<Name, Dims...>();
};

inline constexpr sentence nameless_variable = [] {
  sentence s;
  return s << "input<...>, scalar<...> and parameter<...> begin with a name in double quotes, but it is missing";
}();

/// What is wrong with a range whose bounds are not in order, or that leaves out the initial value.
template<fixed_string Name>
struct wrong_range {
  static constexpr sentence words = [] {
    sentence s;
    return s << "parameter " << Name.view() << " is to be kept within(low, high) with low <= initial value <= high";
  }();
};

/// The axes of a declaration as values.
template<class... Dims>
inline constexpr std::array<axis_extent, sizeof...(Dims)> declared_axes{axis_extent_of<Dims>()...};

/// Writes a variable: `e` has its kind and what else is special about it.
template<fixed_string Name, class... Dims, class Listing>
constexpr int put_variable(Listing& l, entry e) {
  if constexpr (!(AxisOrFixed<Dims> && ...))
    return l.add({.kind = term::wrong, .why = &wrong_variable<Name, Dims...>::words});
  else if constexpr (Name.view().empty())
    return l.add({.kind = term::wrong, .why = &nameless_variable});
  else {
    const bool owned = e.kind == term::parameter || e.kind == term::buffer;
    e.name = owned ? l.intern_scoped(Name.view()) : l.intern(Name.view());
    e.has_axes = e.kind != term::input || sizeof...(Dims) > 0;
    if constexpr (sizeof...(Dims) > 0)
      e.axes = l.intern(declared_axes<Dims...>.data(), static_cast<int>(sizeof...(Dims)));
    return l.add(e);
  }
}

template<class T>
concept bindable = !expression<std::remove_cvref_t<T>>;

template<fixed_string Name, class A>
constexpr sentence extent_in_a_formula() {
  sentence s;
  s << "a formula knows no extents, which are those of each call; mean<Over<";
  if constexpr (Axis<A>)
    s << A::label;
  else
    s << "...";
  return s << ">>(" << Name.view() << ") divides by how many positions there are";
}

template<fixed_string Name, class... Dims>
struct input_variable {
  using is_expression = void;
  using is_variable = void;
  using is_input = void;
  template<class Listing>
  constexpr int put(Listing& l) const {
    return put_variable<Name, Dims...>(l, {.kind = term::input});
  }
  template<class A>
  constexpr poison<extent_in_a_formula<Name, A>> extent() const {
    return {};
  }
  template<bindable T>
  constexpr bound<Name, T> operator=(T&& value) const {
    return {std::forward<T>(value)};
  }
};

template<fixed_string Name, class Initial, class... Dims>
struct parameter_variable {
  using is_expression = void;
  using is_variable = void;
  Initial initial;
  within_t range{};
  template<class Listing>
  constexpr int put(Listing& l) const {
    entry e{.kind = term::parameter, .low = range.low, .high = range.high};
    if constexpr (number<Initial>) {
      e.has_initial = true;
      e.value = static_cast<double>(initial);
    } else if constexpr (requires { static_cast<double>(initial()); }) {
      e.has_initial = true;
      e.value = static_cast<double>(initial());
    } else if constexpr (requires { static_cast<double>(initial(std::int64_t{})); }) {
      e.generate = [](std::int64_t i) { return static_cast<double>(Initial{}(i)); };
    } else if constexpr (requires { typename Initial::is_by_extents; }) {
      e.by_extents = &Initial::value;
      e.sized_by = l.intern(Initial::axes.data(), static_cast<int>(Initial::axes.size()));
    }
    const bool fits = range.low <= range.high && (!e.has_initial || (range.low <= e.value && e.value <= range.high));
    if (!fits) return l.add({.kind = term::wrong, .why = &wrong_range<Name>::words});
    return put_variable<Name, Dims...>(l, e);
  }
  template<bindable T>
  constexpr bound<Name, T> operator=(T&& value) const {
    return {std::forward<T>(value)};
  }
};

template<fixed_string Name>
struct scalar_variable {
  using is_expression = void;
  using is_variable = void;
  template<class Listing>
  constexpr int put(Listing& l) const {
    return put_variable<Name>(l, {.kind = term::scalar});
  }
  template<bindable T>
  constexpr bound<Name, T> operator=(T&& value) const {
    return {std::forward<T>(value)};
  }
};

/// A name as a keyword of a call, where no variable is at hand.
template<fixed_string Name>
struct keyword {
  template<class T>
  constexpr bound<Name, T> operator=(T&& value) const {
    return {std::forward<T>(value)};
  }
};

/// One element of a variable along an axis.
template<class A, int Index, class V>
struct picked {
  using is_expression = void;
  V variable;
  template<class Listing>
  constexpr int put(Listing& l) const {
    const int whole = variable.put(l);
    entry e = l.entries[static_cast<std::size_t>(whole)];
    if (e.kind == term::wrong) return whole;
    e.picked = true;
    e.axis = axis_value_of<A>();
    e.index = Index;
    return l.add(e);
  }
};

/// A parameter whose axes must be those of the inputs, as the affine ones of a norm.
template<class P>
struct along_inputs {
  using is_expression = void;
  P parameter;
  template<class Listing>
  constexpr int put(Listing& l) const {
    const int i = parameter.put(l);
    l.entries[static_cast<std::size_t>(i)].affine = true;
    return i;
  }
};

/// A number, or a function that makes one, of nothing, of an element's position, or of extents.
template<class X>
concept initial_value = number<X> || requires(const X& x) { static_cast<double>(x()); } || requires(const X& x) {
  static_cast<double>(x(std::int64_t{}));
} || requires { typename X::is_by_extents; };

template<fixed_string Name, class X>
constexpr sentence wrong_initial() {
  sentence s;
  return s << "the initial value of parameter " << Name.view() << " is a number or a function that makes one, but "
           << readable_name<X>() << " was given";
}
template<fixed_string Name>
constexpr sentence no_initial() {
  sentence s;
  return s << "parameter " << Name.view() << " needs an initial value, as in parameter<...>(1)";
}

template<fixed_string Name>
constexpr sentence axes_as_arguments() {
  sentence s;
  return s << "the axes of parameter " << Name.view() << " stand behind its name, as in parameter<..., C>(1)";
}

template<class First, fixed_string What = "a parameter">
constexpr sentence no_name() {
  sentence s;
  s << What.view() << " has a name, which stands before its axes, but ";
  if constexpr (AxisOrFixed<First>)
    s << axis_of_t<First>::label;
  else
    s << type_name<First>();
  return s << " stands there";
}

template<class X>
constexpr sentence not_a_variable() {
  sentence s;
  return s << "element<> picks from an input or a parameter, not from another expression";
}

} // namespace expr

/// A tensor given at the call, named `Name`. With axes, only a tensor with exactly these may be bound; without, any.
/// (Without a name it is a mistake, which the check of a formula reports.)
template<fixed_string Name = "", class... Axes>
inline constexpr expr::input_variable<Name, Axes...> input{};

/// A tensor that belongs to the norm: its axes and its initial value: a number; a captureless callable that returns it;
/// one that takes an element's position in row-major order (std::int64_t) and returns that element's; or what
/// by_extents makes (see initial.hpp). A call that does not bind it uses the initial value, if that is a number. An
/// axis may have a fixed extent: `parameter<"logits", Fixed<Set, 3>>(1)`. With `within(0, 1)` optimizers put every
/// element that has left the range back to its nearer end at the end of each step; the formula takes whatever is bound.
template<fixed_string Name, class... Axes, expr::initial_value Initial>
constexpr expr::parameter_variable<Name, Initial, Axes...> parameter(Initial initial, within_t range = {}) {
  return {initial, range};
}
template<fixed_string Name, class... Axes, class Initial>
requires(!expr::initial_value<Initial> && !Axis<Initial>)
constexpr expr::poison<expr::wrong_initial<Name, Initial>> parameter(Initial, within_t = {}) {
  return {};
}

template<fixed_string Name, class... Axes>
constexpr expr::poison<expr::no_initial<Name>> parameter() {
  return {};
}

// (Axes, so that a parameter that is not called at all is one function.)
template<fixed_string Name, class... Axes, Axis First, class... More>
constexpr expr::poison<expr::axes_as_arguments<Name>> parameter(First, const More&...) {
  return {};
}

template<class First, class... Axes, class... Initial>
constexpr expr::poison<expr::no_name<First>> parameter(const Initial&...) {
  return {};
}

/// A number known only at the call: `evaluate<f>(x, eps = 1e-3)`.
template<fixed_string Name = "">
inline constexpr expr::scalar_variable<Name> scalar{};

/// `arg<"weight"> = w` binds by name.
template<fixed_string Name>
inline constexpr expr::keyword<Name> arg{};

/// Element `Index` of a variable along axis A: `element<Set, 0>(logits)`. The result lacks axis A.
template<Axis A, int Index, expr::expression V>
constexpr auto element(const V& variable) {
  if constexpr (requires { typename V::is_variable; })
    return expr::picked<A, Index, V>{variable};
  else
    return expr::poison<expr::not_a_variable<V>>{};
}

} // namespace axnorm
