#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>
using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto m = mean<Over<N, L>>(x);
struct Two {
  static constexpr auto formula = by_mode(x - tracked<"centre", C>(m) + buffer<"centre", L>(0), x);
};

void f(Layer<Two>& layer, const Tensor<float, N, C, L>& values) {
  layer.forward(values); // expect: buffer centre is declared with axes {L}, but is tracked on axes {C}
}
