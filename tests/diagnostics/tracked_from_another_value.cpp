#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto v = var<Over<N>>(x);
struct Corrected {
  static constexpr auto r = stop_gradient(sqrt(v / buffer<"running_var", C>(0)));
  static constexpr auto formula = x * rsqrt(tracked<"running_var", C>(v, initially(1))) * by_mode(r, 1);
};

void f(Layer<Corrected>& layer, const Tensor<float, N, C>& values) {
  layer.forward(values);
  // expect: buffer running_var is declared with another initial value than where it is tracked
}
