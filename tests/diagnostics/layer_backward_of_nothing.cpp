#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

struct Kept {
  static constexpr auto formula = mean<Over<N>>(input<"mask">);
};

void f(Layer<Kept>& layer, const Tensor<bool, N, C>& mask, const Tensor<float, C>& dy) {
  auto context = layer.context(mask);
  // expect: backward has nothing to differentiate by: the formula has no parameter, and no input holds real numbers
  layer.backward(context, dy);
}
