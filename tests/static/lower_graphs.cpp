// Graphs that lowering makes: parts, chains, operands, and the nodes of statistics.
#include <axnorm/exec/evaluate_source.hpp>
#include <axnorm/norm/named.hpp>

#include <cstddef>
#include <cstdint>

using namespace axnorm;
using namespace axnorm::axes;
using graph::op;

namespace {

template<class Source>
constexpr int count_of(op kind) {
  int n = 0;
  for (const graph::node& x : Source::lowered.nodes)
    n += x.kind == kind;
  return n;
}
template<class Source>
constexpr bool parts_are(std::initializer_list<std::pair<const char*, std::int64_t>> expected) {
  std::size_t i = 0;
  if (Source::lowered.parts.size() != expected.size()) return false;
  for (const auto& [label, extent] : expected) {
    const graph::axis_part& p = Source::lowered.parts[i++];
    if (p.axis.label != label || p.extent != extent) return false;
  }
  return true;
}
template<class Source>
constexpr graph::axis_mask output_axes(std::size_t i = 0) {
  return Source::lowered.outputs[i].axes;
}

// Batch norm: a sum and a second moment over N, H, W; the difference is centred; unbound parameters are constants.
using BN = exec::default_source<BatchNorm, float, N, C, H, W>;
static_assert(parts_are<BN>({{"N", -1}, {"C", -1}, {"H", -1}, {"W", -1}}));
static_assert(count_of<BN>(op::reduce_sum) == 1 && count_of<BN>(op::moment2) == 1 && count_of<BN>(op::centred) == 1);
static_assert(BN::lowered.operands.size() == 1 && output_axes<BN>() == 0b1111);
constexpr graph::axis_mask reduced_by_bn() {
  for (const graph::node& x : BN::lowered.nodes)
    if (x.kind == op::moment2) return x.over;
  return 0;
}
static_assert(reduced_by_bn() == 0b1101);

// Groups split an axis for every operand that has it.
using bound_gn = exec::source<GroupNorm<>, given_tensor<"", float, N, H, W, Fixed<C, 64>>, given_extent<G>,
                              given_tensor<"weight", float, C>, given_tensor<"bias", float, C>>;
static_assert(parts_are<bound_gn>({{"N", -1}, {"H", -1}, {"W", -1}, {"G", -1}, {"C", -1}}));
static_assert(bound_gn::lowered.operands[1].axes == 0b11000 && bound_gn::lowered.chains[3].count == 2);
using static_gn = exec::default_source<GroupNorm<8>, float, N, Fixed<C, 64>, H, W>;
static_assert(parts_are<static_gn>({{"N", -1}, {"C", 8}, {"C", 8}, {"H", -1}, {"W", -1}}));

// Static groupings that nest are one chain.
struct nested {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = norm<Over<Groups<C, 32>>>(x) + norm<Over<Groups<C, 8>>>(x) + norm<Over<C>>(x);
};
using nested_groups = exec::default_source<nested, float, Fixed<C, 64>, N>;
static_assert(parts_are<nested_groups>({{"C", 8}, {"C", 4}, {"C", 2}, {"N", -1}}));
struct explicit_nesting {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = mean<Over<Group<Group<C, G>, K>>>(x) + mean<Over<Group<C, G>>>(x);
};
using explicit_groups =
    exec::source<explicit_nesting, given_tensor<"x", float, N, C>, given_extent<G>, given_extent<K>>;
static_assert(parts_are<explicit_groups>({{"N", -1}, {"G", -1}, {"K", -1}, {"C", -1}}));
static_assert(output_axes<explicit_groups>() == 0b0111 && explicit_groups::lowered.outputs[0].chains == 3);

// Inputs that never meet along an axis have their own; along the axes where they meet they share it.
struct ada_in {
  static constexpr auto x = input<"x">;
  static constexpr auto style = input<"style">;
  static constexpr auto formula = norm<Over<H, W>>(x) * std_dev<Over<H, W>>(style) + mean<Over<H, W>>(style);
};
using two_images = exec::source<ada_in, given_tensor<"x", float, N, C, H, W>, given_tensor<"style", float, N, C, H, W>>;
static_assert(parts_are<two_images>({{"N", -1}, {"C", -1}, {"H", -1}, {"W", -1}, {"H", -1}, {"W", -1}}));
static_assert(two_images::lowered.operands[1].axes == 0b110011 && output_axes<two_images>() == 0b001111);
struct meeting {
  static constexpr auto x = input<"x">;
  static constexpr auto mask = input<"mask">;
  static constexpr auto formula = x - mean<Over<H, W>>(x, mask);
};
using masked = exec::source<meeting, given_tensor<"x", float, N, C, H, W>, given_tensor<"mask", bool, N, H, W>>;
static_assert(masked::lowered.parts.size() == 4 && count_of<masked>(op::select) == 1 &&
              count_of<masked>(op::reciprocal_or_zero) == 1);
using weighted = exec::source<meeting, given_tensor<"x", float, N, C, H, W>, given_tensor<"mask", float, N, H, W>>;
static_assert(count_of<weighted>(op::select) == 0 && weighted::lowered.operands[1].type == graph::numbers::floating);

// Along an axis that an operand lacks, a sum counts by the extent and a mean does nothing.
struct broadcast_sum {
  static constexpr auto formula = input<"x"> + sum<Over<H>>(parameter<"weight", C>(2));
};
using lacking = exec::source<broadcast_sum, given_tensor<"x", float, C, H>, given_tensor<"weight", float, C>>;
static_assert(count_of<lacking>(op::extent) == 1 && count_of<lacking>(op::reduce_sum) == 0);
struct broadcast_mean {
  static constexpr auto formula = input<"x"> + mean<Over<H>>(parameter<"weight", C>(2));
};
using lacking_mean = exec::source<broadcast_mean, given_tensor<"x", float, C, H>, given_tensor<"weight", float, C>>;
static_assert(count_of<lacking_mean>(op::extent) == 0);

// A named value that is bound replaces what it is computed from.
using given = exec::source<BatchNorm, given_tensor<"", float, N, C>, given_tensor<"mean", float, C>,
                           given_tensor<"var", float, C>>;
static_assert(count_of<given>(op::moment2) == 0 && count_of<given>(op::centred) == 1 &&
              given::lowered.operands.size() == 3);

// Picked elements are operands of their own, from one binding.
using SN = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>>;
using mixed = exec::source<SN, given_tensor<"", float, N, C, H, W>, given_tensor<"mean_weight", float, Set>>;
static_assert(mixed::lowered.operands.size() == 4 && mixed::lowered.parts.size() == 4);
static_assert(mixed::sources[2].binding == 1 && mixed::sources[2].picked_dim == 0 && mixed::sources[2].index == 1);

// Results: axes in the first input's order, its element type, unless cast or told otherwise; fixed extents stay.
using reordered =
    exec::source<BatchNorm, given_tensor<"", bfloat16, N, H, W, Fixed<C, 64>>, given_tensor<"weight", float, C>>;
static_assert(std::is_same_v<reordered::result_tensor<0>, Tensor<bfloat16, N, H, W, Fixed<C, 64>>>);
struct cast_mean {
  static constexpr auto formula = cast<float>(mean<Over<H, W>>(input<"x">));
};
using cast_result = exec::default_source<cast_mean, float16, N, H, W, C>;
static_assert(std::is_same_v<cast_result::result_tensor<0>, Tensor<float, N, C>>);
struct group_means {
  static constexpr auto formula = mean<Over<Group<C, G>, H>>(input<"x">);
};
using named_groups = exec::source<group_means, given_tensor<"", float, N, C, H>, given_extent<G, 4>>;
static_assert(std::is_same_v<named_groups::result_tensor<0>, Tensor<float, N, Fixed<G, 4>>>);

// Powers: roots and quotients are exponents of products.
struct powers {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = pow(x, 1.5) / sqrt(x) + pow(x, 0.3);
};
using powered = exec::default_source<powers, double, N>;
static_assert(count_of<powered>(op::power) == 1 && count_of<powered>(op::product) == 3);

// A parameter has one range, wherever the formula names it.
struct in_two_ranges {
  static constexpr auto formula =
      input<"x"> * parameter<"share", N>(0.5, within(0, 1)) + parameter<"share", N>(0.5, within(0, 2));
};
static_assert(exec::detail::words_for<in_two_ranges, given_tensor<"x", float, N>>.view() ==
              "parameter share is declared twice, within different ranges; give one of them a scope");

} // namespace
