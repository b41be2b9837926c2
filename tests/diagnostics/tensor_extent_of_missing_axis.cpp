#include <axnorm/axnorm.hpp>

#include <iostream>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> gain(2, 3);
  std::cout << gain.extent<H>() << '\n'; // expect: extent<H> needs axis H, but the tensor has axes {N, C}
}
