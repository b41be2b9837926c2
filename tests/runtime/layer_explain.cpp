// Formulas as text, and what the two halves of a training step would do, in words and numbers.
#include "support/catch.hpp"
#include <axnorm/axnorm.hpp>
#include <axnorm/expr/print.hpp>
#include <axnorm/layer/explain.hpp>

#include <cstdint>
#include <string>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto x = input<"x">;

struct Response {
  static constexpr auto formula = max(
      parameter<"weight", C>(1) * x * rsqrt(mean<Over<AllBut<N, C>>>(square(x)) + 1e-6) + parameter<"bias", C>(0), 0);
};
struct Signs {
  static constexpr auto formula = -(x - (x - 1)) / (x / 2) * (x + 2) - x * -2;
};
struct Shared {
  static constexpr auto d = let<"d">(x - mean<Over<Group<C, G>, H>>(x));
  static constexpr auto size = sqrt(d * d);
  static constexpr auto formula = outputs(size / (1 + size), where(d > 0 && size != 1, d, window_sum<W>(d, 3)));
};
struct Kept {
  using set = Over<Groups<C, 4>, W>;
  static constexpr auto m = mean<set>(x, input<"mask">);
  static constexpr auto formula = x * tracked<"scale", C>(var<Over<N>, unbiased>(x), Decay<0.75>{}, initially(1)) - m +
                                  tracked<"last", C>(max<Over<N>>(x), Replace{}) +
                                  tracked<"all", C>(min<Over<N>>(x), Cumulative{}) +
                                  element<Set, 1>(parameter<"logits", Fixed<Set, 3>>(1));
};

struct Grouped {
  static constexpr auto formula = norm<Over<Group<C, G>, W>>(input<"x">) * input<"scale">;
};

} // namespace

TEST_CASE("a formula as text", "[explain]") {
  CHECK(formula_text<Response>() ==
        "result = max(weight * x * rsqrt(mean over all but {N, C} of square(x) + 1e-06) + bias, 0)\n");
  CHECK(formula_text<Signs>() == "result = -(x - (x - 1)) / (x / 2) * (x + 2) - x * -2\n");
}
TEST_CASE("a formula as text: values that are used several times have names", "[explain]") {
  CHECK(formula_text<Shared>() == "d = x - mean over {C in groups G, H} of x\n"
                                  "a = sqrt(d * d)\n"
                                  "result 1 = a / (1 + a)\n"
                                  "result 2 = where((0 < d) && (a != 1), d, window_sum over {W} of 3 of d)\n");
}
TEST_CASE("a formula as text: what layers keep", "[explain]") {
  CHECK(formula_text<Kept>() == "a = var (n - 1) over {N} of x\n"
                                "b = max over {N} of x\n"
                                "c = min over {N} of x\n"
                                "result = x * a - mean over {C in 4 groups, W} of (x weighted by mask) + b + c + "
                                "logits[Set = 1]\n"
                                "scale {C}, at first 1, becomes 0.75 of itself + 0.25 of a\n"
                                "last {C}, at first 0, becomes b\n"
                                "all {C}, at first 0, becomes an average with c\n");
}

TEST_CASE("both halves of a training step are explained", "[explain]") {
  using BN = Norm<Over<N, H, W>, Affine<C>, Tracked<C>>;
  const Tensor<float, N, C, H, W> image(4, 8, 5, 7);
  const auto e = explain_training<BN>(image);
  REQUIRE(e.forward.sweeps.size() >= 2);
  CHECK(e.forward.sweeps[0].accumulates == std::vector<std::string>{"moments over {N, H, W}"});
  const std::int64_t bytes = 4 * 4 * 8 * 5 * 7;
  CHECK(e.forward.bytes_min >= 2 * bytes);
  CHECK(e.forward.bytes_min < 2 * bytes + 1024); // parameters, and statistics for the way back
  int data = 0;
  for (const auto& s : e.backward.sweeps) {
    data += s.data;
    if (s.data) CHECK(s.reads.size() >= 2); // x and the gradient that arrives
  }
  CHECK(data == 2);
  CHECK(e.backward.bytes_min >= 3 * bytes);
}
TEST_CASE("a training step with groups and several operands is explained", "[explain]") {
  const Tensor<double, N, C, W> signal(3, 12, 5);
  const Tensor<double, N, C> scale(3, 12);
  const auto e = explain_training<Grouped, double>(arg<"x"> = signal, arg<"scale"> = scale, dim<G>(4));
  CHECK(e.forward.tiles == 12); // one for each sample and group
  CHECK(e.forward.tile_bytes == 8 * 3 * 5);
}
