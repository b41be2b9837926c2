#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
constexpr auto formula = mean<Over<C>>((in - mean<Over<C>>(in)) ^ 2);

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<formula>(x); // expect: formulas have no operator ^: write square(e) or pow(e, 2)
}
