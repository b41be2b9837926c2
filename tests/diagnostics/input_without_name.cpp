#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = input<> - 1;

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  evaluate<formula>(images); // expect: begin with a name in double quotes, but it is missing
}
