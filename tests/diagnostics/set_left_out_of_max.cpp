#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  evaluate<x - max(x)>(images); // expect: max needs the axes it runs over: max<Over<...>>(x)
}
