#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C, H, W> images(2, 3, 4, 5);
  evaluate<Norm<Over<C>, Eps<-1e-5>>{}>(images); // expect: Eps<...> takes a number of at least 0, but a negative one
}
