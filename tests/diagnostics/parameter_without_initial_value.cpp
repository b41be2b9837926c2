#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = input<"x"> * parameter<"weight", C>;

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<formula>(x); // expect: parameter weight needs an initial value, as in parameter<...>(1)
}
