// Dynamic erf, which takes the place of a norm. Formulas, nothing else.
#pragma once

#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// γ erf(α x + s) + β, in place of a norm and without statistics (Chen, Lu, Zhu, Sun, Liu: Stronger Normalization-Free
/// Transformers, arXiv 2512.10938: Derf). Parameters: `alpha` {} 0.5, `shift` {} 0, `weight` {Axes} 1, `bias` {Axes} 0.
template<class... Axes>
struct DynamicErf {
  static constexpr auto x = input<"x">;
  static constexpr auto formula =
      erf(parameter<"alpha">(0.5) * x + parameter<"shift">(0)) * parameter<"weight", Axes...>(1) +
      parameter<"bias", Axes...>(0);
};

using dynamic_erf_rows = rows<section::features, entry<"DynamicErf<C>", DynamicErf<axes::C>, tokens, sweeps<1, 2>>>;

} // namespace axnorm::catalogue
