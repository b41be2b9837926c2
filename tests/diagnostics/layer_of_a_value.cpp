#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto f = norm<Over<C>>(input<"x">);

int main() {
  Layer<f> layer; // expect words of the compiler
}
