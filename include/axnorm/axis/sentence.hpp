// A sentence about a mistake: written by one constexpr check, it becomes the text of a compile error (mistake.hpp) or
// of an exception (shape_error.hpp). Used by every check. Must not know which checks there are.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/char_buffer.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>

namespace axnorm {

/// What is wrong, in words; empty if nothing is. ASCII without quotes, since compilers escape the rest. The fields name
/// the axis, what was expected of it, and what was given, where the check knows them.
struct sentence {
  char_buffer<320> words;
  char_buffer<48> axis;
  char_buffer<64> expected;
  char_buffer<64> given;

  constexpr bool empty() const { return words.empty(); }
  constexpr std::size_t size() const { return words.size(); }
  constexpr const char* data() const { return words.data(); }
  constexpr std::string_view view() const { return words.view(); }

  // Text without a template: each literal has a type of its own.
  constexpr sentence& operator<<(const char* text) { return *this << std::string_view(text); }
  constexpr sentence& operator<<(std::string_view text) {
    words << text;
    return *this;
  }
  template<class X>
  requires requires(char_buffer<320>& b, const X& x) { b << x; }
  constexpr sentence& operator<<(const X& x) {
    words << x;
    return *this;
  }

  /// Fills the fields: `about(axis, 32, 64)`.
  template<class Expected, class Given>
  constexpr sentence& about(const axis_value& a, const Expected& e, const Given& g) {
    axis << a.label;
    expected << e;
    given << g;
    return *this;
  }
};

/// An axis is written as its label.
template<std::size_t M>
constexpr char_buffer<M>& operator<<(char_buffer<M>& b, const axis_value& a) {
  return b << a.label;
}

/// `C`, or `C=64` where the extent is known.
template<std::size_t M>
constexpr char_buffer<M>& operator<<(char_buffer<M>& b, const axis_extent& a) {
  b << a.axis.label;
  return a.extent == dynamic_extent ? b : b << '=' << a.extent;
}

/// Axes in the order they are in, as `{N, C, H, W}`; extents are left out.
template<std::size_t M, class List>
requires requires(const List& l) {
  l.begin() != l.end();
  requires std::same_as<typename List::value_type, axis_value> || std::same_as<typename List::value_type, axis_extent>;
}
constexpr char_buffer<M>& operator<<(char_buffer<M>& b, const List& list) {
  b << '{';
  bool first = true;
  for (const auto& a : list) {
    if (!first) b << ", ";
    first = false;
    if constexpr (std::same_as<typename List::value_type, axis_value>)
      b << a.label;
    else
      b << a.axis.label;
  }
  return b << '}';
}

} // namespace axnorm
