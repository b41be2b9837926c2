// What operations are called where formulas are shown to people. Must not know: what they mean.
#pragma once

#include <axnorm/expr/listing.hpp>

#include <array>
#include <cstddef>
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
                                "window_sum"};
  static_assert(names.size() == static_cast<std::size_t>(term::window_sum) + 1);
  return names[static_cast<std::size_t>(t)];
}

/// Whether its sign stands between two operands.
constexpr bool is_infix(term t) {
  return (t >= term::add && t <= term::divide) || (t >= term::less && t <= term::logical_or);
}

} // namespace axnorm::expr
