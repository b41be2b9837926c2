// Feature maps in memory, and the axes of this program.
// Used by every part of it that computes.
// Must not know how anything is computed.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/tensor/tensor.hpp>

namespace digits {

using axnorm::Tensor;
using namespace axnorm::axes;

/// The axes of a convolution's weights, beside the channels C that it reads: the channels it writes, and its window.
struct Out : axnorm::axis<"Out"> {};
struct Row : axnorm::axis<"Row"> {};
struct Column : axnorm::axis<"Column"> {};

/// A batch of feature maps. The channels are outermost, so that the convolution of a whole batch is one product of
/// matrices; formulas name their axes and do not mind the order.
using maps = Tensor<float, C, N, H, W>;

/// Makes room for maps of this size, if there is other room.
inline void make_room(maps& of, std::int64_t channels, std::int64_t samples, std::int64_t height, std::int64_t width) {
  if (of.extents() != axnorm::extents_array<4>{channels, samples, height, width})
    of = maps(channels, samples, height, width);
}

inline void make_room_like(maps& of, const maps& other) {
  if (of.extents() != other.extents()) of = maps(other.extents());
}

} // namespace digits
