// The usual norms by their usual names, for images {N, C, H, W}, sequences {N, C, L}, volumes, in any memory order:
// sets are written as all axes but those that stay. Names for sets of axes, nothing else.
#pragma once

#include <axnorm/norm/norm.hpp>
#include <axnorm/norm/rms.hpp>
#include <axnorm/norm/switchable.hpp>

#include <type_traits>

namespace axnorm {

/// Over everything but the channels (arXiv 1502.03167); parameters and running statistics per channel.
using BatchNorm = Norm<Over<AllBut<axes::C>>, Affine<axes::C>, Tracked<axes::C>>;

/// Over the given axes (arXiv 1607.06450), which also carry the parameters: `LayerNorm<C, H, W>`, `LayerNorm<L>`.
template<class... Axes>
using LayerNorm = Norm<Over<Axes...>, Affine<Axes...>>;

/// Over the positions of each channel of each sample (arXiv 1607.08022), without parameters.
using InstanceNorm = Norm<Over<AllBut<axes::N, axes::C>>>;

/// Over the positions and the channels of each group (arXiv 1803.08494); parameters per channel. `GroupNorm<32>` has 32
/// groups; `GroupNorm<>` as many as the call says, `dim<G>(32)`.
template<std::size_t Count = 0>
using GroupNorm = Norm<std::conditional_t<Count == 0, Over<AllBut<axes::N, axes::C>, Group<axes::C, axes::G>>,
                                          Over<AllBut<axes::N, axes::C>, Groups<axes::C, Count>>>,
                       Affine<axes::C>>;

/// By the root of the mean square over the given axes (arXiv 1910.07467), which also carry the weight; ε 1e-5 under the
/// root. The paper has none, its authors' code adds 1e-8 to the root; under it PyTorch has the epsilon of the type that
/// it computes in, float for half precision, Flax and Keras have 1e-6.
template<class... Axes>
using RMSNorm = RMS<Over<Axes...>, Scale<Axes...>>;

} // namespace axnorm
