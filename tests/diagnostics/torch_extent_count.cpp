#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  // expect class: LayerNorm over {H, W} takes 2 extents, but 1 was given
  torch::LayerNorm<H, W> layer({64});
}
