#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
constexpr auto f = x * parameter<"weight">(C{}, 1);

int main() {
  Tensor<float, N, C> features(2, 3);
  // expect: the axes of parameter weight stand behind its name, as in parameter<..., C>(1)
  auto y = evaluate<f>(features);
}
