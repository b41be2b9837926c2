#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<>>(input<"x">);

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<formula>(x); // expect: Over<> names no axis; all of them are Over<AllBut<>>
}
