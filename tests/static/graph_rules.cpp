// Each rule of the algebra: the node it makes, and a case where its condition fails.
#include "support/graph_builder.hpp"
#include "support/graph_constant.hpp"
#include <axnorm/graph/share.hpp>
#include <axnorm/graph/simplify.hpp>

namespace axnorm::graph {
namespace {

/// x and y{N, C, H}, w{C}, s{N, C}, m{N, H}: bits 0, 1, 2 are N, C, H; H may be known to be 7.
struct setting : graph_builder {
  axis_mask n = part("N"), c = part("C"), h;
  int x, y, w, s, k, m;
  constexpr explicit setting(std::int64_t extent = dynamic_extent)
      : h(part("H", extent)), x(input("x", n | c | h)), y(input("y", n | c | h)), w(parameter("w", c)),
        s(parameter("s", n | c)), k(parameter("k", h)), m(mask("m", n | h)) {}
};

/// Whether two ways to write a value become the same node. `write` makes them from a setting.
template<class F>
constexpr bool same(F write, std::int64_t extent = dynamic_extent) {
  setting b(extent);
  const auto [one, other] = write(b);
  b.output(one);
  b.output(other);
  const graph g = simplify(std::move(b.g));
  return g.outputs[0].node == g.outputs[1].node;
}

/// The graph that one value becomes.
template<class F>
constexpr graph made(F write, std::int64_t extent = dynamic_extent) {
  setting b(extent);
  b.output(write(b));
  return simplify(std::move(b.g));
}
constexpr node result(const graph& g) { return g[g.outputs[0].node]; }

struct both {
  int one, other;
};

// 1. Canonical products and sums.
static_assert(same([](setting& b) { return both{b.multiply(b.x, b.y), b.multiply(b.y, b.x)}; }));
static_assert(same([](setting& b) { return both{b.multiply(b.x, b.x), b.square(b.x)}; }));
static_assert(same([](setting& b) { return both{b.divide(b.multiply(b.x, b.y), b.y), b.x}; }));
static_assert(same([](setting& b) { return both{b.square(b.inverse_root(b.x)), b.divide(b.constant(1), b.x)}; }));
static_assert(same([](setting& b) { return both{b.add(b.x, b.x), b.times_constant(2, b.x)}; }));
static_assert(same([](setting& b) { return both{b.multiply(b.x, b.constant(0)), b.constant(0)}; }));
static_assert(same([](setting& b) { return both{b.plus(b.plus(b.x, 1), 2), b.plus(b.x, 3)}; }));
static_assert(same([](setting& b) { return both{b.multiply(b.count(b.h), b.divide(b.x, b.count(b.h))), b.x}; }));
static_assert(same([](setting& b) { return both{b.count(b.h), b.constant(7)}; }, 7));
static_assert(same([](setting& b) { return both{b.multiply(b.count(b.h), b.divide(b.x, b.count(b.h))), b.x}; }, 49));
static_assert(same([](setting& b) { return both{b.root(b.square(b.x)), b.g.unary(op::absolute, b.x)}; }));
static_assert(!same([](setting& b) { return both{b.root(b.square(b.x)), b.x}; }));
static_assert(same([](setting& b) { return both{b.root(b.constant(4)), b.constant(2)}; }));
static_assert(!same([](setting& b) { return both{b.divide(b.x, b.constant(0)), b.x}; })); // 1/0 does not fold
static_assert(result(made([](setting& b) { return b.divide(b.constant(1), b.count(b.h)); }, 0)).kind == op::product);
static_assert(!same([](setting& b) { // the guarded reciprocal does not cancel
  const int total = b.sum(b.h, b.m);
  return both{b.multiply(total, b.g.unary(op::reciprocal_or_zero, total)), b.constant(1)};
}));

// 2. Absent axes.
static_assert(same([](setting& b) { return both{b.mean(b.h, b.s), b.s}; }));
static_assert(same([](setting& b) { return both{b.sum(b.n | b.c, b.w), b.multiply(b.count(b.n), b.sum(b.c, b.w))}; }));

// 3. Nest: a bare inner sum only.
static_assert(same([](setting& b) { return both{b.sum(b.n, b.sum(b.h, b.x)), b.sum(b.n | b.h, b.x)}; }));
static_assert(same([](setting& b) { return both{b.mean(b.n, b.mean(b.h, b.x)), b.mean(b.n | b.h, b.x)}; }));
static_assert(!same([](setting& b) {
  return both{b.sum(b.n, b.square(b.sum(b.h, b.x))), b.square(b.sum(b.n | b.h, b.x))};
}));

// 4. Factor out.
static_assert(same([](setting& b) {
  return both{b.sum(b.h, b.multiply(b.w, b.x)), b.multiply(b.w, b.sum(b.h, b.x))};
}));
static_assert(same([](setting& b) {
  return both{b.sum(b.h, b.times_constant(3, b.x)), b.times_constant(3, b.sum(b.h, b.x))};
}));
static_assert(!same([](setting& b) {
  return both{b.sum(b.h, b.multiply(b.k, b.x)), b.multiply(b.k, b.sum(b.h, b.x))};
}));

// 5. Regroup, every factor kept.
static_assert(same([](setting& b) {
  return both{b.sum(b.c | b.h, b.multiply(b.w, b.x)), b.sum(b.c, b.multiply(b.w, b.sum(b.h, b.x)))};
}));
static_assert(same([](setting& b) {
  const int f = b.multiply(b.multiply(b.w, b.s), b.multiply(b.x, b.y));
  return both{b.sum(b.n | b.c | b.h, f),
              b.sum(b.c, b.multiply(b.w, b.sum(b.n, b.multiply(b.s, b.sum(b.h, b.multiply(b.x, b.y))))))};
}));

// 6. Centred sums.
static_assert(same([](setting& b) { return both{b.sum(b.h, b.subtract(b.x, b.mean(b.h, b.x))), b.constant(0)}; }));
static_assert(same([](setting& b) { return both{b.sum(b.h, b.subtract(b.x, b.mean(b.h, b.x))), b.constant(0)}; }, 49));
static_assert(same([](setting& b) {
  return both{b.sum(b.n | b.h, b.subtract(b.x, b.mean(b.h, b.x))), b.constant(0)};
}));
static_assert(!same([](setting& b) {
  return both{b.sum(b.h, b.subtract(b.x, b.mean(b.n | b.h, b.x))), b.constant(0)};
}));

// 7. Centred forms.
static_assert(same([](setting& b) {
  const int moved = b.add(b.multiply(b.w, b.x), b.w);
  return both{b.subtract(moved, b.mean(b.h, moved)), b.multiply(b.w, b.subtract(b.x, b.mean(b.h, b.x)))};
}));
static_assert(same([](setting& b) {
  const int d = b.subtract(b.x, b.mean(b.n | b.h, b.x));
  return both{b.subtract(d, b.s), b.g.binary(op::centred, b.x, b.add(b.mean(b.n | b.h, b.x), b.s))};
}));
static_assert(same([](setting& b) { return both{b.g.binary(op::centred, b.x, b.multiply(b.w, b.constant(0))), b.x}; }));
static_assert(result(made([](setting& b) { return b.subtract(b.x, b.s); })).kind == op::centred);
static_assert(count_of(made([](setting& b) { // never opened inside a product
                         return b.sum(b.h, b.multiply(b.y, b.subtract(b.x, b.mean(b.h, b.x))));
                       }),
                       op::centred) == 1);

// 8. Moments.
static_assert(same([](setting& b) {
  return both{b.mean(b.h, b.square(b.subtract(b.x, b.mean(b.h, b.x)))), b.variance(b.h, b.x)};
}));
static_assert(same([](setting& b) {
  return both{b.subtract(b.mean(b.h, b.square(b.x)), b.square(b.mean(b.h, b.x))), b.variance(b.h, b.x)};
}));
static_assert(same(
    [](setting& b) {
      return both{b.subtract(b.mean(b.h, b.square(b.x)), b.square(b.mean(b.h, b.x))), b.variance(b.h, b.x)};
    },
    49));
static_assert(same([](setting& b) {
  const int u = b.add(b.multiply(b.times_constant(3, b.w), b.x), b.s);
  return both{b.variance(b.h, u), b.multiply(b.times_constant(9, b.square(b.w)), b.variance(b.h, b.x))};
}));
static_assert(same([](setting& b) { // weighted, by numbers
  const int mean = b.weighted_mean(b.h, b.x, b.k);
  const int total = b.g.unary(op::reciprocal_or_zero, b.sum(b.h, b.k));
  return both{b.multiply(b.sum(b.h, b.multiply(b.k, b.square(b.subtract(b.x, mean)))), total),
              b.weighted_variance(b.h, b.x, b.k)};
}));
static_assert(same([](setting& b) { // weighted, E[x^2] - E[x]^2
  const int mean = b.weighted_mean(b.h, b.x, b.k);
  return both{b.subtract(b.weighted_mean(b.h, b.square(b.x), b.k), b.square(mean)), b.weighted_variance(b.h, b.x, b.k)};
}));
static_assert(same([](setting& b) { // masked
  const int mean = b.weighted_mean(b.n | b.h, b.x, b.m);
  const int squares = b.g.select(b.m, b.square(b.subtract(b.x, mean)), b.constant(0));
  return both{b.sum(b.n | b.h, squares), b.g.reduce(op::moment2, b.n | b.h, b.x, b.m)};
}));
static_assert(same([](setting& b) {
  return both{b.g.reduce(op::moment2, b.h, b.subtract(b.x, b.s)), b.g.reduce(op::moment2, b.h, b.x)};
}));
static_assert(same([](setting& b) { return both{b.variance(b.n, b.w), b.constant(0)}; }));
static_assert(count_of(made([](setting& b) { // another centre than the mean is another thing
                         return b.mean(b.h, b.square(b.subtract(b.x, b.s)));
                       }),
                       op::moment2) == 0);
static_assert(count_of(made([](setting& b) {
                         return b.subtract(b.mean(b.h, b.square(b.x)), b.square(b.mean(b.h, b.y)));
                       }),
                       op::moment2) == 0);

// The weighted sum beside a weighted moment stays whole.
static_assert([] {
  setting b;
  const int row = b.parameter("row", b.n);
  b.output(b.weighted_mean(b.n | b.h, b.x, row));
  b.output(b.weighted_variance(b.n | b.h, b.x, row));
  const graph g = simplify(std::move(b.g));
  for (int i = 0; i < g.size(); ++i)
    if (g[i].kind == op::moment2)
      for (int j = 0; j < g.size(); ++j)
        if (g[j].kind == op::reduce_sum && g[j].over == g[i].over && g[g[j].a].kind == op::product &&
            g[g[j].a].count == 2)
          return true;
  return false;
}());

// k u - k mean(u) is centred first, also where it was folded into an offset.
static_assert(same([](setting& b) {
  const int mean = b.mean(b.h, b.x);
  return both{b.add(b.multiply(b.x, b.w), b.subtract(b.s, b.multiply(mean, b.w))),
              b.add(b.multiply(b.subtract(b.x, mean), b.w), b.s)};
}));
static_assert(same([](setting& b) {
  const int mean = b.mean(b.h, b.x);
  return both{b.subtract(mean, b.x), b.times_constant(-1, b.subtract(b.x, mean))};
}));

// 9. Distribute: statistics always; data only if nothing new has to be summed. Not sum(x + y).
static_assert(result(made([](setting& b) { return b.sum(b.c, b.add(b.s, b.w)); })).kind == op::sum);
static_assert(result(made([](setting& b) { return b.sum(b.h, b.add(b.x, b.y)); })).kind == op::reduce_sum);
static_assert([] {
  setting b;
  for (const int v : {b.sum(b.h, b.x), b.sum(b.h, b.y), b.sum(b.h, b.add(b.x, b.y))})
    b.output(v);
  return cost_of(simplify(std::move(b.g))).sums == 2;
}());
static_assert(cost_of(made([](setting& b) { // a stage less: sum of x - y with y a mean of data
                const int d = b.subtract(b.x, b.mean(b.n | b.c | b.h, b.x));
                return b.sum(b.h, b.add(b.square(d), b.times_constant(2, d)));
              }))
                  .sweeps == 2);

// 10. Expand: where all sums come a stage earlier. sum(e / sum(e)) e is so.
static_assert(cost_of(made([](setting& b) {
                const int e = b.g.unary(op::exponential, b.x);
                const int p = b.divide(e, b.sum(b.h, e));
                return b.sum(b.h, b.multiply(e, b.subtract(b.y, b.sum(b.h, b.multiply(p, b.y)))));
              })).sweeps == 2);
static_assert(result(made([](setting& b) { return b.sum(b.h, b.multiply(b.y, b.plus(b.x, 1))); })).kind ==
              op::reduce_sum);

// 11. Flatten: only where terms merge.
static_assert(same([](setting& b) { return both{b.subtract(b.add(b.x, b.y), b.y), b.x}; }));
static_assert([] {
  const graph g = made([](setting& b) { return b.add(b.add(b.x, b.y), b.s); });
  return result(g).kind == op::sum && result(g).count == 2;
}());

// Functions: exact constants, known truths, equal operands.
static_assert(same([](setting& b) { return both{b.g.unary(op::exponential, b.constant(0)), b.constant(1)}; }));
static_assert(same([](setting& b) {
  return both{b.g.binary(op::maximum, b.x, b.y), b.g.binary(op::maximum, b.y, b.x)};
}));
static_assert(same([](setting& b) { return both{b.g.binary(op::power, b.x, b.constant(-0.5)), b.inverse_root(b.x)}; }));
static_assert(same([](setting& b) { return both{b.g.unary(op::is_nonzero, b.m), b.m}; }));
static_assert(same([](setting& b) { return both{b.square(b.g.unary(op::absolute, b.x)), b.square(b.x)}; }));
static_assert(same([](setting& b) { return both{b.g.select(b.constant(1), b.x, b.y), b.x}; }));
static_assert(!same([](setting& b) { return both{b.g.binary(op::equal, b.x, b.x), b.constant(1)}; })); // NaN
static_assert(same([](setting& b) { return both{b.g.window_sum(2, 1, b.x), b.x}; }));
static_assert(same([](setting& b) {
  return both{b.g.window_sum(2, 3, b.multiply(b.w, b.x)), b.multiply(b.w, b.g.window_sum(2, 3, b.x))};
}));
static_assert(same([](setting& b) { return both{b.largest(b.n, b.largest(b.h, b.x)), b.largest(b.n | b.h, b.x)}; }));

// 13. Share. The intersection is summed, the sets are merged from it; nothing changes where sets are disjoint or values
// differ.
template<class F>
constexpr int shared_sums(F write) {
  setting b;
  write(b);
  return cost_of(share(simplify(std::move(b.g)))).sums;
}
static_assert(shared_sums([](setting& b) {
                b.output(b.sum(b.n | b.h, b.x));
                b.output(b.sum(b.c | b.h, b.x));
              }) == 1);
static_assert(shared_sums([](setting& b) {
                b.output(b.variance(b.h, b.x));
                b.output(b.variance(b.c | b.h, b.x));
              }) == 2);
static_assert(shared_sums([](setting& b) {
                b.output(b.largest(b.h, b.x));
                b.output(b.largest(b.c | b.h, b.x));
              }) == 1);
static_assert(shared_sums([](setting& b) {
                b.output(b.sum(b.n, b.x));
                b.output(b.sum(b.c | b.h, b.x));
              }) == 2);
static_assert(shared_sums([](setting& b) {
                b.output(b.sum(b.h, b.x));
                b.output(b.sum(b.n | b.h, b.y));
              }) == 2);
static_assert(shared_sums([](setting& b) { // a mask over N and H: the channels' moments make those of all
                b.output(b.weighted_variance(b.n | b.h, b.x, b.m));
                b.output(b.weighted_variance(b.n | b.c | b.h, b.x, b.m));
              }) == 2);

} // namespace
} // namespace axnorm::graph
