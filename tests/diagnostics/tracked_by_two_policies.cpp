#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

constexpr auto m = mean<Over<N>>(input<"x">);
struct Two {
  static constexpr auto formula = tracked<"centre", C>(m) + tracked<"centre", C>(m, Cumulative{});
};

void f(Layer<Two>& layer, const Tensor<float, N, C>& x) {
  layer.forward(x); // expect: centre is tracked twice, with different policies
}
