#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  auto [y, context] = evaluate<LayerNorm<C>{}>(images); // expect words of the compiler a tensor is one value
}
