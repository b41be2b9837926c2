// A convolution and its gradients: windows are gathered into columns of a matrix (im2col), the rest is products of
// matrices.
// Used by network.hpp and head.cpp.
// Must not know of norms or of training.
#pragma once

#include "maps.hpp"
#include <axnorm/layer/named_view.hpp>

#include <cstdint>
#include <random>
#include <vector>

namespace digits {

using randomness = std::mt19937_64;

struct window {
  std::int64_t side = 3;
  std::int64_t stride = 1;
  std::int64_t padding = 1; ///< zeros around the maps
};

/// Without a bias: what comes after it has one.
class convolution {
public:
  /// Weights are normally distributed with variance 2 / (inputs of a window), after He et al. (arXiv 1502.01852).
  convolution(std::int64_t in, std::int64_t out, const window& shape, randomness& random);

  /// Writes y, which is sized to fit, and keeps what backward needs.
  void forward(const maps& x, maps& y);
  /// From the gradient of y: overwrites the weights' and that of x, which is sized to fit; there may be none of x.
  void backward(const maps& dy, maps* dx);

  std::vector<axnorm::named_view<float>> parameters();
  std::vector<axnorm::named_view<float>> gradients();
  std::vector<axnorm::state_view> state() { return {axnorm::named("weight", weight_)}; }

private:
  std::int64_t output_side(std::int64_t input) const {
    return (input + 2 * shape_.padding - shape_.side) / shape_.stride + 1;
  }

  window shape_;
  Tensor<float, Out, C, Row, Column> weight_, dweight_;
  axnorm::extents_array<4> input_{}; ///< extents of the last x
  std::vector<float> columns_;       ///< {C, Row, Column, N, H, W}: each position's window, a column of the matrix
  std::vector<float> dcolumns_;
};

} // namespace digits
