#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

void read(float* numbers) {
  auto features = view<float, N, C>(numbers, 2, 3, 4); // expect: a tensor with axes {N, C} takes 2 extents, but 3 were
}
