#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using Average = Norm<Over<N>, Tracked<C>, Momentum<2>>;

int main() {
  Layer<Average> layer; // expect class: Momentum<...> and Decay<...> take a weight from 0 to 1, but another number was
}
