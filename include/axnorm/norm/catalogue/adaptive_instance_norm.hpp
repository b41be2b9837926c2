// Adaptive instance normalization, and crossing the moments of two inputs. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// σ(y) (x - μ(x)) / σ(x) + μ(y), moments over the positions of each channel of each sample (Huang, Belongie: Arbitrary
/// Style Transfer in Real-time with Adaptive Instance Normalization, arXiv 1703.06868, equation 8). Input `style` is y,
/// whose positions may be others than those of x. No parameters; ε 1e-5 in both deviations, where the authors' code has
/// it in that of x alone. The paper's variance is biased, as is that of the authors' code; much code has that of n - 1:
/// `AdaptiveInstanceNorm<unbiased>`.
template<divisor Divisor = biased>
struct AdaptiveInstanceNorm {
  using positions = Over<axes::H, axes::W>;
  static constexpr auto x = input<"x">;
  static constexpr auto style = input<"style">;
  static constexpr auto formula = (x - mean<positions>(x)) * rsqrt(var<positions, Divisor>(x) + 1e-5) *
                                      sqrt(var<positions, Divisor>(style) + 1e-5) +
                                  mean<positions>(style);
};

/// Both ways at once (Tang, Gao, Zhu, Zhang, Li, Metaxas: CrossNorm and SelfNorm, arXiv 2102.02811): x with the moments
/// of `other`, and `other` with those of x. The two have the same samples and channels. The authors' code has the
/// variance of n - 1: `CrossNorm<unbiased>`.
template<divisor Divisor = biased>
struct CrossNorm {
  using positions = Over<axes::H, axes::W>;
  static constexpr auto x = input<"x">;
  static constexpr auto other = input<"other">;
  static constexpr auto whitened = (x - mean<positions>(x)) * rsqrt(var<positions, Divisor>(x) + 1e-5);
  static constexpr auto other_whitened =
      (other - mean<positions>(other)) * rsqrt(var<positions, Divisor>(other) + 1e-5);
  static constexpr auto formula =
      outputs(whitened * sqrt(var<positions, Divisor>(other) + 1e-5) + mean<positions>(other),
              other_whitened* sqrt(var<positions, Divisor>(x) + 1e-5) + mean<positions>(x));
};

using adaptive_instance_norm_rows = rows<
    section::conditioned,
    entry<"AdaptiveInstanceNorm", AdaptiveInstanceNorm<>, image, operand<"style", axes::N, axes::C, axes::H, axes::W>>,
    entry<"CrossNorm", CrossNorm<>, image, operand<"other", axes::N, axes::C, axes::H, axes::W>>>;

} // namespace axnorm::catalogue
