#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

#include <cmath>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto length = parameter<"length">(by_extents<C>([](double n) { return std::sqrt(n); }));
constexpr auto formula = x * length;

int main() {
  Tensor<float, N, C> values(2, 3);
  // expect: parameter length is not bound, and its initial value is not a constant; give it by name
  evaluate<formula>(values);
}
