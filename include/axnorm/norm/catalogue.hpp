// The catalogue of published norms, and its list. Each is a formula of a few lines in a file of its own; this file is
// for who wants all of them. Not part of <axnorm/axnorm.hpp>.
#pragma once

#include <axnorm/norm/catalogue/adaptive_instance_norm.hpp>
#include <axnorm/norm/catalogue/batch_instance_norm.hpp>
#include <axnorm/norm/catalogue/batch_renorm.hpp>
#include <axnorm/norm/catalogue/conditional_norm.hpp>
#include <axnorm/norm/catalogue/dynamic_tanh.hpp>
#include <axnorm/norm/catalogue/entry.hpp>
#include <axnorm/norm/catalogue/evo_norm.hpp>
#include <axnorm/norm/catalogue/filter_response_norm.hpp>
#include <axnorm/norm/catalogue/ghost_batch_norm.hpp>
#include <axnorm/norm/catalogue/global_response_norm.hpp>
#include <axnorm/norm/catalogue/instance_enhancement_norm.hpp>
#include <axnorm/norm/catalogue/l1_batch_norm.hpp>
#include <axnorm/norm/catalogue/local_norms.hpp>
#include <axnorm/norm/catalogue/masked_norm.hpp>
#include <axnorm/norm/catalogue/mean_only_batch_norm.hpp>
#include <axnorm/norm/catalogue/mode_norm.hpp>
#include <axnorm/norm/catalogue/modulation.hpp>
#include <axnorm/norm/catalogue/pixel_norm.hpp>
#include <axnorm/norm/catalogue/positional_norm.hpp>
#include <axnorm/norm/catalogue/power_norm.hpp>
#include <axnorm/norm/catalogue/query_key_norm.hpp>
#include <axnorm/norm/catalogue/residual_norm.hpp>
#include <axnorm/norm/catalogue/reversible_instance_norm.hpp>
#include <axnorm/norm/catalogue/rms_variants.hpp>
#include <axnorm/norm/catalogue/scale_norm.hpp>
#include <axnorm/norm/catalogue/softmax.hpp>
#include <axnorm/norm/catalogue/standardize.hpp>
#include <axnorm/norm/catalogue/sync_batch_norm.hpp>
#include <axnorm/norm/catalogue/weight_norm.hpp>
#include <axnorm/norm/named.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <string_view>

namespace axnorm::catalogue {

/// Axes of the operands below that axnorm has no names for: heads of attention; outputs and inputs of a filter.
struct Head : axis<"Head"> {};
struct Out : axis<"Out"> {};
struct In : axis<"In"> {};

using image = operand<"x", axes::N, axes::C, axes::H, axes::W>;
using tokens = operand<"x", axes::N, axes::T, axes::C>;

// clang-format off
/// The rows, in the order of the printed catalogue. To add a norm: its header above, and its line here.
using entries = boost::mp11::mp_list<
    // the usual ones
    entry<"BatchNorm", BatchNorm, image>,
    entry<"LayerNorm<C, H, W>", LayerNorm<axes::C, axes::H, axes::W>, image>,
    entry<"LayerNorm<C>", LayerNorm<axes::C>, tokens>,
    entry<"InstanceNorm", InstanceNorm, image>,
    entry<"GroupNorm<4>", GroupNorm<4>, image>,
    entry<"SwitchableNorm2d", SwitchableNorm2d, image>,
    // relatives of batch norm
    entry<"MeanOnlyBatchNorm", MeanOnlyBatchNorm, image>,
    entry<"L1BatchNorm", L1BatchNorm, image>,
    entry<"BatchRenorm", BatchRenorm<>, image>,
    entry<"GhostBatchNorm<2>", GhostBatchNorm<2>, image>,
    entry<"BatchInstanceNorm", BatchInstanceNorm, image>,
    entry<"InstanceBatchNorm", InstanceBatchNorm, image, mask<"by_instance", axes::C>>,
    entry<"InstanceEnhancementNorm", InstanceEnhancementNorm, image>,
    entry<"ModeNorm", ModeNorm, image, operand<"gates", axes::N, axes::K>>,
    entry<"PowerNorm<C>", PowerNorm<axes::C>, tokens>,
    entry<"MaskedBatchNorm", MaskedBatchNorm, tokens, mask<"mask", axes::N, axes::T>>,
    entry<"SyncBatchNorm", SyncBatchNorm, image, operand<"counts", axes::S>, operand<"means", axes::S, axes::C>,
          operand<"variances", axes::S, axes::C>>,
    entry<"Standardize<C>", Standardize<axes::C>, operand<"x", axes::N, axes::C>>,
    // images
    entry<"FilterResponseNorm", FilterResponseNorm, image>,
    entry<"PositionalNorm", PositionalNorm<>, image>,
    entry<"MomentShortcut", MomentShortcut, image, operand<"deviation", axes::N, axes::H, axes::W>,
          operand<"mean", axes::N, axes::H, axes::W>>,
    entry<"PixelNorm", PixelNorm, image>,
    entry<"EvoNormB0", EvoNormB0, image>,
    entry<"EvoNormS0<4>", EvoNormS0<4>, image>,
    entry<"EvoNormB1", EvoNormB1, image>,
    entry<"EvoNormB2", EvoNormB2, image>,
    entry<"EvoNormS1<4>", EvoNormS1<4>, image>,
    entry<"EvoNormS2<4>", EvoNormS2<4>, image>,
    entry<"GlobalResponseNorm", GlobalResponseNorm, image>,
    entry<"LocalResponseNorm<5>", LocalResponseNorm<5>, image>,
    entry<"DivisiveNorm<3>", DivisiveNorm<3>, image>,
    entry<"MaskedInstanceNorm", MaskedInstanceNorm, image, mask<"mask", axes::N, axes::H, axes::W>>,
    // conditioned
    entry<"AdaptiveInstanceNorm", AdaptiveInstanceNorm<>, image,
          operand<"style", axes::N, axes::C, axes::H, axes::W>>,
    entry<"CrossNorm", CrossNorm<>, image, operand<"other", axes::N, axes::C, axes::H, axes::W>>,
    entry<"ConditionalInstanceNorm", ConditionalInstanceNorm, image, operand<"style", axes::N, axes::K>>,
    entry<"ConditionalBatchNorm", ConditionalBatchNorm, image, operand<"weight_change", axes::N, axes::C>,
          operand<"bias_change", axes::N, axes::C>>,
    entry<"AttentiveNorm", AttentiveNorm, image, operand<"attention", axes::N, axes::K>>,
    entry<"FiLM", FiLM, image, operand<"scale", axes::N, axes::C>, operand<"shift", axes::N, axes::C>>,
    entry<"SpatiallyAdaptiveNorm", SpatiallyAdaptiveNorm, image,
          operand<"scale", axes::N, axes::C, axes::H, axes::W>, operand<"shift", axes::N, axes::C, axes::H, axes::W>>,
    entry<"AdaptiveLayerNorm<C>", AdaptiveLayerNorm<axes::C>, tokens, operand<"scale", axes::N, axes::C>,
          operand<"shift", axes::N, axes::C>>,
    entry<"GatedResidual", GatedResidual, tokens, operand<"gate", axes::N, axes::C>,
          operand<"branch", axes::N, axes::T, axes::C>>,
    entry<"ReversibleInstanceNorm", ReversibleInstanceNorm, tokens>,
    entry<"ReversibleInstanceDenorm", ReversibleInstanceDenorm, tokens, operand<"deviation", axes::N, axes::C>,
          operand<"mean", axes::N, axes::C>>,
    // features of tokens
    entry<"RMSNorm<C>", RMSNorm<axes::C>, tokens>,
    entry<"UnitOffsetRMSNorm<C>", UnitOffsetRMSNorm<axes::C>, tokens>,
    entry<"PartialRMSNorm<C>", PartialRMSNorm<axes::C>, tokens, mask<"part", axes::C>>,
    entry<"GroupRMSNorm<4, C>", GroupRMSNorm<4, axes::C>, tokens>,
    entry<"GatedRMSNorm<before_norm, C>", GatedRMSNorm<gate::before_norm, axes::C>, tokens,
          operand<"z", axes::N, axes::T, axes::C>>,
    entry<"GatedRMSNorm<after_norm, C>", GatedRMSNorm<gate::after_norm, axes::C>, tokens,
          operand<"z", axes::N, axes::T, axes::C>>,
    entry<"SimpleRMSNorm<C>", SimpleRMSNorm<axes::C>, tokens>,
    entry<"SimpleNorm<C>", SimpleNorm<axes::C>, tokens>,
    entry<"MaskedLayerNorm<C, T>", MaskedLayerNorm<axes::C, axes::T>, tokens, mask<"mask", axes::N, axes::T>>,
    entry<"ScaleNorm<2.0, C>", ScaleNorm<2.0, axes::C>, tokens>,
    entry<"L2Normalize<C>", L2Normalize<axes::C>, tokens>,
    entry<"L1Normalize<C>", L1Normalize<axes::C>, tokens>,
    entry<"QueryKeyNorm<D>", QueryKeyNorm<axes::D>, operand<"q", axes::N, Head, axes::T, axes::D>,
          operand<"k", axes::N, Head, axes::S, axes::D>>,
    entry<"CosineQueryKeyNorm<2.0, D>", CosineQueryKeyNorm<2.0, axes::D>,
          operand<"q", axes::N, Head, axes::T, axes::D>, operand<"k", axes::N, Head, axes::S, axes::D>>,
    entry<"AddRMSNorm<C>", AddRMSNorm<axes::C>, tokens, operand<"branch", axes::N, axes::T, axes::C>>,
    entry<"DeepNorm<C>", DeepNorm<axes::C>, tokens, operand<"branch", axes::N, axes::T, axes::C>, number<"alpha">>,
    entry<"SandwichNorm<C>", SandwichNorm<axes::C>, tokens, operand<"branch", axes::N, axes::T, axes::C>>,
    entry<"DynamicTanh<C>", DynamicTanh<axes::C>, tokens>,
    entry<"LayerScale<C>", LayerScale<axes::C>, tokens>,
    // any axes
    entry<"Softmax<C>", Softmax<axes::C>, tokens>,
    entry<"LogSoftmax<H, W>", LogSoftmax<axes::H, axes::W>, image>,
    entry<"LogSumExp<C>", LogSumExp<axes::C>, tokens>,
    entry<"MinMaxScale<1e-12, H, W>", MinMaxScale<1e-12, axes::H, axes::W>, image>,
    entry<"MaxAbsScale<1e-12, C>", MaxAbsScale<1e-12, axes::C>, tokens>,
    // weights
    entry<"WeightStandardization<Out>", WeightStandardization<Out>, operand<"x", Out, In, axes::H, axes::W>>,
    entry<"WeightNorm<Out>", WeightNorm<Out>, operand<"x", Out, In, axes::H, axes::W>>>;
// clang-format on

namespace detail {
template<fixed_string Name>
struct is_named {
  template<class Entry>
  using fn = boost::mp11::mp_bool<Entry::name == Name.view()>;
};
} // namespace detail

/// The entry of that name.
template<fixed_string Name>
using find = boost::mp11::mp_at<entries, boost::mp11::mp_find_if_q<entries, detail::is_named<Name>>>;

} // namespace axnorm::catalogue
