#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  Tensor<float, Fixed<N, 2>, Fixed<C, 3>> x(3_c, 2_c); // expect class: axis N has the fixed extent 2, but 3 was given
}
