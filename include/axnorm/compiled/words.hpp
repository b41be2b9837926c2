// What is wrong with a call of a layer whose code is in a library; and what its arguments say. Used by layer.hpp.
#pragma once

#include <axnorm/axis/sentence.hpp>
#include <axnorm/compiled/interface.hpp>
#include <axnorm/exec/bind.hpp>
#include <axnorm/expr/expression.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <stdexcept>
#include <tuple>
#include <type_traits>

namespace axnorm::compiled {

template<class In>
class context;

namespace detail {

template<class E, class Axes>
struct input_of_axes;
template<class E, class... Specs>
struct input_of_axes<E, axis_list<Specs...>> {
  using type = input_type<E, axis_of_t<Specs>...>;
  using tensor = Tensor<E, axis_of_t<Specs>...>;
};
/// The type of input that a tensor or view is; none for what is no tensor.
template<class V>
struct input_of_tensor {};
template<AnyTensor V>
struct input_of_tensor<V> : input_of_axes<typename V::value_type, typename V::axes> {};

template<class D, class V>
concept InputOf =
    AnyTensor<V> && boost::mp11::mp_contains<typename D::inputs, typename input_of_tensor<V>::type>::value;

template<class... In>
constexpr void write_inputs(sentence& s, input_types<In...>) {
  // Each list of axes stands there once for each element type, the first of which is float.
  bool first = true;
  const auto write = [&]<class E, class... Axes>(std::type_identity<input_type<E, Axes...>>) {
    if (!std::same_as<E, float>) return;
    s << (first ? "" : " or ") << axnorm::detail::dims_of<Axes...>;
    first = false;
  };
  (write(std::type_identity<In>{}), ...);
}

template<class X>
inline constexpr bool is_context = false;
template<class In>
inline constexpr bool is_context<context<In>> = true;

/// What is wrong with `into(...)`, which is to take one result of type `In`.
template<class In, class... R>
constexpr sentence words_of_into(std::type_identity<into_t<R...>>) {
  sentence s;
  return s << "a layer has one result, but into(...) takes " << sizeof...(R);
}
template<class In, class R>
constexpr sentence words_of_into(std::type_identity<into_t<R>>) {
  using V = std::remove_cvref_t<R>;
  sentence s;
  if constexpr (!AnyTensor<V>)
    s << "into(...) takes a tensor, but " << expr::readable_name<V>() << " was given";
  else if constexpr (!std::same_as<typename input_of_tensor<V>::type, In>)
    s << "the result has the axes and the element type of the input, but into(...) takes "
      << expr::readable_name<typename V::value_type>() << " with axes " << V::dims;
  else if constexpr (!std::constructible_from<typename In::result, std::remove_reference_t<R>&>)
    s << "into(...) takes a tensor that can be written, but this one is const";
  return s;
}

/// What is wrong with the arguments that follow the first of a call for inputs of type `In`.
template<class In, bool Context, bool Adds, class... More>
constexpr sentence words_of_more() {
  sentence s;
  [[maybe_unused]] const auto look = [&]<class X>(std::type_identity<X>) {
    using V = std::remove_cvref_t<X>;
    if (!s.empty() || exec::Threads<V>) return;
    if constexpr (exec::Into<V>) {
      s = words_of_into<In>(std::type_identity<V>{});
    } else if constexpr (is_context<V> && Context) {
      if (!std::same_as<V, context<In>>)
        s << "this context was made for inputs of another type; make one for these, layer.context(x)";
    } else if (!(exec::Accumulate<V> && Adds)) {
      s << "a compiled layer takes "
        << (Context ? "an input, into(...), a context"
            : Adds  ? "a context, what arrives, into(...), accumulate"
                    : "an input, into(...)")
        << " and threads(...), but " << expr::readable_name<V>() << " was given";
    }
  };
  (look(std::type_identity<More>{}), ...);
  if (s.empty() && Context && (is_context<std::remove_cvref_t<More>> || ...) && !(exec::Into<More> || ...))
    s << "forward with a context takes into(...) too: layer.forward(x, into(y), context)";
  return s;
}

template<class D, class X>
constexpr sentence words_of_input() {
  using V = std::remove_cvref_t<X>;
  sentence s;
  if constexpr (!AnyTensor<V>) {
    s << D::name << " takes a tensor first, but " << expr::readable_name<V>() << " was given";
  } else if constexpr (!InputOf<D, V>) {
    s << "the compiled " << D::name << " takes inputs of float, bfloat16 or float16 with axes ";
    write_inputs(s, typename D::inputs{});
    s << " in this order, but the input holds " << expr::readable_name<typename V::value_type>() << " with axes "
      << V::dims;
  }
  return s;
}

template<class D, bool Context, class X, class... More>
constexpr sentence words_of_call() {
  sentence s = words_of_input<D, X>();
  if constexpr (InputOf<D, std::remove_cvref_t<X>>)
    if (s.empty()) s = words_of_more<typename input_of_tensor<std::remove_cvref_t<X>>::type, Context, false, More...>();
  return s;
}
template<class D, class X, class... More>
inline constexpr sentence forward_words = words_of_call<D, true, X, More...>();
template<class D, class X, class... More>
inline constexpr sentence call_words = words_of_call<D, false, X, More...>();

template<class In, class Dy, class... More>
constexpr sentence words_of_backward() {
  sentence s;
  using V = std::remove_cvref_t<Dy>;
  if constexpr (!AnyTensor<V>) {
    s << "backward takes the gradient of the result, a tensor, but " << expr::readable_name<V>() << " was given";
  } else if constexpr (!std::same_as<typename input_of_tensor<V>::type, In>) {
    s << "what arrives has the axes and the element type of the result, but it holds "
      << expr::readable_name<typename V::value_type>() << " with axes " << V::dims;
  } else {
    s = words_of_more<In, false, true, More...>();
  }
  return s;
}
template<class In, class Dy, class... More>
inline constexpr sentence backward_words = words_of_backward<In, Dy, More...>();

/// The number of threads that a call asks for; 0 if it does not say.
template<class... X>
int threads_in(const X&... x) {
  int r = 0;
  [[maybe_unused]] const auto look = [&]<class V>(const V& v) {
    if constexpr (exec::Threads<V>) {
      if (v.count < 0) throw std::invalid_argument("axnorm: the number of threads is negative");
      r = v.count;
    }
  };
  (look(x), ...);
  return r;
}

} // namespace detail
} // namespace axnorm::compiled
