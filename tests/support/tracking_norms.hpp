// Norms from papers that keep running statistics in ways of their own. Used by the tests of layers.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/named.hpp>

namespace axnorm::formulas {

using namespace axnorm::axes;

/// arXiv 1702.03275
struct BatchRenorm {
  using set = Over<N, L>;
  static constexpr auto in = input<"x">;
  static constexpr auto m = mean<set>(in);
  static constexpr auto v = var<set>(in);
  static constexpr auto old_mean = buffer<"running_mean", C>(0);
  static constexpr auto old_var = buffer<"running_var", C>(1);
  static constexpr auto r = stop_gradient(clamp(sqrt((v + 1e-5) / (old_var + 1e-5)), 1.0 / 3, 3));
  static constexpr auto d = stop_gradient(clamp((m - old_mean) * rsqrt(old_var + 1e-5), -5, 5));
  static constexpr auto formula =
      (in - tracked<"running_mean", C>(m)) * rsqrt(tracked<"running_var", C>(v, initially(1)) + 1e-5) * by_mode(r, 1) +
      by_mode(d, 0);
};

/// arXiv 1805.07925
struct BatchInstance {
  static constexpr auto rho = clamp(parameter<"rho", C>(1), 0, 1);
  static constexpr auto formula = rho * Norm<Over<N, L>, Tracked<C>>::formula + (1 - rho) * norm<Over<L>>(input<"x">);
};

} // namespace axnorm::formulas
