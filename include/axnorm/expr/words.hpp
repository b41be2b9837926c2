// What operations are called where formulas are shown to people. Must not know: what they mean.
#pragma once

#include <axnorm/axis/window.hpp>
#include <axnorm/expr/listing.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace axnorm::expr {

/// The word for an operation, as formulas have it where they have one; operators are signs.
constexpr std::string_view word_of(term t) {
  constexpr std::array names = {"mistake",
                                "constant",
                                "input",
                                "parameter",
                                "scalar",
                                "buffer",
                                "let",
                                "+",
                                "-",
                                "*",
                                "/",
                                "pow",
                                "-",
                                "min",
                                "max",
                                "<",
                                "<=",
                                "==",
                                "!=",
                                "&&",
                                "||",
                                "!",
                                "where",
                                "clamp",
                                "abs",
                                "square",
                                "sqrt",
                                "rsqrt",
                                "exp",
                                "log",
                                "tanh",
                                "sigmoid",
                                "erf",
                                "gelu",
                                "gelu_tanh",
                                "silu",
                                "relu",
                                "softplus",
                                "cast",
                                "stop_gradient",
                                "derivative",
                                "with_gradient",
                                "passes",
                                "what arrives", // at a value whose gradient is the user's own
                                "sum",
                                "mean",
                                "var",
                                "std_dev",
                                "max",
                                "min",
                                "any_of",
                                "all_of",
                                "count",
                                "sum_of_squares",
                                "norm2",
                                "window_sum",
                                "position"};
  static_assert(names.size() == static_cast<std::size_t>(term::position) + 1);
  return names[static_cast<std::size_t>(t)];
}

/// What a window holds: "3" of so many positions, "2 before and 0 behind".
inline std::string window_words(int window) {
  if (!graph::is_between(window)) return std::to_string(window);
  const auto distance = [](std::int64_t n) { return n + 1 >= without_end ? "all" : std::to_string(n); };
  return distance(graph::window_before(window, without_end + 1)) + " before and " +
         distance(graph::window_after(window, without_end + 1)) + " behind";
}

/// Whether its sign stands between two operands.
constexpr bool is_infix(term t) {
  return (t >= term::add && t <= term::divide) || (t >= term::less && t <= term::logical_or);
}

} // namespace axnorm::expr
