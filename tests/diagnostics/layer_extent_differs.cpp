#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  // expect class: axis C has the fixed extent 64, but 32 was given
  Layer<Norm<Over<C>, Affine<Fixed<C, 64>>>> layer{dim<C>(32_c)};
}
