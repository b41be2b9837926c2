#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

struct Head {};

int main() {
  // expect class: the axes of a tensor are types such as N or Fixed<C, 64>, but axis argument 2 is Head;
  Tensor<float, N, Head> t(4, 8);
}
