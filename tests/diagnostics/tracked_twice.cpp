#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
struct Two {
  static constexpr auto formula =
      tracked<"running_mean", C>(mean<Over<N>>(x)) + tracked<"running_mean", C>(max<Over<N>>(x));
};

void f(Layer<Two>& layer, const Tensor<float, N, C>& values) {
  layer.forward(values);
  // expect: two different values are tracked as running_mean; give one of them a scope
}
