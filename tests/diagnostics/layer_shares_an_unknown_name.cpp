#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Layer<LayerNorm<C>> first{dim<C>(64)}, second{dim<C>(64)};
  second.share<"wieght">(first); // expect: the layer has no parameter named wieght; did you mean weight?
}
