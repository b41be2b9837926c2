#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<N>>(input<"x">) * parameter<"weight", Fixed<C, 3>>(1);

int main() {
  Tensor<float, N, Fixed<C, 4>> x(2, 4_c);
  evaluate<formula>(x); // expect: parameter weight is declared with extent 3 along axis C, but input x has 4
}
