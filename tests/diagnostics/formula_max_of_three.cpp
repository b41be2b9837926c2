#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto f = max(x, 0, 1);

int main() {
  Tensor<float, N, C> t(2, 3);
  evaluate<f>(t); // expect: the call is max(a, b), but 3 operands were given
}
