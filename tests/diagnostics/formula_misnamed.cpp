#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

struct Doubled {
  static constexpr auto formla = input<"x"> * 2;
};

int main() {
  Tensor<float, N, C> x(2, 3);
  // expect: a formula is an expression, or a struct with one as its static constexpr member formula, but Doubled was
  evaluate<Doubled{}>(x);
}
