#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>

using namespace axnorm;
using namespace axnorm::axes;

struct Two {
  static constexpr auto formula =
      input<"x"> * parameter<"weight", C>(uniform<0, 1>{}) + parameter<"weight", C>(uniform<2, 3>{});
};

void f(Layer<Two>& layer, const Tensor<float, N, C>& x) {
  layer.forward(x); // expect: parameter weight is declared twice, with different initial values
}
