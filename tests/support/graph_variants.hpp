// Variants of norms that the passes' rules were not made for, as graphs the way lowering writes them. Used by the tests
// of the passes; knows no pass.
#pragma once

#include "support/graph_norms.hpp"

#include <utility>

namespace axnorm::graph::norms {

/// Layer norm by the unbiased deviation.
constexpr graph unbiased_layer_norm() {
  rows b;
  const int variance = b.divide(b.g.reduce(op::moment2, b.l, b.x), b.plus(b.count(b.l), -1));
  return b.result(b.affine(b.divide(b.subtract(b.x, b.mean(b.l, b.x)), b.root(b.plus(variance, eps)))));
}

/// RMS norm by 1 + w.
constexpr graph rms_norm_about_one() {
  rows b;
  const int r = b.inverse_root(b.plus(b.mean(b.l, b.square(b.x)), eps));
  return b.result(b.multiply(b.x, r, b.plus(b.weight, 1)));
}

constexpr graph l2_normalized() {
  rows b;
  return b.result(b.divide(b.x, b.g.binary(op::maximum, b.root(b.sum(b.l, b.square(b.x))), b.constant(1e-12))));
}

constexpr graph log_softmax() {
  rows b;
  const int d = b.subtract(b.x, b.largest(b.l, b.x));
  return b.result(b.subtract(d, b.g.unary(op::logarithm, b.sum(b.l, b.g.unary(op::exponential, d)))));
}

/// RMS norm times SiLU of a gate, as gated norms have it.
constexpr graph gated_rms_norm() {
  rows b;
  const int z = b.input("z", b.n | b.l);
  const int r = b.inverse_root(b.plus(b.mean(b.l, b.square(b.x)), eps));
  return b.result(b.multiply(b.multiply(b.x, r, b.weight), b.multiply(z, b.g.unary(op::logistic, z))));
}

/// RMS norm of x + r, which is a result too.
constexpr graph residual_rms_norm() {
  rows b;
  const int a = b.add(b.x, b.input("r", b.n | b.l));
  b.output(b.multiply(a, b.inverse_root(b.plus(b.mean(b.l, b.square(a)), eps)), b.weight), b.n | b.l);
  b.output(a, b.n | b.l);
  return std::move(b.g);
}

/// RMS norm by the statistic of the positions that count.
constexpr graph partial_rms_norm() {
  rows b;
  const int m = b.mask("m", b.l);
  const int r = b.inverse_root(b.plus(b.weighted_mean(b.l, b.square(b.x), m), eps));
  return b.result(b.multiply(b.x, r, b.weight));
}

/// Batch norm scaled and shifted per sample and channel.
constexpr graph feature_modulated() {
  image b;
  const int scale = b.input("scale", b.n | b.c), shift = b.input("shift", b.n | b.c);
  return b.result(b.add(b.multiply(b.normalized(b.n | b.h | b.w, b.x), scale), shift));
}

/// Batch norm scaled and shifted at each position, as SPADE has it.
constexpr graph spatially_modulated() {
  image b;
  const int scale = b.input("scale", b.all()), shift = b.input("shift", b.all());
  return b.result(b.add(b.multiply(b.normalized(b.n | b.h | b.w, b.x), b.plus(scale, 1)), shift));
}

/// A convolution's weights standardized over all but their outputs, and scaled.
constexpr graph weight_standardized() {
  image b;
  return b.result(b.multiply(b.normalized(b.c | b.h | b.w, b.x), b.parameter("gain", b.n)));
}

/// Batch norm over groups of samples.
constexpr graph ghost_batch_norm() {
  grouped b; // n: ghosts, groups: samples of one
  const int weight = b.parameter("w", b.c), bias = b.parameter("b", b.c);
  b.output(b.add(b.multiply(b.normalized(b.groups | b.h | b.w, b.x), weight), bias), b.n | b.groups | b.c | b.h | b.w);
  return std::move(b.g);
}

/// Positional norm: over channels.
constexpr graph positional_norm() {
  image b;
  return b.result(b.affine(b.normalized(b.c, b.x)));
}

/// Batch and instance norm mixed by a gate for each channel.
constexpr graph batch_instance_norm() {
  image b;
  const int gate = b.parameter("gate", b.c);
  const int batch = b.multiply(gate, b.normalized(b.n | b.h | b.w, b.x));
  const int instance = b.multiply(b.subtract(b.constant(1), gate), b.normalized(b.h | b.w, b.x));
  return b.result(b.affine(b.add(batch, instance)));
}

/// EvoNorm-B0.
constexpr graph evolved_batch_norm() {
  image b;
  const int v = b.parameter("v", b.c);
  const int batch = b.root(b.plus(b.variance(b.n | b.h | b.w, b.x), eps));
  const int instance = b.root(b.plus(b.variance(b.h | b.w, b.x), eps));
  const int d = b.g.binary(op::maximum, batch, b.add(b.multiply(v, b.x), instance));
  return b.result(b.affine(b.divide(b.x, d)));
}

/// Batch renormalization: corrected towards running statistics, without a gradient through the correction.
constexpr graph batch_renorm() {
  image b;
  const axis_mask over = b.n | b.h | b.w;
  const int running_mean = b.input("running_mean", b.c), running_deviation = b.input("running_deviation", b.c);
  const int mean = b.mean(over, b.x), deviation = b.root(b.plus(b.variance(over, b.x), eps));
  auto held = [&](int v, double low, double high) {
    return b.g.unary(op::stop_gradient,
                     b.g.binary(op::minimum, b.g.binary(op::maximum, v, b.constant(low)), b.constant(high)));
  };
  const int r = held(b.divide(deviation, running_deviation), 1. / 3, 3);
  const int d = held(b.divide(b.subtract(mean, running_mean), running_deviation), -5, 5);
  return b.result(b.affine(b.add(b.multiply(b.divide(b.subtract(b.x, mean), deviation), r), d)));
}

} // namespace axnorm::graph::norms
