#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto x = input<"x">;
struct Own {
  const decltype(square(x)) formula = square(x);
};

int main() {
  Layer<Own> layer{dim<C>(3)}; // expect class: but the formula is not static constexpr in Own
}
