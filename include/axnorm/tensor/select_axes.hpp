// What slicing, renaming and transposing have in common: tensors by lvalue or view, lists of axes with one replaced or
// left out, and the sentences about axes that are not there. Must not know what is done with them.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/tensor/make_view.hpp>
#include <axnorm/tensor/view.hpp>
#include <axnorm/tensor/wrong_tensor.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace axnorm::detail {

/// Whether X, a forwarding reference's parameter, is a tensor whose memory would be gone.
template<class X>
inline constexpr bool is_temporary =
    !std::is_lvalue_reference_v<X> && !requires { typename std::remove_cvref_t<X>::is_view; };

/// The elements that X gives access to: const ones of a const tensor.
template<class X>
using element_of = std::remove_pointer_t<decltype(std::declval<std::remove_reference_t<X>&>().data())>;

/// Mistakes that do not depend on what is done: a temporary, or an axis A that is not there.
template<class A, class X>
constexpr sentence words_of_axis_in(std::string_view what) {
  using tensor = std::remove_cvref_t<X>;
  return []<class... Specs>(axis_list<Specs...>, std::string_view w) {
    return words_of_lacking<A, Specs...>(w);
  }(typename tensor::axes{}, what);
}

/// The specs with `Replacement...` in place of axis A.
template<class A, class List, class... Replacement>
struct replaced;
template<class A, class... Replacement>
struct replaced<A, axis_list<>, Replacement...> {
  using type = axis_list<>;
};
template<class A, class First, class... Rest, class... Replacement>
struct replaced<A, axis_list<First, Rest...>, Replacement...> {
  template<class... Tail>
  static axis_list<First, Tail...> keep(axis_list<Tail...>);
  using tail = typename replaced<A, axis_list<Rest...>, Replacement...>::type;
  using type = decltype(keep(tail{}));
};
template<class A, class First, class... Rest, class... Replacement>
requires std::same_as<axis_of_t<First>, A>
struct replaced<A, axis_list<First, Rest...>, Replacement...> {
  using type = axis_list<Replacement..., Rest...>;
};

template<class T, class List>
struct view_of_list;
template<class T, class... Specs>
struct view_of_list<T, axis_list<Specs...>> {
  using type = View<T, Specs...>;
};
template<class T, class List>
using view_of = typename view_of_list<T, List>::type;

/// `Fixed<New, n>` for `Fixed<Old, n>`, New for Old.
template<class Spec, class New>
struct with_axis {
  using type = New;
};
template<class Old, std::size_t E, class New>
struct with_axis<Fixed<Old, E>, New> {
  using type = Fixed<New, E>;
};

/// Spec of axis A in a list.
template<class A, class List>
struct spec_for;
template<class A, class First, class... Rest>
struct spec_for<A, axis_list<First, Rest...>> : spec_for<A, axis_list<Rest...>> {};
template<class A, class First, class... Rest>
requires std::same_as<axis_of_t<First>, A>
struct spec_for<A, axis_list<First, Rest...>> {
  using type = First;
};

} // namespace axnorm::detail
