#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
struct Own {
  static constexpr auto formula = relu(Norm<Over<C>>(x)); // expect class: the type of a norm is a declaration; in a
                                                          // formula it is a function in lower case, norm<Over<...>>(x)
};

int main() {
  Tensor<float, N, C> rows(2, 3);
  auto y = evaluate<Own{}>(rows);
}
