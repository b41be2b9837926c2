#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto f = input<"x"> * parameter<C>(1);

int main() {
  Tensor<float, N, C> x(2, 3);
  evaluate<f>(x); // expect: a parameter has a name, which stands before its axes, but C stands there
}
