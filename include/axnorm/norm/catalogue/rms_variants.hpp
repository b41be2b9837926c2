// Relatives of RMS norm. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

#include <cstddef>

namespace axnorm::catalogue {

/// x / √(mean of squares + 1e-6) (1 + w) over `Axes`: RMS norm (Zhang, Sennrich, arXiv 1910.07467) whose weights decay
/// towards 1, as Gemma has it. Parameter: `weight` {Axes} 0. 1 + w and the product are in float and rounded once.
template<class... Axes>
struct UnitOffsetRMSNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto formula =
      x * rsqrt(mean<Over<Axes...>>(square(x)) + 1e-6) * (1 + parameter<"weight", Axes...>(0));
};

/// RMS norm of which the statistic is that of a part of the elements (pRMSNorm, arXiv 1910.07467): input `part` {Axes}
/// says which, as booleans: the first p n of n in the paper. Parameter: `weight` {Axes} 1; ε 1e-5.
template<class... Axes>
struct PartialRMSNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto formula =
      x * rsqrt(mean<Over<Axes...>>(square(x), input<"part">) + 1e-5) * parameter<"weight", Axes...>(1);
};

/// RMS norm of each of `Count` groups along `Axis`: group norm without a mean. Parameter: `weight` {Axis} 1; ε 1e-5.
template<std::size_t Count, class Axis>
struct GroupRMSNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto formula =
      x * rsqrt(mean<Over<Groups<Axis, Count>>>(square(x)) + 1e-5) * parameter<"weight", Axis>(1);
};

/// Where the gate of a gated RMS norm acts.
enum class gate : bool { after_norm, before_norm };

/// RMS norm with a gate z of its own (Dao, Gu: Transformers are SSMs, arXiv 2405.21060, whose code is Mamba-2's):
/// norm(x silu(z)) w, or norm(x) w silu(z) with `gate::after_norm`, which is `norm_before_gate=True` there. Input `z`.
/// Parameter: `weight` {Axes} 1; ε 1e-5.
template<gate Where, class... Axes>
struct GatedRMSNorm {
  static constexpr auto opened = silu(input<"z">);
  static constexpr auto normalized(const auto& e) {
    return e * rsqrt(mean<Over<Axes...>>(square(e)) + 1e-5) * parameter<"weight", Axes...>(1);
  }
  static constexpr auto formula = [] {
    if constexpr (Where == gate::before_norm)
      return normalized(input<"x"> * opened);
    else
      return normalized(input<"x">) * opened;
  }();
};

/// x / √(mean of squares) over `Axes`, and nothing else (Qin et al.: TransNormerLLM, arXiv 2307.14995); the mean of
/// squares has 1e-12 added, the paper none. No parameters.
template<class... Axes>
struct SimpleRMSNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = x * rsqrt(mean<Over<Axes...>>(square(x)) + 1e-12);
};

/// x / √(variance of n - 1 + 1e-6) w over `Axes`: divided by the deviation but not centred, timm's SimpleNorm.
/// Parameter: `weight` {Axes} 1.
template<class... Axes>
struct SimpleNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = x * rsqrt(var<Over<Axes...>, unbiased>(x) + 1e-6) * parameter<"weight", Axes...>(1);
};

using rms_variants_rows = rows<section::features, entry<"UnitOffsetRMSNorm<C>", UnitOffsetRMSNorm<axes::C>, tokens>,
                               entry<"PartialRMSNorm<C>", PartialRMSNorm<axes::C>, tokens, mask<"part", axes::C>>,
                               entry<"GroupRMSNorm<4, C>", GroupRMSNorm<4, axes::C>, tokens>,
                               entry<"GatedRMSNorm<before_norm, C>", GatedRMSNorm<gate::before_norm, axes::C>, tokens,
                                     operand<"z", axes::N, axes::T, axes::C>>,
                               entry<"GatedRMSNorm<after_norm, C>", GatedRMSNorm<gate::after_norm, axes::C>, tokens,
                                     operand<"z", axes::N, axes::T, axes::C>>,
                               entry<"SimpleRMSNorm<C>", SimpleRMSNorm<axes::C>, tokens>,
                               entry<"SimpleNorm<C>", SimpleNorm<axes::C>, tokens>>;

} // namespace axnorm::catalogue
