// Ghost batch normalization. A formula, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

#include <cstddef>

namespace axnorm::catalogue {

/// Batch norm of each of `Count` parts of the batch by itself (Hoffer, Hubara, Soudry: Train longer, generalize better,
/// arXiv 1705.08741, algorithm 1); parts are consecutive samples. Parameters: `weight` {C} 1, `bias` {C} 0; ε 1e-5.
/// State: `running_mean` {C} 0, `running_var` {C} 1, which take the means of the parts' means and unbiased variances
/// once a batch; the paper mixes them in part by part.
template<std::size_t Count>
struct GhostBatchNorm {
  using part = Over<AllBut<axes::N, axes::C>, Groups<axes::N, Count>>;
  using all = Over<AllBut<axes::C>>;
  static constexpr auto x = input<"x">;
  static constexpr auto mean = tracked<"running_mean", axes::C>(axnorm::mean<part>(x), observing(axnorm::mean<all>(x)));
  static constexpr auto observed_var = axnorm::mean<all>(axnorm::var<part, unbiased>(x));
  static constexpr auto var =
      tracked<"running_var", axes::C>(axnorm::var<part>(x), initially(1), observing(observed_var));
  static constexpr auto whitened = (x - mean) * rsqrt(var + 1e-5);
  static constexpr auto formula = whitened * parameter<"weight", axes::C>(1) + parameter<"bias", axes::C>(0);
};

using ghost_batch_norm_rows = rows<section::batch, entry<"GhostBatchNorm<2>", GhostBatchNorm<2>, image>>;

} // namespace axnorm::catalogue
