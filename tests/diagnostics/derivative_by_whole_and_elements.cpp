#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto p = parameter<"p", Set>(1);
constexpr auto formula = derivative(x * element<Set, 0>(p), p);

int main() {
  Tensor<float, N, C> data(2, 3);
  Tensor<float, Set> pair(2);
  // expect: parameter p is used as a whole and by elements, so nothing can be differentiated by it
  evaluate<formula>(x = data, p = pair);
}
