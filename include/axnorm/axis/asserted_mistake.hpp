// A sentence as the message of a static_assert, as C++26 has it: included by mistake.hpp where AXNORM_STATIC_ASSERT
// asks for it. The type that a wrong call returns exists then, and takes part in what follows without a word of its
// own.
#pragma once

#include <cstddef>

#if defined(__cpp_static_assert) && __cpp_static_assert >= 202306L

namespace axnorm {
namespace detail {

/// The pieces of a sentence, each with a 0 at its end, as one.
template<auto... Piece>
struct joined {
  static constexpr std::size_t length = (0 + ... + (sizeof(Piece.c) - 1));
  struct characters {
    char c[length + 1];
  };
  static constexpr characters all = [] {
    characters r{};
    std::size_t at = 0;
    const auto take = [&](const auto& piece) {
      for (std::size_t i = 0; i + 1 < sizeof(piece.c); ++i)
        r.c[at++] = piece.c[i];
    };
    (take(Piece), ...);
    return r;
  }();
  static constexpr std::size_t size() { return length; }
  static constexpr const char* data() { return all.c; }
};

/// What stands for anything that would have come of a mistake.
struct unsaid {
  template<class X>
  constexpr operator X&() const; // NOLINT: implicit, that is its purpose
  template<class... X>
  unsaid operator()(X&&...) const;
  template<class... X>
  unsaid extent(X&&...) const;
  unsaid data() const;
  unsaid size() const;
  unsaid view() const;
};

} // namespace detail

/// Two of what is unsaid, for `auto [y, context]`.
template<auto... Sentence>
struct mistake {
  detail::unsaid first, second;

  // Tensors and views are made of mistakes by themselves.
  template<class X>
  requires(!requires { typename X::is_tensor; })
  constexpr operator X&() const; // NOLINT: implicit
  template<class... X>
  detail::unsaid operator()(X&&...) const;
  template<class... X>
  detail::unsaid extent(X&&...) const;
  detail::unsaid data() const;
  detail::unsaid size() const;
  detail::unsaid view() const;

  // Last: a compiler does not go on with a class behind an assertion that fails.
  static_assert(false, detail::joined<Sentence...>{});
};

} // namespace axnorm

#endif
