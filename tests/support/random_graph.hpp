// Random graphs, the same ones in constant evaluation and at run time: what passes must keep the values of. Knows no
// pass.
#pragma once

#include "support/graph_builder.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace axnorm::graph {

/// A small linear congruential generator.
struct dice {
  std::uint64_t state;
  constexpr explicit dice(std::uint64_t seed) : state(seed * 0x9E3779B97F4A7C15u + 0x1234567u) { next(); }
  constexpr std::uint64_t next() {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return state >> 33;
  }
  /// 0 ... n - 1
  constexpr int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
};

/// What a random graph may contain besides arithmetic, sums, means, variances and norms.
struct random_graph_options {
  int operations = 8;
  bool fixed_extents = false; ///< some extents known to the types
  bool masks = true;          ///< boolean and number weights
  bool together = true;       ///< the output is a sum of all values; else the last few are outputs
  bool functions = true;      ///< tanh, max, |x|, select, windows, largest
};

/// Extents by part of every random graph.
inline const std::vector<std::int64_t> random_graph_extents{2, 3, 2, 5};

/// A graph over four parts (C in groups is two of them) with `operations` random operations, all of which the output
/// depends on. Its values stay moderate: what could grow is divided by something at least 1.
constexpr graph random_graph(std::uint64_t seed, const random_graph_options& options = {}) {
  dice d(seed);
  graph_builder b;
  const auto room = static_cast<std::size_t>(5 * options.operations + 32); // growing costs constant evaluation dearly
  b.g.nodes.reserve(room);
  b.g.terms.reserve(2 * room);
  b.g.rehash(std::bit_ceil(2 * room));
  const axis_mask n = b.part("N", options.fixed_extents ? 2 : dynamic_extent), groups = b.part("G"),
                  inside = b.part("C", options.fixed_extents ? 2 : dynamic_extent), h = b.part("H");
  const axis_mask all = n | groups | inside | h;
  const int x = b.input("x", all), y = b.input("y", all), w = b.parameter("w", groups | inside),
            v = b.parameter("v", h | inside);
  const int m = b.mask("m", n | h), k = b.input("k", h);
  std::vector<int> pool{x, y, w, v, x};
  auto some = [&] {
    return pool[pool.size() - 1 -
                static_cast<std::size_t>(d.below(pool.size() < 7 ? static_cast<int>(pool.size()) : 7))];
  };
  while (static_cast<int>(pool.size()) < 5 + options.operations) {
    const int a = some(), c = some();
    const axis_mask set = static_cast<axis_mask>(1 + d.below(15)), over = set & b.g[a].axes;
    int r = -1;
    switch (d.below(options.functions ? 24 : 16)) {
    case 0:
    case 1:
      r = b.add(a, c);
      break;
    case 2:
    case 3:
      r = b.subtract(a, c);
      break;
    case 4:
    case 5:
      r = b.multiply(a, c);
      break;
    case 6:
      r = over != 0 ? b.subtract(a, b.mean(over, a)) : b.times_constant(0.5, a);
      break;
    case 7:
      r = over != 0 ? b.variance(over, a) : b.plus(a, 1);
      break;
    case 8:
      r = b.mean(set, b.multiply(a, c));
      break;
    case 9:
      r = b.mean(set, a);
      break;
    case 10:
      r = b.inverse_root(b.plus(b.square(a), 1));
      break;
    case 11:
      r = over != 0 ? b.normalized(over, a, 0.1) : b.times_constant(-2, a);
      break;
    case 12:
      r = over != 0 ? b.subtract(b.mean(over, b.square(a)), b.square(b.mean(over, a))) : b.square(a);
      break;
    case 13:
      r = over != 0 ? b.mean(over, b.square(b.subtract(a, b.mean(over, a)))) : a;
      break;
    case 14:
      r = b.add(b.times_constant(2, a), b.times_constant(-1, b.add(a, c)));
      break;
    case 15: {
      const int weight = options.masks ? (d.below(2) ? m : k) : b.square(k);
      const axis_mask covered = set | (b.g[weight].axes & set);
      const axis_mask span = covered & (b.g[a].axes | b.g[weight].axes);
      if (over == 0 || (span & b.g[weight].axes) == 0)
        r = b.add(a, k);
      else if (d.below(2))
        r = b.subtract(a, b.weighted_mean(span, a, weight));
      else
        r = b.weighted_variance(span, a, weight);
      break;
    }
    case 16:
      r = b.g.unary(op::hyperbolic_tangent, a);
      break;
    case 17:
      r = b.g.binary(op::maximum, a, c);
      break;
    case 18:
      r = b.g.binary(op::minimum, a, b.constant(0.5));
      break;
    case 19:
      r = b.g.unary(op::absolute, a);
      break;
    case 20:
      r = b.g.select(b.g.binary(op::less, a, b.plus(c, 0.1234567)), a, b.times_constant(0.25, c));
      break;
    case 21:
      r = over != 0 ? b.largest(over, a) : b.g.unary(op::logistic, a);
      break;
    case 22:
      r = (b.g[a].axes & h) != 0 ? b.g.window_sum(3, 3, b.times_constant(0.3, a)) : b.divide(a, b.plus(b.square(c), 1));
      break;
    default:
      r = b.root(b.plus(b.square(a), 0.25));
      break;
    }
    // What came out is kept near 1, so that 60 operations do not overflow.
    if (d.below(4) == 0) r = b.divide(r, b.root(b.plus(b.square(r), 1)));
    pool.push_back(r);
  }
  if (!options.together) {
    for (std::size_t i = pool.size() - 6; i < pool.size(); ++i)
      b.output(pool[i]);
    return std::move(b.g);
  }
  int out = pool.back();
  for (std::size_t i = 5; i + 1 < pool.size(); ++i)
    out = b.add(out, b.times_constant(0.5, pool[i]));
  b.output(out, all);
  b.output(b.mean(h, out), all & ~h);
  return std::move(b.g);
}

} // namespace axnorm::graph
