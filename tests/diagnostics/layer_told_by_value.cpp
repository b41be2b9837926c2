#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Layer layer{LayerNorm<C>{}, dim<C>(3)}; // expect class: a layer has its formula as a template argument, as in
}
