// Norms that are formulas of several statistics and their gradients, compared with PyTorch's; those that it does not
// have are written there as their papers do. The last test case prints how far both are off.
#include "support/check_golden.hpp"
#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/named.hpp>

using namespace axnorm;
using namespace axnorm::axes;
using golden::compare;
using golden::given;

namespace {

using image = given<"x", N, C, H, W>;
using weight = given<"weight", C>;
using bias = given<"bias", C>;
constexpr auto x = input<"x">;

struct local_response {
  static constexpr auto formula = x / pow(2 + 0.5 / 5 * window_sum<C>(square(x), 5), 0.75);
};
struct softmax {
  static constexpr auto e = exp(x - max<Over<C>>(x));
  static constexpr auto formula = e / sum<Over<C>>(e);
};
struct log_softmax {
  static constexpr auto shifted = x - max<Over<C>>(x);
  static constexpr auto formula = shifted - log(sum<Over<C>>(exp(shifted)));
};
struct adaptive_instance {
  static constexpr auto style = input<"style">;
  static constexpr auto formula = norm<Over<H, W>>(x) * sqrt(var<Over<L>>(style) + 1e-5) + mean<Over<L>>(style);
};
struct masked_layer {
  static constexpr auto m = input<"mask">;
  using all = Over<C, H, W>;
  static constexpr auto formula = where(
      m, (x - mean<all>(x, m)) * rsqrt(var<all>(x, m) + 1e-5) * parameter<"weight", C>(1) + parameter<"bias", C>(0), 0);
};
struct slope {
  static constexpr auto y = tanh(norm<Over<N, H, W>>(x) * parameter<"weight", C>(1) + parameter<"bias", C>(0));
  static constexpr auto formula = derivative(square(y), x);
};

} // namespace

TEST_CASE("local response norm like PyTorch's", "[golden]") {
  compare<local_response, float, image>("local_response_norm");
}
TEST_CASE("softmax and its logarithm like PyTorch's", "[golden]") {
  compare<softmax, float, image>("softmax");
  compare<log_softmax, float, image>("log_softmax");
  compare<log_softmax, double, image>("log_softmax");
}
TEST_CASE("switchable norm like its paper in PyTorch", "[golden]") {
  using SN = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>>;
  using mean_weight = given<"mean_weight", Fixed<Set, 3>>;
  using var_weight = given<"var_weight", Fixed<Set, 3>>;
  compare<SN, float, image, weight, bias, mean_weight, var_weight>("switchable_norm");
}
TEST_CASE("adaptive instance norm like PyTorch's", "[golden]") {
  compare<adaptive_instance, float, image, given<"style", N, C, L>>("adaptive_instance_norm");
}
TEST_CASE("a derivative and the second ones like PyTorch's", "[golden]") {
  compare<slope, float, image, weight, bias>("slope");
}
TEST_CASE("masked layer norm like PyTorch's", "[golden]") {
  const auto mask = golden::vectors().read<bool, N, H, W>("masked_layer_norm/normal mask"); // the same for all kinds
  compare<masked_layer, float, image, weight, bias>("masked_layer_norm", arg<"mask"> = mask);
}

TEST_CASE("errors beside those of PyTorch", "[golden]") { golden::print_errors(); }
