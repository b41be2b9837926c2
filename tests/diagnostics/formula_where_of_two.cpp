#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto f = where(x > 0, x);

int main() {
  Tensor<float, N, C> t(2, 3);
  evaluate<f>(t); // expect: the call is where(condition, yes, no), but 2 operands were given
}
