#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  // expect class: LayerNorm takes the extents of its axes in braces, as in LayerNorm<L> layer({64})
  torch::LayerNorm<L> layer(64);
}
