#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = input<"x"> - mean(input<"x">);

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<formula>(x); // expect: mean needs the axes it runs over: mean<Over<...>>(x)
}
