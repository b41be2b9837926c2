// simplify: the algebra that pays, applied until nothing changes. A pass from graph to graph; its rules are in
// algebra.hpp. Knows no norm.
#pragma once

#include <axnorm/graph/algebra.hpp>

#include <utility>

namespace axnorm::graph {

namespace detail {
constexpr graph settled(algebra a, int rounds) {
  while (rounds-- > 0 && a.rebuild()) {
  }
  return a.compact();
}
} // namespace detail

/// `g` rebuilt through the rules until nothing changes, at most `rounds` times, without nodes that no output needs.
/// Values are the same for finite data up to rounding; what 0 times infinity or x - x would make NaN may become finite.
/// Gradients of the user's own are dropped.
constexpr graph simplify(graph g, int rounds = 6) { return detail::settled(algebra(std::move(g)), rounds); }
/// The same of a graph that is differentiated after this: gradients of the user's own stay.
constexpr graph simplify_to_differentiate(graph g, int rounds = 6) {
  algebra a(std::move(g));
  a.keeps_own_gradients = true;
  return detail::settled(std::move(a), rounds);
}

/// A share of one round, the `part`-th of `parts`. Compilers limit the steps of one constant evaluation (clang:
/// 1,048,576, some 500 nodes): a graph that is too large for one goes through several, each with its part.
constexpr graph simplify_part(graph g, int part, int parts) {
  algebra a(std::move(g));
  const int size = a.g.size();
  a.rebuild(size * part / parts, size * (part + 1) / parts);
  return a.compact();
}

} // namespace axnorm::graph
