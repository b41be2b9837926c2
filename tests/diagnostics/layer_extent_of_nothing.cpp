#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  // expect class: dim<C> gives the extent of axis C, but the layer holds nothing with axes;
  Layer<Norm<Over<C>>> layer{dim<C>(64)};
}
