#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto f = x - mean<Over<H>, Over<W>>(x);

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  auto y = evaluate<f>(images); // expect: mean takes its axes as one set: mean<Over<H, W>>(x)
}
