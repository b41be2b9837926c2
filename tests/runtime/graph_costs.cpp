// What both ways cost, and what passes between them, for norms that the rules were not made for: sums over data (those
// that hold results up + those that are added up), sweeps and statistics, against what one derives by hand.
#include "support/catch.hpp"
#include "support/graph_constant.hpp"
#include "support/graph_gradients.hpp"
#include "support/graph_variants.hpp"
#include <axnorm/graph/save.hpp>
#include <axnorm/graph/share.hpp>
#include <axnorm/graph/simplify.hpp>

#include <cstddef>

namespace axnorm::graph {
namespace {

struct row {
  const char* name;
  graph lowered;
  cost forward, backward;
  int saved;
};

void check(const row& r) {
  INFO(r.name);
  const halves h = save(share(simplify(all_gradients(simplify(r.lowered), true))), r.lowered.outputs.size(),
                        r.lowered.operands.size());
  const cost forward = cost_of(h.forward), backward = cost_of(h.backward);
  CHECK(forward.sums == r.forward.sums);
  CHECK(forward.sweeps == r.forward.sweeps);
  CHECK(backward.sums == r.backward.sums);
  CHECK(backward.sweeps == r.backward.sweeps);
  CHECK(h.saved == r.saved);
}

TEST_CASE("variants of norms cost what one derives by hand", "[graphs]") {
  const row rows[] = {
      {"unbiased layer norm", norms::unbiased_layer_norm(), {2, 2}, {2 + 2, 2}, 2},
      {"RMS norm by 1 + w", norms::rms_norm_about_one(), {1, 2}, {1 + 1, 2}, 1},
      {"L2", norms::l2_normalized(), {1, 2}, {1, 2}, 1},
      {"log-softmax", norms::log_softmax(), {2, 3}, {1, 2}, 2},
      {"RMS norm, gated", norms::gated_rms_norm(), {1, 2}, {1 + 1, 2}, 1},
      {"RMS norm of a residual", norms::residual_rms_norm(), {1, 2}, {1 + 1, 2}, 1},
      {"partial RMS norm", norms::partial_rms_norm(), {1, 2}, {1 + 1, 2}, 1},
      {"FiLM", norms::feature_modulated(), {2, 2}, {2, 2}, 2},
      {"SPADE", norms::spatially_modulated(), {2, 2}, {2, 2}, 2},
      {"weight standardization", norms::weight_standardized(), {2, 2}, {2, 2}, 2},
      {"ghost batch norm", norms::ghost_batch_norm(), {2, 2}, {2, 2}, 2},
      {"PONO", norms::positional_norm(), {2, 2}, {2 + 2, 2}, 2},
      {"batch-instance norm", norms::batch_instance_norm(), {2, 2}, {3, 2}, 2},
      {"batch renorm", norms::batch_renorm(), {2, 2}, {2, 2}, 2},
      {"EvoNorm-B0", norms::evolved_batch_norm(), {2, 2}, {2 + 3, 2}, 2},
      // The mean, which only the way back needs, comes with the variance.
      {"EvoNorm-S0", norms::evolved_norm(), {1 + 1, 2}, {1 + 2, 2}, 2},
      {"layer norm twice", norms::layer_norm_twice(false), {2, 2}, {2 + 2, 2}, 2},
      // By hand 4 on the way forward: two sums that only the way back needs are of the input alone and are made there.
      {"layer norm twice, affine", norms::layer_norm_twice(true), {4 + 2, 3}, {4 + 4, 3}, 4 + 2},
      {"layer norm with a mask", norms::masked_layer_norm(true), {3, 2}, {2 + 2, 2}, 3},
  };
  for (const row& r : rows)
    check(r);
}

TEST_CASE("all spellings of batch norm cost the same both ways", "[graphs]") {
  for (int k = 0; k < norms::batch_norm_spellings; ++k)
    check({"spelling", norms::batch_norm_spelled(k), {2, 2}, {2, 2}, 2});
}

} // namespace
} // namespace axnorm::graph
