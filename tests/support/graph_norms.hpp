// Named norms and twelve spellings of batch norm as graphs, the way lowering writes them. Used by the tests of the
// passes; knows no pass.
#pragma once

#include "support/graph_builder.hpp"

#include <array>
#include <utility>

namespace axnorm::graph::norms {

inline constexpr double eps = 1e-5;

/// x{N, C, H, W} with an affine map over C. The extents may be known to the types.
struct image : graph_builder {
  axis_mask n, c, h, w;
  int x, weight, bias;
  constexpr explicit image(std::array<std::int64_t, 4> extents = {-1, -1, -1, -1})
      : n(part("N", extents[0])), c(part("C", extents[1])), h(part("H", extents[2])), w(part("W", extents[3])),
        x(input("x", n | c | h | w)), weight(parameter("weight", c)), bias(parameter("bias", c)) {}
  constexpr axis_mask all() const { return n | c | h | w; }
  constexpr int affine(int v) { return add(multiply(v, weight), bias); }
  constexpr graph result(int v) {
    output(v, all());
    return std::move(g);
  }
};

/// x{N, L} with an affine map over L.
struct rows : graph_builder {
  axis_mask n, l;
  int x, weight, bias;
  constexpr rows()
      : n(part("N")), l(part("L")), x(input("x", n | l)), weight(parameter("weight", l)), bias(parameter("bias", l)) {}
  constexpr int affine(int v) { return add(multiply(v, weight), bias); }
  constexpr graph result(int v) {
    output(v, n | l);
    return std::move(g);
  }
};

/// x{N, G, C, H, W}, the channels in groups, with an affine map over G and C.
struct grouped : graph_builder {
  axis_mask n, groups, c, h, w;
  int x, weight, bias;
  constexpr grouped()
      : n(part("N")), groups(part("G")), c(part("C")), h(part("H")), w(part("W")),
        x(input("x", n | groups | c | h | w)), weight(parameter("weight", groups | c)),
        bias(parameter("bias", groups | c)) {}
};

constexpr graph batch_norm(std::array<std::int64_t, 4> extents = {-1, -1, -1, -1}) {
  image b(extents);
  return b.result(b.affine(b.normalized(b.n | b.h | b.w, b.x)));
}

constexpr graph instance_norm() {
  image b;
  return b.result(b.affine(b.normalized(b.h | b.w, b.x)));
}

constexpr graph layer_norm() {
  rows b;
  return b.result(b.affine(b.normalized(b.l, b.x)));
}

constexpr graph layer_norm_of_image() {
  image b;
  return b.result(b.affine(b.normalized(b.c | b.h | b.w, b.x)));
}

constexpr graph group_norm() {
  grouped b;
  const int y = b.normalized(b.c | b.h | b.w, b.x);
  b.output(b.add(b.multiply(y, b.weight), b.bias), b.n | b.groups | b.c | b.h | b.w);
  return std::move(b.g);
}

constexpr graph rms_norm() {
  rows b;
  const int r = b.inverse_root(b.plus(b.mean(b.l, b.square(b.x)), eps));
  return b.result(b.multiply(b.x, r, b.weight));
}

/// Three sets, six logits: the weights are softmaxes.
constexpr graph switchable_norm(std::array<std::int64_t, 4> extents = {-1, -1, -1, -1}) {
  image b(extents);
  const std::array<axis_mask, 3> sets{b.h | b.w, b.c | b.h | b.w, b.n | b.h | b.w};
  std::array<int, 3> mean_logits{}, variance_logits{};
  for (int& e : mean_logits)
    e = b.g.unary(op::exponential, b.parameter("mean_logit", 0));
  for (int& e : variance_logits)
    e = b.g.unary(op::exponential, b.parameter("variance_logit", 0));
  const int mean_total = b.add(b.add(mean_logits[0], mean_logits[1]), mean_logits[2]);
  const int variance_total = b.add(b.add(variance_logits[0], variance_logits[1]), variance_logits[2]);
  int mean = -1, variance = -1;
  for (std::size_t k = 0; k < 3; ++k) {
    const int m = b.multiply(b.divide(mean_logits[k], mean_total), b.mean(sets[k], b.x));
    const int v = b.multiply(b.divide(variance_logits[k], variance_total), b.variance(sets[k], b.x));
    mean = k == 0 ? m : b.add(mean, m);
    variance = k == 0 ? v : b.add(variance, v);
  }
  const int y = b.multiply(b.subtract(b.x, mean), b.inverse_root(b.plus(variance, eps)));
  return b.result(b.affine(y));
}

/// Filter response normalization with its threshold.
constexpr graph filter_response_norm() {
  image b;
  const int tau = b.parameter("tau", b.c);
  const int r = b.inverse_root(b.plus(b.mean(b.h | b.w, b.square(b.x)), 1e-6));
  return b.result(b.g.binary(op::maximum, b.affine(b.multiply(b.x, r)), tau));
}

constexpr graph softmax() {
  rows b;
  const int e = b.g.unary(op::exponential, b.subtract(b.x, b.largest(b.l, b.x)));
  return b.result(b.divide(e, b.sum(b.l, e)));
}

/// Global response normalization.
constexpr graph global_response_norm() {
  image b;
  const int size = b.root(b.sum(b.h | b.w, b.square(b.x)));
  const int relative = b.divide(size, b.plus(b.mean(b.c, size), 1e-6));
  return b.result(b.add(b.affine(b.multiply(b.x, relative)), b.x));
}

/// Statistics of another image, whose H and W are its own.
constexpr graph adaptive_instance_norm() {
  image b;
  const axis_mask h = b.part("H"), w = b.part("W");
  const int style = b.input("style", b.n | b.c | h | w);
  const int deviation = b.root(b.plus(b.variance(h | w, style), eps));
  return b.result(b.add(b.multiply(b.normalized(b.h | b.w, b.x), deviation), b.mean(h | w, style)));
}

/// Batch norm by mean absolute deviation.
constexpr graph l1_batch_norm() {
  image b;
  const axis_mask over = b.n | b.h | b.w;
  const int d = b.subtract(b.x, b.mean(over, b.x));
  const int deviation = b.plus(b.times_constant(1.2533141373155, b.mean(over, b.g.unary(op::absolute, d))), eps);
  return b.result(b.affine(b.divide(d, deviation)));
}

/// Layer norm with a weight, or a mask, for each position.
constexpr graph masked_layer_norm(bool boolean) {
  rows b;
  const int m = boolean ? b.mask("m", b.n | b.l) : b.input("m", b.n | b.l);
  const int mean = b.weighted_mean(b.l, b.x, m), variance = b.weighted_variance(b.l, b.x, m);
  return b.result(b.affine(b.multiply(b.subtract(b.x, mean), b.inverse_root(b.plus(variance, eps)))));
}

constexpr graph layer_norm_twice(bool affine_between) {
  rows b;
  int z = b.normalized(b.l, b.x);
  if (affine_between) z = b.add(b.multiply(z, b.parameter("w2", b.l)), b.parameter("b2", b.l));
  return b.result(b.affine(b.normalized(b.l, z)));
}

constexpr graph instance_norm_of_batch_norm() {
  image b;
  const int z = b.affine(b.normalized(b.n | b.h | b.w, b.x));
  return b.result(b.normalized(b.h | b.w, z));
}

/// x + r through layer norm and GELU in its tanh form; x + r is a result too.
constexpr graph residual_layer_norm_gelu() {
  rows b;
  const int r = b.input("r", b.n | b.l), a = b.add(b.x, r), z = b.affine(b.normalized(b.l, a));
  const int inner = b.times_constant(0.7978845608028654, b.add(z, b.times_constant(0.044715, b.power(z, 6))));
  b.output(b.multiply(b.times_constant(0.5, z), b.plus(b.g.unary(op::hyperbolic_tangent, inner), 1)), b.n | b.l);
  b.output(a, b.n | b.l);
  return std::move(b.g);
}

/// EvoNorm-S0.
constexpr graph evolved_norm() {
  grouped b;
  const int v = b.parameter("v", b.groups | b.c);
  const int gate = b.g.unary(op::logistic, b.multiply(b.x, v));
  const int r = b.inverse_root(b.plus(b.variance(b.c | b.h | b.w, b.x), eps));
  b.output(b.add(b.multiply(b.multiply(b.x, gate, r), b.weight), b.bias), b.n | b.groups | b.c | b.h | b.w);
  return std::move(b.g);
}

inline constexpr int batch_norm_spellings = 12;

/// Batch norm as people write it.
constexpr graph batch_norm_spelled(int spelling) {
  image b;
  const axis_mask over = b.n | b.h | b.w;
  const int x = b.x, mean = b.mean(over, x);
  auto by = [&](int variance) {
    return b.result(b.affine(b.multiply(b.subtract(x, mean), b.inverse_root(b.plus(variance, eps)))));
  };
  const auto centred = [&] { return b.subtract(x, mean); };
  const auto root = [&] { return b.inverse_root(b.plus(b.variance(over, x), eps)); };
  switch (spelling) {
  case 0:
    return b.result(b.add(b.bias, b.multiply(b.weight, b.divide(centred(), b.root(b.plus(b.variance(over, x), eps))))));
  case 1:
    return by(b.mean(over, b.square(centred())));
  case 2:
    return by(b.mean(over, b.multiply(centred(), centred())));
  case 3: { // x a + b
    const int a = b.multiply(b.weight, root());
    const int offset = b.subtract(b.bias, b.multiply(b.multiply(mean, b.weight), root()));
    return b.result(b.add(b.multiply(x, a), offset));
  }
  case 4:
    return by(b.subtract(b.mean(over, b.square(x)), b.square(mean)));
  case 5: {
    const int m = b.divide(b.sum(over, x), b.count(over)), d = b.subtract(x, m);
    const int v = b.divide(b.sum(over, b.square(d)), b.count(over));
    return b.result(b.affine(b.divide(d, b.root(b.plus(v, eps)))));
  }
  case 6:
    return b.result(b.add(b.multiply(b.multiply(b.weight, root()), centred()), b.bias));
  case 7:
    return by(b.mean(over, b.square(b.g.unary(op::absolute, centred()))));
  case 8: {
    const int m = b.mean(b.n, b.mean(b.h | b.w, x));
    return b.result(b.affine(b.multiply(b.subtract(x, m), root())));
  }
  case 9:
    return by(b.mean(b.n, b.mean(b.h | b.w, b.square(centred()))));
  case 10: {
    const int negative = b.multiply(b.subtract(mean, x), root());
    return b.result(b.add(b.multiply(negative, b.times_constant(-1, b.weight)), b.bias));
  }
  default:
    return b.result(b.affine(b.normalized(over, b.times_constant(2, x))));
  }
}

} // namespace axnorm::graph::norms
