// Norms of a layer's weights. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// Weights of each output, of mean 0 and deviation 1 (Qiao, Wang, Liu, Shen, Yuille: Weight Standardization, arXiv
/// 1903.10520): input `x` is the filter, `Out` its axis of outputs. No parameters; ε 1e-5 under the root; the authors'
/// code adds 1e-5 to the deviation of n - 1, timm has 1e-6.
template<class Out>
struct WeightStandardization {
  static constexpr auto formula = norm<Over<AllBut<Out>>>(input<"x">);
};

/// g v / ‖v‖, length and direction apart (Salimans, Kingma: Weight Normalization, arXiv 1602.07868, equation 2): input
/// `x` is v. Parameter: `g` {Out} 1, which PyTorch begins with ‖v‖. No ε; Flax adds 1e-12 to ‖v‖².
template<class Out>
struct WeightNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = parameter<"g", Out>(1) * x / norm2<Over<AllBut<Out>>>(x);
};

using weight_norm_rows =
    rows<section::weights,
         entry<"WeightStandardization<Out>", WeightStandardization<Out>, operand<"x", Out, In, axes::H, axes::W>>,
         entry<"WeightNorm<Out>", WeightNorm<Out>, operand<"x", Out, In, axes::H, axes::W>>>;

} // namespace axnorm::catalogue
