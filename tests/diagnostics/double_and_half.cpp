#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto both = input<"a"> + input<"b">;

int main() {
  Tensor<float16, N, C> a(2, 3);
  Tensor<double, N, C> b(2, 3);
  // expect: input b is double, so all floating tensors must be, but input a is not
  evaluate<both>(arg<"a"> = a, arg<"b"> = b);
}
