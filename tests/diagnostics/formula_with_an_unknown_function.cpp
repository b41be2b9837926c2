#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
struct Own {
  static constexpr auto formula = x - softmax(x); // expect words of the compiler
};

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  auto y = evaluate<Own{}>(images);
  Layer<Own> layer;
  layer.forward(images);
}
