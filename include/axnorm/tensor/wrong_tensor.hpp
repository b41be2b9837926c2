// What stands in for a Tensor whose type is a mistake (an axis twice, no axis, an element it cannot hold), so that
// there is one error and not one at every use. Used by tensor.hpp. Must not know how tensors work.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/type_name.hpp>
#include <axnorm/tensor/view.hpp>

#include <cstdint>
#include <type_traits>

namespace axnorm {

namespace detail {

template<class T, class... Specs>
constexpr sentence words_of_owner() {
  sentence s;
  if constexpr (std::is_const_v<T>)
    s << "Tensor<" << type_name<T>() << ", ...> could never be written; view<" << type_name<T>()
      << ", ...> reads memory of others";
  else
    s = tensor_words<T, Specs...>;
  return s;
}
template<class T, class... Specs>
inline constexpr sentence owner_words = words_of_owner<T, Specs...>();

template<class T, class... Specs, class E, class... Others>
constexpr sentence words_of_other(std::type_identity<T>, axis_list<Specs...>, std::type_identity<E>,
                                  axis_list<Others...>) {
  sentence s;
  return s << "a tensor of " << type_name<E>() << " with axes " << dims_of<Others...> << " is none of "
           << type_name<T>() << " with axes " << dims_of<Specs...> << "; copy(...) and into(...) convert";
}
template<class T, class List, class E, class Other>
inline constexpr sentence other_tensor_words =
    words_of_other(std::type_identity<T>{}, List{}, std::type_identity<E>{}, Other{});

template<class Tensor>
constexpr sentence words_of_dangling() {
  sentence s;
  return s << "a view of a temporary tensor would outlive it; give the tensor a name first";
}
template<class Tensor>
inline constexpr sentence dangling_words = words_of_dangling<Tensor>();

template<class First>
inline constexpr sentence pair_words = [] {
  sentence s;
  return s << "a pair is no tensor; take the one apart that forward returns: auto [y, context] = layer.forward(x)";
}();
template<class X>
inline constexpr sentence number_words = [] {
  sentence s;
  return s << "a number is no tensor; fill(x, number) writes it everywhere";
}();
template<class X>
inline constexpr sentence fill_by_tensor_words = [] {
  sentence s;
  return s << "fill writes one number everywhere; copy(from, to) copies the elements of a tensor";
}();
template<class X>
inline constexpr sentence extent_argument_words = [] {
  sentence s;
  s << "the extent of an axis is asked for as extent<C>(), but ";
  if constexpr (Axis<X>)
    s << "an object of axis " << X::label;
  else
    s << type_name<X>();
  return s << " was given";
}();

/// Takes part in anything and says nothing.
struct quiet {
  template<class X>
  constexpr operator X&() const; // NOLINT: implicit, that is its purpose
  // Of what is done with a tensor, what is likely to follow.
  template<class... X>
  float& operator()(X&&...) const;
  template<class... A>
  std::int64_t extent() const;
  std::int64_t size() const;
  quiet view() const;
  float* data() const;
  template<class Stream>
  friend Stream& operator<<(Stream&, const quiet&);
};

} // namespace detail

template<class T, class... Specs>
class Tensor;

/// A tensor type that is a mistake: making one is an error that says which.
template<class T, class... Specs>
requires(!detail::owner_words<T, Specs...>.empty())
class Tensor<T, Specs...> {
public:
  template<class... E, class Wrong = spell<detail::owner_words<T, Specs...>>>
  explicit Tensor(E&&...) = delete;

  template<class... E, class Wrong = spell<detail::owner_words<T, Specs...>>>
  static Wrong filled(E&&...);

  void fill(const T&);
  T* data() const;
  detail::quiet extents() const;
  detail::quiet strides() const;
  template<class... A>
  std::int64_t extent(A&&...) const;
  template<class... A>
  std::ptrdiff_t stride(A&&...) const;
  std::int64_t size() const;
  bool empty() const;
  template<class... I>
  T& operator()(I&&...) const;
  template<class... I>
  T& at(I&&...) const;
  detail::quiet view() const;
};

} // namespace axnorm
