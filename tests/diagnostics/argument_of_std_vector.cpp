#include <axnorm/axnorm.hpp>

#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  std::vector<float> x(6);
  // expect: a call takes tensors, numbers and keywords such as dim<G>(32), but std::vector<float> was given
  evaluate<LayerNorm<C>{}>(x);
}
