#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  images += images; // expect: tensors have no operator +=: a calculation is a formula
}
