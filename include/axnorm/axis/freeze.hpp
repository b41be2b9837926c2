// Carrying values from one constant evaluation to the next: sequences cannot leave an evaluation, arrays sized to need
// can. Used wherever a pass's result becomes a constexpr variable. Must not know what is carried.
#pragma once

#include <cstddef>
#include <type_traits>

namespace axnorm {

/// How a type T is kept in arrays; specialized beside T with
///   sizes, how long each array is, with `fits(room)`; usual, sizes that most values fit, and large, sizes for values
///   that are known to be of a large formula; of(value), its sizes;
///   type<sizes>, the arrays, with `fill(value)`, which copies from a T or from arrays of other sizes.
template<class T>
struct arrays_of;

/// The first guess of how large a value will be: making room costs constant evaluation a little, making the value a
/// second time costs it dearly.
enum class guess : bool { usual, large };

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

template<class Arrays, guess Guess>
constexpr typename Arrays::sizes room_for() {
  if constexpr (Guess == guess::large)
    return Arrays::large;
  else
    return Arrays::usual;
}

/// A value in arrays of the guessed sizes, and its own sizes.
template<class Arrays, guess Guess>
struct loose_value {
  static constexpr typename Arrays::sizes room = room_for<Arrays, Guess>();
  typename Arrays::sizes n{};
  typename Arrays::template type<room> arrays{};

  constexpr bool fits() const { return n.fits(room); }
  constexpr auto thaw() const { return arrays.thaw(n); }
};

/// `value` is a parameter: as a local variable of a function without parameters, clang would make it a second time,
/// when it sees that variable.
template<class Arrays, guess Guess, class T>
constexpr auto loosened(const T& value) {
  loose_value<Arrays, Guess> r;
  r.n = Arrays::of(value);
  if (r.fits()) r.arrays.fill(value);
  return r;
}

// Variables of their own: local ones would be evaluated again with the function around them.
template<auto Make, guess Guess>
inline constexpr auto loosely = loosened<made_by<Make>, Guess>(Make());

template<auto Make, guess Guess>
inline constexpr auto exactly = [] {
  typename made_by<Make>::template type<loosely<Make, Guess>.n> r;
  if constexpr (loosely<Make, Guess>.fits())
    r.fill(loosely<Make, Guess>.arrays);
  else
    r.fill(Make());
  return r;
}();

} // namespace detail

/// `freeze<f>()`: what the captureless function `f` makes, in arrays of exactly its sizes. f is evaluated once if that
/// fits the first guess, else twice.
template<auto Make, guess Guess = guess::usual>
consteval const auto& freeze() {
  return detail::exactly<Make, Guess>;
}

/// The same for what only the next pass reads, by its `thaw()`: it stays where it is if it fits the first guess.
template<auto Make, guess Guess = guess::usual>
consteval const auto& hold() {
  if constexpr (detail::loosely<Make, Guess>.fits())
    return detail::loosely<Make, Guess>;
  else
    return detail::exactly<Make, Guess>;
}

} // namespace axnorm
