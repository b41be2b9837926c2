#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto f = norm<Over<C>>(input<"x">);

int main() {
  // expect class: Layer<...> takes a type that names a formula, but the type of an expression was given; write
  Layer<decltype(f)> layer;
}
