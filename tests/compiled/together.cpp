// together LEVEL: units for different instruction sets, up to this one, in one program: each computes the same norm by
// its own code.
#include "unit.hpp"

#include <cmath>
#include <cstdio>
#include <string_view>

namespace {
bool differ(const Sequence& a, const Sequence& b) {
  for (std::int64_t i = 0; i < a.size(); ++i)
    if (!(std::abs(a.data()[i] - b.data()[i]) <= 1e-6F * (1 + std::abs(a.data()[i])))) return true;
  return false;
}
} // namespace

int main(int count, char** given) {
  const std::string_view up_to = count == 2 ? given[1] : "";
  Sequence x(3, 4, 53);
  for (std::int64_t i = 0; i < x.size(); ++i)
    x.data()[i] = std::sin(static_cast<float>(i * i));
  const Sequence y = normalized_v2(x);
  double sum = 0, squares = 0;
  for (std::int64_t i = 0; i < 4 * 53; ++i)
    sum += static_cast<double>(y.data()[i]),
        squares += static_cast<double>(y.data()[i]) * static_cast<double>(y.data()[i]);
  const bool right = std::abs(sum) < 1e-4 && std::abs(squares / (4 * 53) - 1) < 1e-3;
  const bool own = code_v2() != code_v3() && code_v3() != code_v4() && code_v2() != code_v4();
  const bool same = (up_to < "v3" || !differ(y, normalized_v3(x))) && (up_to < "v4" || !differ(y, normalized_v4(x)));
  std::printf("%s, %s, %s\n", right ? "right" : "wrong", own ? "own" : "shared", same ? "same" : "different");
  return right && own && same ? 0 : 1;
}
