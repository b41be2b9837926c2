#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto f = (x - mean<Over<C>>(x)) * rsqrt(var<Over<C>>(x, 1) + 1e-5);

int main() {
  Tensor<float, N, C> features(2, 3);
  // expect: var takes a mask or weights behind x, but a number was given; var<Over<...>, unbiased>(x) divides by n - 1
  auto y = evaluate<f>(features);
}
