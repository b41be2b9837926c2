// PyTorch's BatchNorm1d, 2d, 3d and InstanceNorm1d, 2d, 3d: their constructors, defaults, buffers and refusals over
// declarations of a line. For users. Deviations are listed in docs/training.md.
#pragma once

#include <axnorm/layer/torch/named_layer.hpp>
#include <axnorm/norm/norm.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace axnorm::torch {
inline namespace AXNORM_ISA {

/// As PyTorch's arguments of the same names. momentum: the weight of the new value in running statistics, from 0 to 1;
/// nullopt, PyTorch's None: the plain average of all batches.
struct batch_norm_options {
  double eps = 1e-5;
  std::optional<double> momentum = 0.1;
  bool affine = true;
  bool bias = true; ///< with affine
  bool track_running_stats = true;
};
struct instance_norm_options {
  double eps = 1e-5;
  std::optional<double> momentum = 0.1; ///< nullopt: running statistics never move
  bool affine = false;
  bool bias = true; ///< with affine
  bool track_running_stats = false;
};

namespace detail {

template<class Options>
std::string arguments_text(std::int64_t features, const Options& o) {
  return "(" + std::to_string(features) + ", eps=" + python_number(o.eps) +
         ", momentum=" + (o.momentum ? python_number(*o.momentum) : "None") + ", affine=" + python_bool(o.affine) +
         ", bias=" + python_bool(o.affine && o.bias) + ", track_running_stats=" + python_bool(o.track_running_stats) +
         ")";
}

using batch_norm_formula = Norm<Over<AllBut<axes::C>>, Affine<axes::C>, Tracked<axes::C>, GivenEps>;

/// Statistics of each sample; what is averaged is their mean over the batch, as PyTorch has it.
template<class... Spatial>
struct instance_norm_formula {
  static constexpr auto x = input<"x">;
  static constexpr auto own_mean = mean<Over<Spatial...>>(x);
  static constexpr auto own_var = var<Over<Spatial...>, unbiased>(x);
  static constexpr auto formula =
      (x - tracked<"running_mean", axes::C>(own_mean, observing(mean<Over<AllBut<axes::C>>>(own_mean)))) *
          rsqrt(tracked<"running_var", axes::C>(var<Over<Spatial...>>(x), initially(1),
                                                observing(mean<Over<AllBut<axes::C>>>(own_var))) +
                scalar<"eps">) *
          parameter<"weight", axes::C>(1) +
      parameter<"bias", axes::C>(0);
};

} // namespace detail

/// Batch norm over everything but the channels C (arXiv 1502.03167), of the inputs that `Accepted` lists.
template<fixed_string Name, class Element, class... Accepted>
class BatchNorm : public detail::named_layer<BatchNorm<Name, Element, Accepted...>, Name, detail::batch_norm_formula,
                                             Element, Accepted...> {
  using base = detail::named_layer<BatchNorm, Name, detail::batch_norm_formula, Element, Accepted...>;
  template<class, fixed_string, class, class, class...>
  friend class detail::named_layer;

public:
  /// Throws shape_error for a negative number of features, std::invalid_argument for a negative eps or a momentum that
  /// is no weight.
  explicit BatchNorm(std::int64_t num_features, const batch_norm_options& options = {})
      : base(options.eps, dim<axes::C>(num_features)), options_(options), features_(num_features) {
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
    if (!this->is_training() && options_.track_running_stats) return;
    if (this->eps() == 0)
      throw std::invalid_argument("axnorm: " + std::string(Name.view()) +
                                  " needs an eps above 0 for statistics of a batch");
    if (x.size() == features_ && features_ > 0) detail::refuse_single_value(Name.view(), "channel", x);
  }

  batch_norm_options options_;
  std::int64_t features_;
};

/// Instance norm over the axes `Spatial` (arXiv 1607.08022), of inputs with or without a batch axis N.
template<fixed_string Name, class Element, class... Spatial>
class InstanceNorm
    : public detail::named_layer<InstanceNorm<Name, Element, Spatial...>, Name,
                                 detail::instance_norm_formula<Spatial...>, Element,
                                 detail::accepts<axes::N, axes::C, Spatial...>, detail::accepts<axes::C, Spatial...>> {
  using base = detail::named_layer<InstanceNorm, Name, detail::instance_norm_formula<Spatial...>, Element,
                                   detail::accepts<axes::N, axes::C, Spatial...>, detail::accepts<axes::C, Spatial...>>;
  template<class, fixed_string, class, class, class...>
  friend class detail::named_layer;

public:
  /// Throws as BatchNorm does.
  explicit InstanceNorm(std::int64_t num_features, const instance_norm_options& options = {})
      : base(options.eps, dim<axes::C>(num_features)), options_(options), features_(num_features) {
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
    if (!this->is_training() && options_.track_running_stats) return;
    if ((x.template extent<Spatial>() * ...) == 1) detail::refuse_single_value(Name.view(), "channel of a sample", x);
  }

  instance_norm_options options_;
  std::int64_t features_;
};

/// Inputs {N, C} and {N, C, L}.
template<class Element = float>
using BatchNorm1dOf =
    BatchNorm<"BatchNorm1d", Element, detail::accepts<axes::N, axes::C>, detail::accepts<axes::N, axes::C, axes::L>>;
/// Inputs {N, C, H, W}.
template<class Element = float>
using BatchNorm2dOf = BatchNorm<"BatchNorm2d", Element, detail::accepts<axes::N, axes::C, axes::H, axes::W>>;
/// Inputs {N, C, D, H, W}.
template<class Element = float>
using BatchNorm3dOf = BatchNorm<"BatchNorm3d", Element, detail::accepts<axes::N, axes::C, axes::D, axes::H, axes::W>>;
using BatchNorm1d = BatchNorm1dOf<>;
using BatchNorm2d = BatchNorm2dOf<>;
using BatchNorm3d = BatchNorm3dOf<>;

/// Inputs {N, C, L} and {C, L}.
using InstanceNorm1d = InstanceNorm<"InstanceNorm1d", float, axes::L>;
/// Inputs {N, C, H, W} and {C, H, W}.
using InstanceNorm2d = InstanceNorm<"InstanceNorm2d", float, axes::H, axes::W>;
/// Inputs {N, C, D, H, W} and {C, D, H, W}.
using InstanceNorm3d = InstanceNorm<"InstanceNorm3d", float, axes::D, axes::H, axes::W>;

} // namespace AXNORM_ISA
} // namespace axnorm::torch
