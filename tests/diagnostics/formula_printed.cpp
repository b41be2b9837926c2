#include <axnorm/axnorm.hpp>

#include <iostream>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;

int main() {
  // expect: formulas have no operator <<: formula_text<formula_of<f>>() of axnorm/expr/print.hpp is one as text
  std::cout << (x - mean<Over<C>>(x)) << '\n';
}
