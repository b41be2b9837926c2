#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto f = norm<C, H>(input<"x">);

int main() {
  Tensor<float, N, C, H> x(2, 3, 4);
  evaluate<f>(x); // expect: norm takes its axes as one set: norm<Over<C, H>>(x)
}
