#include "benchmark/naive.hpp"

namespace benchmark {
namespace {

naive_norm norm_of(const peer_case& c) {
  if (c.op == "LN" || c.op == "RMS") return naive_rows(c, c.op == "LN");
  if (c.op == "masked LN") return naive_masked_rows(c);
  if (c.op == "residual+LN+GELU") return naive_residual_gelu(c);
  if (c.op == "softmax") return naive_softmax(c);
  if (c.op == "BN") return c.channels_last() ? naive_channels_last(c) : naive_channels(c);
  if (c.op == "IN") return naive_groups(c, image_of(c).channels);
  if (c.op == "GN32") return c.channels_last() ? naive_groups_last(c, 32) : naive_groups(c, 32);
  if (c.op == "GN32+SiLU") return naive_groups(c, 32, true);
  if (c.op == "SN") return naive_switchable(c);
  if (c.op == "FRN+TLU") return naive_filter_response(c);
  if (c.op == "AdaIN") return naive_adaptive(c);
  return {};
}

} // namespace

job naive_job(const peer_case& c, int /*threads*/) {
  if (c.dtype != "f32") return nullptr;
  naive_norm norm = norm_of(c);
  if (c.mode == "eval") return norm.evaluation;
  if (c.mode == "fwd" || norm.backward == nullptr) return c.mode == "fwd" ? norm.forward : nullptr;
  return [norm](int threads) {
    norm.forward(threads);
    norm.backward(threads);
  };
}

} // namespace benchmark
