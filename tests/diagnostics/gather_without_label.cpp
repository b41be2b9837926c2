#include <axnorm/layer/layer.hpp>

using namespace axnorm;
using namespace axnorm::axes;

struct ByClass {
  static constexpr auto formula = input<"x"> * gather<K>(parameter<"weight", K, C>(1), input<"label", N>);
};

int main() {
  Layer<ByClass> layer{dim<K>(4), dim<C>(3)};
  Tensor<float, N, C> x(2, 3);
  layer.forward(arg<"x"> = x); // expect: input label is not bound; give it by name
}
