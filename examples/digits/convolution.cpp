// Windows to columns and back, and products of matrices by Eigen.
// Used by network.hpp and head.cpp.
// Must not know of norms or of training.
#include "convolution.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>

namespace digits {
namespace {

using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using matrix_view = Eigen::Map<matrix>;
using const_matrix_view = Eigen::Map<const matrix>;

/// Which elements of a window's rows lie within the maps: for each offset (row or column) in the window, the first and
/// the end of the positions whose element is inside.
struct range {
  std::int64_t first, end;
};
range inside(std::int64_t offset, const window& shape, std::int64_t input, std::int64_t output) {
  const std::int64_t shift = offset - shape.padding; // position p sees element p * stride + shift
  const std::int64_t first = shift >= 0 ? 0 : (-shift + shape.stride - 1) / shape.stride;
  const std::int64_t end = (input - 1 - shift) / shape.stride + 1;
  return {std::min(first, output), std::clamp(end, std::int64_t{0}, output)};
}

/// Calls f(column, element, count) for each run of elements of x along W that windows see: `count` positions from the
/// index `column` of the columns on see the elements of x from the index `element` on, a stride apart.
template<class F>
void for_each_run(const axnorm::extents_array<4>& x, std::int64_t height, std::int64_t width, const window& shape,
                  F f) {
  const auto [channels, samples, rows, columns] = x;
  const std::int64_t positions = samples * height * width;
  std::int64_t line = 0; // of the matrix
  for (std::int64_t c = 0; c < channels; ++c)
    for (std::int64_t i = 0; i < shape.side; ++i)
      for (std::int64_t j = 0; j < shape.side; ++j, ++line) {
        const range up = inside(i, shape, rows, height), across = inside(j, shape, columns, width);
        if (across.first >= across.end) continue;
        for (std::int64_t n = 0; n < samples; ++n)
          for (std::int64_t h = up.first; h < up.end; ++h) {
            const std::int64_t row = h * shape.stride + i - shape.padding;
            const std::int64_t column = across.first * shape.stride + j - shape.padding;
            f(line * positions + (n * height + h) * width + across.first,
              ((c * samples + n) * rows + row) * columns + column, across.end - across.first);
          }
      }
}

} // namespace

convolution::convolution(std::int64_t in, std::int64_t out, const window& shape, randomness& random)
    : shape_(shape), weight_(out, in, shape.side, shape.side),
      dweight_(decltype(dweight_)::filled(0, out, in, shape.side, shape.side)) {
  std::normal_distribution<double> draw(0, std::sqrt(2.0 / static_cast<double>(in * shape.side * shape.side)));
  for (std::int64_t i = 0; i < weight_.size(); ++i)
    weight_.data()[i] = static_cast<float>(draw(random));
}

void convolution::forward(const maps& x, maps& y) {
  input_ = x.extents();
  const std::int64_t samples = x.extent<N>(), out = weight_.extent<Out>();
  const std::int64_t height = output_side(x.extent<H>()), width = output_side(x.extent<W>());
  const std::int64_t lines = weight_.size() / out, positions = samples * height * width;
  make_room(y, out, samples, height, width);
  columns_.assign(static_cast<std::size_t>(lines * positions), 0.0F);
  for_each_run(input_, height, width, shape_, [&](std::int64_t column, std::int64_t element, std::int64_t count) {
    for (std::int64_t k = 0; k < count; ++k)
      columns_[static_cast<std::size_t>(column + k)] = x.data()[element + k * shape_.stride];
  });
  matrix_view(y.data(), out, positions).noalias() =
      const_matrix_view(weight_.data(), out, lines) * const_matrix_view(columns_.data(), lines, positions);
}

void convolution::backward(const maps& dy, maps* dx) {
  const std::int64_t out = dy.extent<C>(), height = dy.extent<H>(), width = dy.extent<W>();
  const std::int64_t lines = weight_.size() / out, positions = dy.size() / out;
  const const_matrix_view arriving(dy.data(), out, positions);
  matrix_view(dweight_.data(), out, lines).noalias() =
      arriving * const_matrix_view(columns_.data(), lines, positions).transpose();
  if (dx == nullptr) return;
  dcolumns_.resize(columns_.size());
  matrix_view(dcolumns_.data(), lines, positions).noalias() =
      const_matrix_view(weight_.data(), out, lines).transpose() * arriving;
  make_room(*dx, input_[0], input_[1], input_[2], input_[3]);
  dx->fill(0);
  for_each_run(input_, height, width, shape_, [&](std::int64_t column, std::int64_t element, std::int64_t count) {
    for (std::int64_t k = 0; k < count; ++k)
      dx->data()[element + k * shape_.stride] += dcolumns_[static_cast<std::size_t>(column + k)];
  });
}

std::vector<axnorm::named_view<float>> convolution::parameters() { return {axnorm::named("weight", weight_)}; }

std::vector<axnorm::named_view<float>> convolution::gradients() { return {axnorm::named("weight", dweight_)}; }

} // namespace digits
