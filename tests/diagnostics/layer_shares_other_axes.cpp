#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Layer<LayerNorm<C>> channels{dim<C>(64)};
  Layer<LayerNorm<L>> lengths{dim<L>(64)};
  lengths.share<"weight">(channels); // expect: parameter weight has axes {L}, but {C} in the other layer
}
