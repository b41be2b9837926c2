// How a sentence becomes a compile error: as the name of an undefined type, which both compilers print whole in the
// first error line, at the line of the call. Used by every check at compile time. Must not know which checks there are.
#pragma once

#include <axnorm/axis/sentence.hpp>
// With AXNORM_STATIC_ASSERT, where the compiler has computed messages of static_assert, the sentence is one of those.
#if defined(AXNORM_STATIC_ASSERT) && defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
#include <axnorm/axis/asserted_mistake.hpp>
#endif

#include <cstddef>
#include <type_traits>
#include <utility>

namespace axnorm {

/// Characters that a compiler prints as text.
template<std::size_t M>
struct text {
  char c[M];
};

template<auto... Sentence>
struct mistake; // never defined: its name says what is wrong at the line above

/// An argument that is a mistake by itself, and has been reported: clang goes on to the call that it is for.
template<class X>
inline constexpr bool is_mistake = false;
template<auto... Sentence>
inline constexpr bool is_mistake<mistake<Sentence...>> = true;
template<class X>
inline constexpr bool is_mistake<X&&> = is_mistake<X>;

#ifdef __clang__
// Of a member function's result that is a mistake, clang goes on to what is done with it: `std::cout << x.extent<H>()`.
// Nothing is said of that, and it has the type of what else takes part.
template<class X, auto... S>
X& operator<<(X&, const mistake<S...>&);
template<auto... S, class X>
bool operator==(const mistake<S...>&, const X&);
template<auto... S, class X>
bool operator<(const mistake<S...>&, const X&);
template<auto... S, class X>
bool operator>(const mistake<S...>&, const X&);
template<auto... S, class X>
bool operator<=(const mistake<S...>&, const X&);
template<auto... S, class X>
bool operator>=(const mistake<S...>&, const X&);
template<auto... S, class X>
X operator+(const mistake<S...>&, const X&);
template<auto... S, class X>
X operator-(const mistake<S...>&, const X&);
template<auto... S, class X>
X operator*(const mistake<S...>&, const X&);
template<auto... S, class X>
X operator/(const mistake<S...>&, const X&);
template<auto... S, class X>
X operator%(const mistake<S...>&, const X&);
template<class X, auto... S>
requires(!is_mistake<X>)
bool operator<(const X&, const mistake<S...>&);
template<class X, auto... S>
requires(!is_mistake<X>)
bool operator>(const X&, const mistake<S...>&);
template<class X, auto... S>
requires(!is_mistake<X>)
bool operator<=(const X&, const mistake<S...>&);
template<class X, auto... S>
requires(!is_mistake<X>)
bool operator>=(const X&, const mistake<S...>&);
template<class X, auto... S>
requires(!is_mistake<X>)
X operator+(const X&, const mistake<S...>&);
template<class X, auto... S>
requires(!is_mistake<X>)
X operator-(const X&, const mistake<S...>&);
template<class X, auto... S>
requires(!is_mistake<X>)
X operator*(const X&, const mistake<S...>&);
template<class X, auto... S>
requires(!is_mistake<X>)
X operator/(const X&, const mistake<S...>&);
template<class X, auto... S>
requires(!is_mistake<X>)
X operator%(const X&, const mistake<S...>&);
#endif

/// The same for `static_assert(spell<words, mistake_is>::fixed)`, where nobody makes a call.
template<auto... Sentence>
struct mistake_is {
  static constexpr bool fixed = false;
};

namespace detail {

// clang prints at most 36 characters of an array, and as text only if its last element, and no other, is an explicit 0.
inline constexpr std::size_t longest_piece = 36;

constexpr std::size_t next_cut(const sentence& s, std::size_t from) {
  if (s.size() - from <= longest_piece) return s.size();
  std::size_t end = from + longest_piece;
  while (end > from && s.data()[end - 1] != ' ')
    --end;
  return end == from ? from + longest_piece : end;
}
constexpr std::size_t count_cuts(const sentence& s) {
  std::size_t k = 0;
  for (std::size_t at = 0; at < s.size(); ++k)
    at = next_cut(s, at);
  return k;
}
constexpr std::size_t cut_at(const sentence& s, std::size_t k) {
  std::size_t at = 0;
  while (k-- != 0)
    at = next_cut(s, at);
  return at;
}
template<std::size_t M>
constexpr text<M> piece(const sentence& s, std::size_t from) {
  text<M> r{};
  for (std::size_t i = 0; i + 1 < M; ++i)
    r.c[i] = s.data()[from + i];
  r.c[M - 1] = 0;
  return r;
}

#ifdef __clang__
template<const sentence& S, template<auto...> class M, std::size_t... I>
auto spelled(std::index_sequence<I...>)
    -> std::type_identity<M<piece<cut_at(S, I + 1) - cut_at(S, I) + 1>(S, cut_at(S, I))...>>;
template<const sentence& S, template<auto...> class M>
using spelled_t = typename decltype(spelled<S, M>(std::make_index_sequence<count_cuts(S)>{}))::type;
#else
template<const sentence& S, template<auto...> class M>
struct spelled {
  using type = M<piece<S.size() + 1>(S, 0)>;
};
template<const sentence& S, template<auto...> class M>
using spelled_t = typename spelled<S, M>::type;
#endif

} // namespace detail

/// The type whose name is the sentence S. As the last, defaulted template parameter of a declared-only overload:
/// `template<class T, class Wrong = spell<words<T>, mistake>> requires(!words<T>.empty()) Wrong f(const T&);`.
/// (As a written result type g++ would print the alias and its arguments instead.)
template<const sentence& S, template<auto...> class M = mistake>
using spell = detail::spelled_t<S, M>;

} // namespace axnorm
