#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto centred = x - mean<H, W>(x);

int main() {
  Tensor<float, N, H, W> image(2, 3, 4);
  evaluate<centred>(image); // expect: mean takes its axes as one set: mean<Over<H, W>>(x)
}
