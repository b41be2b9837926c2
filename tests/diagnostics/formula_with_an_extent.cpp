#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto f = x - sum<Over<C>>(x) / x.extent<C>();

int main() {
  Tensor<float, N, C> features(2, 3);
  // expect: a formula knows no extents, which are those of each call; mean<Over<C>>(x) divides by how many positions
  auto y = evaluate<f>(features);
}
