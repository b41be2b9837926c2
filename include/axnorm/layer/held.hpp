// The arguments of a layer's forward, as its context keeps them until backward: tensors of the caller as views,
// temporaries and numbers as themselves. Used by contexts. Knows no formula.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/exec/bind.hpp>
#include <axnorm/tensor/make_view.hpp>
#include <axnorm/tensor/wrong_tensor.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace axnorm {

struct uncommitted_t {
  using is_uncommitted = void;
};
/// For forward: the running statistics stay as they are until `commit(context)`.
inline constexpr uncommitted_t uncommitted{};

namespace layers {

template<class X>
concept Context = requires { typename std::remove_cvref_t<X>::is_context; };
template<class X>
concept SavePolicy = requires { typename std::remove_cvref_t<X>::is_save_policy; };
template<class X>
concept Uncommitted = requires { typename std::remove_cvref_t<X>::is_uncommitted; };
/// What says how to run, and not what to compute.
template<class X>
concept Directive = Context<X> || SavePolicy<X> || Uncommitted<X> || exec::Threads<X> || exec::Into<X>;

/// A value that outlives the call: see above.
template<class X>
constexpr auto held_value(X&& x) {
  using V = std::remove_cvref_t<X>;
  if constexpr (AnyTensor<V>) {
    if constexpr (std::is_lvalue_reference_v<X> || requires { typename V::is_view; })
      return as_view(std::as_const(x));
    else
      return V(std::forward<X>(x));
  } else {
    return V(std::forward<X>(x));
  }
}
template<fixed_string Name, class T, class B>
constexpr auto held_bound(std::type_identity<bound<Name, T>>, B&& b) {
  // Only what a temporary binding holds itself is moved in; what it refers to, or a binding that stays, is the
  // caller's.
  auto value = held_value(std::forward<B>(b).value);
  return bound<Name, decltype(value)>{std::move(value)};
}
template<class... B>
constexpr bound_list<B...> listed(B&&... bindings) {
  return {{std::move(bindings)...}};
}
template<class X>
constexpr auto held(X&& x) {
  using V = std::remove_cvref_t<X>;
  if constexpr (is_mistake<V>)
    return axnorm::detail::quiet{};
  else if constexpr (exec::Bound<V>)
    return held_bound(std::type_identity<V>{}, std::forward<X>(x));
  else if constexpr (exec::BoundList<V>)
    return std::apply([](auto&&... b) { return listed(held(std::forward<decltype(b)>(b))...); },
                      std::forward<X>(x).bindings);
  else
    return held_value(std::forward<X>(x));
}

/// Whether a held argument is a tensor without elements.
template<class X>
constexpr bool is_empty(const X& x) {
  if constexpr (AnyTensor<X>)
    return x.size() == 0;
  else if constexpr (exec::BoundList<X>)
    return std::apply([](const auto&... b) { return (is_empty(b.value) || ... || false); }, x.bindings);
  else if constexpr (exec::Bound<X>)
    return is_empty(x.value);
  else
    return false;
}

/// A tuple of the arguments that are no directives, held.
template<class X>
constexpr auto held_or_none(X&& x) {
  if constexpr (Directive<X>)
    return std::tuple<>{};
  else
    return std::make_tuple(held(std::forward<X>(x)));
}
template<class... X>
using held_tuple = decltype(std::tuple_cat(held_or_none(std::declval<X>())...));

} // namespace layers
} // namespace axnorm
