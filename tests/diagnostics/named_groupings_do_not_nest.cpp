#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
constexpr auto formula = norm<Over<Group<C, G>, H, W>>(in) + norm<Over<Group<C, K>, H, W>>(in);

int main() {
  Tensor<float, N, C, H, W> x(2, 96, 4, 5);
  // expect: Group<C, K> and Group<C, G> group axis C in ways that do not nest; give static counts that do
  evaluate<formula>(x, dim<G>(4), dim<K>(8));
}
