#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> features(2, 3);
  features = 0; // expect: a number is no tensor; fill(x, number) writes it everywhere
}
