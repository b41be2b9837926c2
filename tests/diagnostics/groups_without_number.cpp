#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<Group<C, G>, H, W>>(input<"x">);

int main() {
  Tensor<float, N, C, H, W> x(2, 64, 4, 5);
  auto y = evaluate<formula>(x); // expect: the number of groups G is not given; add dim<G>(...)
  return static_cast<int>(y.size());
}
