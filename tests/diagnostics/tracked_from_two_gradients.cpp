#include <axnorm/expr/expr.hpp>
#include <axnorm/layer/layer.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto watched = with_gradient(
    x, x, [](auto g) { return g + 0 * tracked<"size", C>(buffer<"size", C>(0), observing(mean<Over<N>>(abs(g)))); });
struct F {
  static constexpr auto formula = watched + 2 * with_gradient(x, x, [](auto g) { return -g; });
};

int main() {
  Tensor<float, N, C> values(2, 3);
  Layer<F> layer{dim<C>(3)};
  // expect: size is tracked from the gradient of a value that is given another gradient elsewhere in the formula; give
  // one of them a scope
  layer.forward(values);
}
