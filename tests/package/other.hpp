// What the two translation units of the consumer share: both evaluate norms, the same one and different ones.
#pragma once

#include <axnorm/axnorm.hpp>

using LayerNorm = axnorm::Norm<axnorm::Over<axnorm::axes::C>>;
using InstanceNorm = axnorm::Norm<axnorm::Over<axnorm::axes::L>>;
using Sequence = axnorm::Tensor<float, axnorm::axes::N, axnorm::axes::C, axnorm::axes::L>;

/// The instance norm of the layer norm of x, computed in the other translation unit.
Sequence both_norms(const Sequence& x);
