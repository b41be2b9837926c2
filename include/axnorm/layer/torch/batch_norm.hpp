// PyTorch's BatchNorm1d, 2d, 3d and InstanceNorm1d, 2d, 3d: their constructors, defaults, buffers and refusals over
// declarations of a line. For users. Deviations are listed in docs/training.md.
#pragma once

#include <axnorm/layer/torch/named_layer.hpp>
#include <axnorm/layer/torch/options.hpp>
#include <axnorm/norm/norm.hpp>

#include <cstdint>
#include <string>

namespace axnorm::torch {
inline namespace AXNORM_ISA {

namespace detail {

template<class Options>
std::string arguments_text(std::int64_t features, const Options& o) {
  return "(" + std::to_string(features) + ", eps=" + python_number(o.eps) +
         ", momentum=" + (o.momentum ? python_number(*o.momentum) : "None") + ", affine=" + python_bool(o.affine) +
         ", bias=" + python_bool(o.affine && o.bias) + ", track_running_stats=" + python_bool(o.track_running_stats) +
         ")";
}

template<class Channel>
using batch_norm_formula = Norm<Over<AllBut<Channel>>, Affine<Channel>, Tracked<Channel>, GivenEps>;

/// Statistics of each sample; what is averaged is their mean over the batch, as PyTorch has it.
template<class Channel, class... Spatial>
struct instance_norm_formula {
  static constexpr auto x = input<"x">;
  static constexpr auto own_mean = mean<Over<Spatial...>>(x);
  static constexpr auto own_var = var<Over<Spatial...>, unbiased>(x);
  static constexpr auto formula =
      (x - tracked<"running_mean", Channel>(own_mean, observing(mean<Over<AllBut<Channel>>>(own_mean)))) *
          rsqrt(tracked<"running_var", Channel>(var<Over<Spatial...>>(x), initially(1),
                                                observing(mean<Over<AllBut<Channel>>>(own_var))) +
                scalar<"eps">) *
          parameter<"weight", Channel>(1) +
      parameter<"bias", Channel>(0);
};

} // namespace detail

/// Batch norm over everything but the axis `Channel` (arXiv 1502.03167), of the inputs that `Accepted` lists. Users
/// write BatchNorm2d, or BatchNorm2dOf for other axes and types; so for the layers below.
template<fixed_string Name, class Element, class Channel, class... Accepted>
class BatchNorm : public detail::named_layer<BatchNorm<Name, Element, Channel, Accepted...>, Name,
                                             detail::batch_norm_formula<Channel>, Element, Accepted...> {
  using base = detail::named_layer<BatchNorm, Name, detail::batch_norm_formula<Channel>, Element, Accepted...>;
  template<class, fixed_string, class, FloatingElement, class...>
  friend class detail::named_layer;

public:
  /// Throws shape_error for a negative number of features, std::invalid_argument for a negative eps or a momentum that
  /// is no weight.
  template<NamedExtent D, class... More, class Wrong = spell<detail::features_words>>
  explicit BatchNorm(const D&, const More&...) = delete;
  template<detail::Unnamed X, class... More, class Wrong = spell<detail::options_words<X>>>
  BatchNorm(std::int64_t, X, const More&...) = delete;
  explicit BatchNorm(std::int64_t num_features, const batch_norm_options& options = {})
      : base(options.eps, dim<Channel>(num_features)), options_(options), features_(num_features) {
    if (!options.affine) this->template hide_parameter<"weight">();
    if (!options.affine || !options.bias) this->template hide_parameter<"bias">();
    if (!options.track_running_stats) this->leave_untracked();
    if (options.momentum)
      this->momentum(*options.momentum);
    else
      this->momentum(Cumulative{});
  }
  /// `BatchNorm2d(64, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)`
  std::string text() const { return std::string(Name.view()) + detail::arguments_text(features_, options_); }

private:
  template<class X>
  void check(const X& x) const {
    detail::demand_extent<Channel>(Name.view(), x, features_);
    if (!this->is_training() && options_.track_running_stats) return;
    if (this->eps() == 0)
      throw std::invalid_argument("axnorm: " + std::string(Name.view()) +
                                  " needs an eps above 0 for statistics of a batch");
    if (features_ > 0 && x.size() == features_) detail::refuse_single_value<Channel>(Name.view(), "channel", x);
  }

  batch_norm_options options_;
  std::int64_t features_;
};

/// Instance norm over the axes `Spatial` (arXiv 1607.08022), of inputs with or without the batch axis.
template<fixed_string Name, class Element, class Batch, class Channel, class... Spatial>
class InstanceNorm
    : public detail::named_layer<InstanceNorm<Name, Element, Batch, Channel, Spatial...>, Name,
                                 detail::instance_norm_formula<Channel, Spatial...>, Element,
                                 detail::accepts<Batch, Channel, Spatial...>, detail::accepts<Channel, Spatial...>> {
  using base = detail::named_layer<InstanceNorm, Name, detail::instance_norm_formula<Channel, Spatial...>, Element,
                                   detail::accepts<Batch, Channel, Spatial...>, detail::accepts<Channel, Spatial...>>;
  template<class, fixed_string, class, FloatingElement, class...>
  friend class detail::named_layer;

public:
  /// Throws as BatchNorm does.
  template<NamedExtent D, class... More, class Wrong = spell<detail::features_words>>
  explicit InstanceNorm(const D&, const More&...) = delete;
  template<detail::Unnamed X, class... More, class Wrong = spell<detail::options_words<X>>>
  InstanceNorm(std::int64_t, X, const More&...) = delete;
  explicit InstanceNorm(std::int64_t num_features, const instance_norm_options& options = {})
      : base(options.eps, dim<Channel>(num_features)), options_(options), features_(num_features) {
    if (!options.affine) this->template hide_parameter<"weight">();
    if (!options.affine || !options.bias) this->template hide_parameter<"bias">();
    if (!options.track_running_stats) this->leave_untracked();
    this->leave_uncounted(); // PyTorch has the counter, and never moves it
    this->momentum(options.momentum.value_or(0));
  }
  /// `InstanceNorm2d(64, eps=1e-05, momentum=0.1, affine=False, bias=False, track_running_stats=False)`
  std::string text() const { return std::string(Name.view()) + detail::arguments_text(features_, options_); }

private:
  template<class X>
  void check(const X& x) const {
    detail::demand_extent<Channel>(Name.view(), x, features_);
    if (!this->is_training() && options_.track_running_stats) return;
    if ((x.template extent<Spatial>() * ...) == 1)
      detail::refuse_single_value<Channel>(Name.view(), "channel of a sample", x);
  }

  instance_norm_options options_;
  std::int64_t features_;
};

/// Inputs {N, C} and {N, C, L}, or with the axes that are given in their place, in this order.
template<FloatingElement Element = float, Axis N = axes::N, Axis C = axes::C, Axis L = axes::L>
using BatchNorm1dOf = BatchNorm<"BatchNorm1d", Element, C, detail::accepts<N, C>, detail::accepts<N, C, L>>;
/// Inputs {N, C, H, W}, or with the axes that are given: `BatchNorm2dOf<float, Sample, Band, Row, Column>`.
template<FloatingElement Element = float, Axis N = axes::N, Axis C = axes::C, Axis H = axes::H, Axis W = axes::W>
using BatchNorm2dOf = BatchNorm<"BatchNorm2d", Element, C, detail::accepts<N, C, H, W>>;
/// Inputs {N, C, D, H, W}, or with the axes that are given.
template<FloatingElement Element = float, Axis N = axes::N, Axis C = axes::C, Axis D = axes::D, Axis H = axes::H,
         Axis W = axes::W>
using BatchNorm3dOf = BatchNorm<"BatchNorm3d", Element, C, detail::accepts<N, C, D, H, W>>;
using BatchNorm1d = BatchNorm1dOf<>;
using BatchNorm2d = BatchNorm2dOf<>;
using BatchNorm3d = BatchNorm3dOf<>;

/// Inputs {N, C, L} and {C, L}, or with the axes that are given in their place, in this order.
template<FloatingElement Element = float, Axis N = axes::N, Axis C = axes::C, Axis L = axes::L>
using InstanceNorm1dOf = InstanceNorm<"InstanceNorm1d", Element, N, C, L>;
/// Inputs {N, C, H, W} and {C, H, W}, or with the axes that are given.
template<FloatingElement Element = float, Axis N = axes::N, Axis C = axes::C, Axis H = axes::H, Axis W = axes::W>
using InstanceNorm2dOf = InstanceNorm<"InstanceNorm2d", Element, N, C, H, W>;
/// Inputs {N, C, D, H, W} and {C, D, H, W}, or with the axes that are given.
template<FloatingElement Element = float, Axis N = axes::N, Axis C = axes::C, Axis D = axes::D, Axis H = axes::H,
         Axis W = axes::W>
using InstanceNorm3dOf = InstanceNorm<"InstanceNorm3d", Element, N, C, D, H, W>;
using InstanceNorm1d = InstanceNorm1dOf<>;
using InstanceNorm2d = InstanceNorm2dOf<>;
using InstanceNorm3d = InstanceNorm3dOf<>;

} // namespace AXNORM_ISA
} // namespace axnorm::torch
