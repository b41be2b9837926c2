// Batch normalization across processes: what is done with the moments that they have sent each other. A formula,
// nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// Batch norm by the moments of all processes, S of them: inputs `counts` {S}, `means` {S, C} and `variances` {S, C}
/// are what each has computed of its own part, x among them (biased; parts may differ in size). Merged by Chan, Golub
/// and LeVeque's formula (Updating Formulae and a Pairwise Algorithm, 1979), as PyTorch's SyncBatchNorm does; the
/// communication is the caller's, in both directions: gradients of `means` and `variances` are to be summed.
/// Parameters: `weight` {C} 1, `bias` {C} 0; ε 1e-5. State: `running_mean` {C} 0, `running_var` {C} 1 of the unbiased
/// variance.
struct SyncBatchNorm {
  using processes = Over<axes::S>;
  static constexpr auto x = input<"x">;
  static constexpr auto counts = input<"counts", axes::S>;
  static constexpr auto means = input<"means", axes::S, axes::C>;
  static constexpr auto variances = input<"variances", axes::S, axes::C>;
  static constexpr auto all = sum<processes>(counts);
  static constexpr auto mean = sum<processes>(counts * means) / all;
  static constexpr auto var = sum<processes>(counts * (variances + square(means - mean))) / all;
  static constexpr auto whitened =
      (x - tracked<"running_mean", axes::C>(mean)) *
      rsqrt(tracked<"running_var", axes::C>(var, initially(1), observing(var* all / (all - 1))) + 1e-5);
  static constexpr auto formula = whitened * parameter<"weight", axes::C>(1) + parameter<"bias", axes::C>(0);
};

using sync_batch_norm_rows =
    rows<section::batch, entry<"SyncBatchNorm", SyncBatchNorm, image, positive<"counts", axes::S>,
                               operand<"means", axes::S, axes::C>, positive<"variances", axes::S, axes::C>>>;

} // namespace axnorm::catalogue
