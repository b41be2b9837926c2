#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> features(2, 3);
  auto first = slice(features, 0); // expect: slice<...> needs the axis that it cuts, as in slice<N>(x, 3)
}
