#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>

using namespace axnorm;
using namespace axnorm::axes;

template<class T>
struct Centred {
  static constexpr auto formula = input<"x"> - mean<Over<T>>(input<"x">); // T is the element type, not the axis
};

int main() {
  Tensor<float, N, T> x(2, 3);
  // expect: Over<> takes axes, but argument 1 is float; a template parameter of the same name may hide the axis
  evaluate<Centred<float>{}>(x);
}
