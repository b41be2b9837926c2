// Carrying values from one constant evaluation to the next: sequences cannot leave an evaluation, arrays sized to need
// can. Used wherever a pass's result becomes a constexpr variable. Must not know what is carried.
#pragma once

#include <cstddef>
#include <type_traits>

namespace axnorm {

/// How a type T is kept in arrays; specialized beside T with
///   sizes, how long each array is, with `fits(room)`; usual, sizes that most values fit; of(value), its sizes;
///   type<sizes>, the arrays, with `fill(value)`, which copies from a T or from arrays of other sizes.
template<class T>
struct arrays_of;

/// Copies as many elements as both have.
template<class From, class To>
constexpr void freeze_into(To& to, const From& from) {
  const auto* source = from.data();
  auto* target = to.data();
  for (std::size_t i = 0; i < from.size() && i < to.size(); ++i)
    target[i] = source[i];
}

namespace detail {

template<auto Make>
using made_by = arrays_of<std::remove_cvref_t<decltype(Make())>>;

/// A value in arrays of the usual sizes, and its own sizes.
template<class Arrays>
struct loose_value {
  typename Arrays::sizes n{};
  typename Arrays::template type<Arrays::usual> arrays{};

  constexpr bool fits() const { return n.fits(Arrays::usual); }
  constexpr auto thaw() const { return arrays.thaw(n); }
};

// Variables of their own: local ones would be evaluated again with the function around them.
template<auto Make>
inline constexpr auto loosely = [] {
  loose_value<made_by<Make>> r;
  const auto value = Make();
  r.n = made_by<Make>::of(value);
  if (r.fits()) r.arrays.fill(value);
  return r;
}();

template<auto Make>
inline constexpr auto exactly = [] {
  typename made_by<Make>::template type<loosely<Make>.n> r;
  if constexpr (loosely<Make>.fits())
    r.fill(loosely<Make>.arrays);
  else
    r.fill(Make());
  return r;
}();

} // namespace detail

/// `freeze<f>()`: what the captureless function `f` makes, in arrays of exactly its sizes. f is evaluated once if that
/// fits the first guess, else twice.
template<auto Make>
consteval const auto& freeze() {
  return detail::exactly<Make>;
}

/// The same for what only the next pass reads, by its `thaw()`: it stays where it is if it fits the first guess.
template<auto Make>
consteval const auto& hold() {
  if constexpr (detail::loosely<Make>.fits())
    return detail::loosely<Make>;
  else
    return detail::exactly<Make>;
}

} // namespace axnorm
