#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  // expect class: a layer with a name of PyTorch takes the number of channels itself, as in BatchNorm2d(64), without
  torch::BatchNorm2d layer{dim<C>(8)};
}
