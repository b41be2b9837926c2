#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto f = norm<Over<C>>(input<"x">);

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate(f, x); // expect words of the compiler
}
