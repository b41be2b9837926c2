#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto f = input<"x"> * parameter<"weight", C>(nullptr);

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<f>(x); // expect: the initial value of parameter weight is a number or a function that makes one, but
}
