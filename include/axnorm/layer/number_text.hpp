// Numbers in sentences and printed forms. Used by optimizers and printing. Must not know what the numbers mean.
#pragma once

#include <array>
#include <charconv>
#include <string>

namespace axnorm::detail {

/// A number as short as it can be read back: `1e-05`, `0.1`, `1`.
inline std::string number_text(double x) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), x).ptr};
}

} // namespace axnorm::detail
