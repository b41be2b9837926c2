#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
struct Own {
  static constexpr auto formula = x - tracked<C>(mean<Over<N>>(x));
};

int main() {
  Layer<Own> layer; // expect class: a tracked value has a name, which stands before its axes, but C stands there
}
