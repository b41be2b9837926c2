#include <axnorm/axnorm.hpp>

#include <iostream>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Layer<LayerNorm<C>> layer{dim<C>(64)};
  std::cout << layer << '\n'; // expect: layers are printed by axnorm/layer/io.hpp, which is not included
}
