#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, N, C> x(2, 3);
  // expect: Norm takes Over<...>, Affine<...>, Scale<...>, Eps<...>, Tracked<...> and averages such as
  evaluate<Norm<N, C>{}>(x);
}
