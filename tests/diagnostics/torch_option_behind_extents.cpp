#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  // expect class: options of a layer with a name of PyTorch are given by their names, as in {.eps = 1e-3}, but double
  torch::LayerNorm<C> layer({64}, 1e-3);
}
