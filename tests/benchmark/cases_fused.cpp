// Norms with what stands before or after them, of one input.
#include "benchmark/norm_cases.hpp"

namespace benchmark {
namespace {

constexpr auto x = input<"x">;

struct layer_norm_relu {
  static constexpr auto formula = relu(LayerNorm<L>::formula);
};
struct layer_norm_gelu {
  static constexpr auto formula = gelu(LayerNorm<L>::formula);
};
struct group_norm_silu {
  static constexpr auto formula = silu(GroupNorm<32>::formula);
};
/// Filter response norm and its thresholded linear unit (arXiv 1911.09737).
struct filter_response {
  static constexpr auto formula =
      max(parameter<"weight", C>(1) * x * rsqrt(mean<Over<H, W>>(square(x)) + 1e-6) + parameter<"bias", C>(0),
          parameter<"tau", C>(0));
};
struct softmax {
  static constexpr auto e = exp(x - max<Over<L>>(x));
  static constexpr auto formula = e / sum<Over<L>>(e);
};

} // namespace

void fused_cases(report& r) {
  norm_cases<layer_norm_relu, N, L>(r, "LN+ReLU", 4096, 1024);
  norm_cases<layer_norm_gelu, N, L>(r, "LN+GELU", 4096, 1024);
  norm_cases<group_norm_silu, N, C, H, W>(r, "GN32+SiLU", 8, 256, 32, 32);
  norm_cases<filter_response, N, C, H, W>(r, "FRN+TLU", 32, 64, 56, 56);
  norm_cases<softmax, N, L>(r, "softmax", 4096, 1024);
}

} // namespace benchmark
