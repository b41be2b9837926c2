#include <axnorm/axnorm.hpp>

#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> features(2, 3);
  std::vector<float> numbers(6);
  copy(features, numbers.data()); // expect: copy takes two tensors or views, but float
}
