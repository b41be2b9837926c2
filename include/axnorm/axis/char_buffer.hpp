// Characters in a buffer of fixed capacity, in constant evaluation and at run time alike: std::string is not usable
// there on every compiler. Used by sentences and their fields. Must not know what is written.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace axnorm {

namespace detail {

/// Appends to `count` characters of at most `capacity`; what does not fit is cut, and the last three become `...`.
constexpr void append_text(char* text, std::size_t& count, std::size_t capacity, std::string_view s) {
  for (const char c : s) {
    if (count == capacity) {
      for (std::size_t i = 1; i <= 3 && i <= capacity; ++i)
        text[capacity - i] = '.';
      break;
    }
    text[count++] = c;
  }
}
/// The same for the number of this size, with its sign.
constexpr void append_number(char* text, std::size_t& count, std::size_t capacity, std::uint64_t size, bool negative) {
  char digits[20]{};
  std::size_t n = 20;
  do {
    digits[--n] = static_cast<char>('0' + static_cast<int>(size % 10));
    size /= 10;
  } while (size != 0);
  if (negative) append_text(text, count, capacity, "-");
  append_text(text, count, capacity, {digits + n, 20 - n});
}

} // namespace detail

/// Appends text and integers; what does not fit is cut, and the last three characters become `...`.
template<std::size_t Capacity>
struct char_buffer {
  char text[Capacity]{};
  std::size_t count = 0;

  constexpr bool empty() const { return count == 0; }
  constexpr std::size_t size() const { return count; }
  constexpr const char* data() const { return text; }
  constexpr std::string_view view() const { return {text, count}; }

  constexpr char_buffer& operator<<(std::string_view s) {
    detail::append_text(text, count, Capacity, s);
    return *this;
  }
  constexpr char_buffer& operator<<(const char* s) { return *this << std::string_view(s); }
  constexpr char_buffer& operator<<(char c) { return *this << std::string_view(&c, 1); }

  template<std::integral I>
  requires(!std::same_as<I, char> && !std::same_as<I, bool>)
  constexpr char_buffer& operator<<(I value) {
    const bool negative = value < I(0);
    const auto bits = static_cast<std::uint64_t>(value); // 0 - bits: the smallest number has no -value
    detail::append_number(text, count, Capacity, negative ? 0 - bits : bits, negative);
    return *this;
  }
};

} // namespace axnorm
