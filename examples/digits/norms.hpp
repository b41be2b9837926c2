// Every norm of this example as a formula over named axes: these lines are all that axnorm is told. Each ends in its
// activation, so that a layer is one formula and runs as one.
// Used by the files that make networks of them.
// Must not know of networks, of training or of the order in which memory holds the axes.
#pragma once

#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>

namespace digits {

using namespace axnorm;
using namespace axnorm::axes;

/// A norm and ReLU.
template<class Norm>
struct Rectified {
  using norm = Norm;
  static constexpr auto formula = relu(Norm::formula);
};

inline constexpr auto x = input<"x">;
inline constexpr auto weight = parameter<"weight", C>(1);
inline constexpr auto bias = parameter<"bias", C>(0);

struct NoNorm {
  static constexpr auto formula = relu(x + bias);
};

// One norm over five sets of axes, the last being three sets mixed by weights that are learned.
using BN = Rectified<Norm<Over<N, H, W>, Affine<C>, Tracked<C>>>;
using LN = Rectified<Norm<Over<C, H, W>, Affine<C>>>;
using IN = Rectified<Norm<Over<H, W>, Affine<C>>>;
using GN = Rectified<Norm<Over<Groups<C, 4>, H, W>, Affine<C>>>;
using SN = Rectified<SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>, Tracked<C>>>;

using RMSN = Rectified<RMS<Over<C, H, W>, Affine<C>>>;

/// Batch Renormalization (arXiv 1702.03275): batch norm for small batches. What goes on is normalized by the running
/// statistics, within bounds; what goes back takes the correction for a constant. In evaluation the tracked statistics
/// are the running ones, so that the correction is none.
struct BRN {
  using batch = Over<N, H, W>;
  static constexpr auto m = tracked<"running_mean", C>(mean<batch>(x));
  static constexpr auto v = tracked<"running_var", C>(var<batch>(x), initially(1)) + 1e-5;
  static constexpr auto running_m = buffer<"running_mean", C>(0);
  static constexpr auto running_v = buffer<"running_var", C>(1) + 1e-5;
  static constexpr auto r = stop_gradient(clamp(sqrt(v / running_v), 1 / 3.0, 3));
  static constexpr auto d = stop_gradient(clamp((m - running_m) * rsqrt(running_v), -5, 5));
  static constexpr auto formula = relu(((x - m) * rsqrt(v) * r + d) * weight + bias);
};

} // namespace digits
