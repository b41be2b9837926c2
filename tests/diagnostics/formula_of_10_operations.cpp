#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

/// n further operations on e.
template<int n>
constexpr auto longer(const auto& e) {
  if constexpr (n == 0)
    return e;
  else
    return longer<n - 1>(tanh(e));
}
constexpr auto formula = longer<9>(mean<Over<T>>(input<"x">));

int main() {
  Tensor<float, N, C, H, W> x(2, 3, 4, 5);
  evaluate<formula>(x); // expect: Over<T> reduces axis T, but input x has axes {N, C, H, W}
}
