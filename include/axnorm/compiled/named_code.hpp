// Which layers the declarations of named.hpp mean. For the source files beside it.
#pragma once

#include <axnorm/compiled/implementation.hpp>
#include <axnorm/compiled/named.hpp>

#ifdef AXNORM_LEVEL

#include <axnorm/layer/torch/batch_norm.hpp>
#include <axnorm/layer/torch/layer_norm.hpp>

namespace axnorm::compiled {

template<>
struct meant<torch::BatchNorm1d::declaration> {
  using type = axnorm::torch::BatchNorm1d;
};
template<>
struct meant<torch::BatchNorm2d::declaration> {
  using type = axnorm::torch::BatchNorm2d;
};
template<>
struct meant<torch::BatchNorm3d::declaration> {
  using type = axnorm::torch::BatchNorm3d;
};
template<>
struct meant<torch::InstanceNorm1d::declaration> {
  using type = axnorm::torch::InstanceNorm1d;
};
template<>
struct meant<torch::InstanceNorm2d::declaration> {
  using type = axnorm::torch::InstanceNorm2d;
};
template<>
struct meant<torch::InstanceNorm3d::declaration> {
  using type = axnorm::torch::InstanceNorm3d;
};
template<class Arguments, class Inputs, class... Over>
struct meant<torch::named<"LayerNorm", Arguments, Inputs, Over...>> {
  using type = axnorm::torch::LayerNorm<Over...>;
};
template<class Arguments, class Inputs, class... Over>
struct meant<torch::named<"RMSNorm", Arguments, Inputs, Over...>> {
  using type = axnorm::torch::RMSNorm<Over...>;
};
template<>
struct meant<torch::GroupNorm::declaration> {
  using type = axnorm::torch::GroupNorm;
};

} // namespace axnorm::compiled

#endif
