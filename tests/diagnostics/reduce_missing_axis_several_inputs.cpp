#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
constexpr auto style = input<"style">;
constexpr auto formula = norm<Over<H, W>>(in) * std_dev<Over<H, T>>(style);

int main() {
  Tensor<float, N, H, W> x(2, 4, 5);
  Tensor<float, N, H> s(2, 3);
  // expect: Over<H, T> reduces axis T, but the inputs together have axes {N, H, W}
  evaluate<formula>(in = x, style = s);
}
