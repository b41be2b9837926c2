#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<C>>(input<"x">) * parameter<"x", C>(1);

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<formula>(x); // expect: input x and parameter x have the same name
}
