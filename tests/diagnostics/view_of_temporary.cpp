#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

Tensor<float, N, C> make();

int main() {
  // expect: a view of a temporary tensor would outlive it; give the tensor a name first
  auto y = evaluate<LayerNorm<C>{}>(make().view());
}
