#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto first = norm<Over<C>>(input<"x">) * parameter<"weight", C>(1);
constexpr auto second = norm<Over<H>>(first) * parameter<"weight", H>(1);

int main() {
  Tensor<float, N, C, H> x(2, 3, 4);
  // expect: parameter weight is declared with axes {C} and again with axes {H}; give one of them a scope
  evaluate<second>(x);
}
