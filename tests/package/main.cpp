// One of two translation units that include the library: what it defines in headers can meet in one program.
#include "other.hpp"

#include <cmath>
#include <cstdio>

int main() {
  using namespace axnorm::axes;
  Sequence x(2, 3, 5);
  float next = 0;
  axnorm::generate(x, [&] { return next = std::fmod(next * 7 + 3, 11.0F); });
  const Sequence y = axnorm::evaluate<LayerNorm{}>(x);
  const Sequence z = both_norms(x);

  float over_channels = 0, over_length = 0;
  for (std::size_t c = 0; c < 3; ++c)
    over_channels += y(1, c, 2);
  for (std::size_t l = 0; l < 5; ++l)
    over_length += z(1, 2, l);
  std::printf("sums over the axes that were normalized: %g, %g\n", over_channels, over_length);
  return std::abs(over_channels) < 1e-5F && std::abs(over_length) < 1e-5F ? 0 : 1;
}
