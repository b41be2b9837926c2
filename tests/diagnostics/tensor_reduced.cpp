#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  auto means = mean<Over<H, W>>(images); // expect: functions of the language take parts of a formula, not tensors:
}
