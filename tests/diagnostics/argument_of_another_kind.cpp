#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto formula = norm<Over<C>>(input<"x">);

struct image {};

int main() {
  // expect: a call takes tensors, numbers and keywords such as dim<G>(32), but image was given
  evaluate<formula>(image{});
}
