#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

struct Head : axis<"Head"> {};
struct Heads : axis<"Heads"> {};

int main() {
  Tensor<float, N, Heads> x(2, 3);
  // expect: Over<Head> reduces axis Head, but input x has axes {N, Heads}; did you mean Heads?
  evaluate<Norm<Over<Head>>{}>(x);
}
