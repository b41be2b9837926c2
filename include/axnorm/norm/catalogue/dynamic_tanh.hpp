// Dynamic tanh. A formula, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// γ tanh(α x) + β, in place of a norm and without statistics (Zhu, Chen, He, LeCun, Liu: Transformers without
/// Normalization, arXiv 2503.10622, section 4). Parameters: `alpha` {} 0.5, `weight` {Axes} 1, `bias` {Axes} 0.
template<class... Axes>
struct DynamicTanh {
  static constexpr auto formula =
      tanh(parameter<"alpha">(0.5) * input<"x">) * parameter<"weight", Axes...>(1) + parameter<"bias", Axes...>(0);
};

using dynamic_tanh_rows = rows<section::features, entry<"DynamicTanh<C>", DynamicTanh<axes::C>, tokens>>;

} // namespace axnorm::catalogue
