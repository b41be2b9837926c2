// A string literal as a template argument: the names of axes and variables.
// Used wherever a type is named by its user. Must not know what is named.
#pragma once

#include <cstddef>
#include <string_view>

namespace axnorm {

/// A structural copy of a string literal, so that `axis<"Head">` and `input<"x">` can be written.
template<std::size_t M>
struct fixed_string {
  char text[M]{};

  constexpr fixed_string(const char (&literal)[M]) { // NOLINT: implicit, or no literal could be a template argument
    for (std::size_t i = 0; i < M; ++i)
      text[i] = literal[i];
  }
  /// The same of characters that are no literal, M - 1 of them.
  constexpr explicit fixed_string(std::string_view characters) {
    for (std::size_t i = 0; i + 1 < M; ++i)
      text[i] = characters[i];
  }
  /// The characters, without the closing 0.
  constexpr std::string_view view() const { return {text, M - 1}; }
};

template<std::size_t M, std::size_t L>
constexpr bool operator==(const fixed_string<M>& a, const fixed_string<L>& b) {
  return a.view() == b.view();
}

} // namespace axnorm
