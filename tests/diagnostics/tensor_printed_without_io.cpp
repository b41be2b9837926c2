#include <axnorm/axnorm.hpp>

#include <iostream>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> features(2, 3);
  std::cout << features << '\n'; // expect: tensors are printed by axnorm/io.hpp, which is not included
}
