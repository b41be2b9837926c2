#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

void f(Layer<LayerNorm<C>>& first, Layer<LayerNorm<C>>& second, const Tensor<float, N, C>& x) {
  // expect: a call takes tensors, but the pair was given that forward returns; take it apart: auto [y, context] =
  second.forward(first.forward(x));
}
