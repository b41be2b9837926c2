#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  // expect: a view of a temporary tensor would outlive it; give the tensor a name first
  images = evaluate<InstanceNorm{}>(images).view();
}
