#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<Group<C, G>, H, W>>(input<"x">);

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  evaluate<formula>(images, dim("G", 3)); // expect: an axis is a type and no string: dim<C>(...) gives the extent of
}
