// The list of formulas, part 3: norms as their papers write them. Each struct is one formula but where it says so.
// Knows not how they are checked.
#pragma once

#include "support/formulas_elementwise.hpp"
#include <axnorm/norm/named.hpp>

namespace axnorm::formulas {

inline constexpr double eps = 1e-5;

struct batch_norm : check::on_image_affine {
  static constexpr auto formula = Norm<Over<N, H, W>, Affine<C>, Tracked<C>>::formula;
};
/// As inference does it: statistics from outside, plain floats.
struct batch_norm_given : check::on_image_affine {
  static constexpr auto formula = (x - input<"mean", C>)*rsqrt(input<"variance", C> + eps) * weight + bias;
  using given =
      mp_list<image_operand, check::weight_operand, check::bias_operand,
              check::operand<"mean", check::float_near_one, C>, check::operand<"variance", check::float_near_one, C>>;
};
struct layer_norm : check::on_image {
  static constexpr auto formula = LayerNorm<C, H, W>::formula;
  using given = mp_list<image_operand, check::operand<"weight", check::near_one, C, H, W>,
                        check::operand<"bias", check::near_one, C, H, W>>;
};
struct instance_norm : check::on_image {
  static constexpr auto formula = InstanceNorm::formula;
};
/// The number of groups given at the call.
struct group_norm : check::on_image_affine {
  static constexpr auto formula = GroupNorm<>::formula;
  using given = mp_list<image_operand, check::weight_operand, check::bias_operand, check::some_groups<G>>;
};
/// Two formulas: static groups, and root mean squares of finer ones.
struct static_groups : check::on_image_affine {
  static constexpr auto formula = outputs(norm<Over<Groups<C, 2>, H, W>>(x) * weight + bias,
                                          x* rsqrt(mean<Over<Groups<C, 6>, W>>(square(x)) + eps));
  static constexpr std::int64_t channels_divisible_by = 6;
  using results = mp_list<image_result, image_result>;
};
/// Groups inside groups; the inner groups' means are a result.
struct nested_groups : check::on_image {
  static constexpr auto outer = norm<Over<Group<C, G>, H, W>>(x);
  static constexpr auto formula =
      outputs(norm<Over<Group<Group<C, G>, K>, H, W>>(outer), mean<Over<Group<Group<C, G>, K>, H, W>>(x));
  using given = mp_list<image_operand, check::these_groups<G, 3>, check::static_groups<K, 3>>;
  using results = mp_list<image_result, check::result_as<void, N, G, K>>;
  static constexpr std::int64_t channels_divisible_by = 9;
  // Means are small where numbers of both signs cancel; with narrow packs more of them are added in a row.
  static constexpr check::bound within(check::data kind, bool wide) { return bounds(5 * exact, kind, wide); }
};
/// Batch norm for inputs of any rank, and a root mean square norm over all but the batch: two formulas.
struct all_but : check::on_image_affine {
  static constexpr auto formula =
      outputs(norm<Over<AllBut<C>>>(x) * weight + bias, x* rsqrt(mean<Over<AllBut<N>>>(square(x)) + eps));
  using results = mp_list<image_result, image_result>;
};
/// arXiv 1910.07467, over one axis, with the statistic returned.
struct rms_norm : check::on_image {
  static constexpr auto formula = outputs(RMSNorm<W>{}, RMSNorm<W>::mean_square);
  using given = mp_list<image_operand, check::operand<"weight", check::near_one, W>>;
  using results = mp_list<image_result, check::result<N, C, H>>;
};
/// Filter response normalization, arXiv 1911.09737.
struct filter_response_norm : check::on_image_affine {
  static constexpr auto formula =
      max(x * rsqrt(mean<Over<H, W>>(square(x)) + scalar<"eps">) * weight + bias, parameter<"tau", C>(0));
  using given = mp_list<image_operand, check::weight_operand, check::bias_operand,
                        check::operand<"tau", check::near_one, C>, check::number<"eps", 1e-6>>;
};
/// Positional normalization, arXiv 1907.04312: the moments are results.
struct positional_norm : check::on_image {
  static constexpr auto mu = let<"mean">(mean<Over<C>>(x));
  static constexpr auto sigma = let<"deviation">(sqrt(var<Over<C>>(x) + eps));
  static constexpr auto formula = outputs((x - mu) / sigma, mu, sigma);
  using results = mp_list<image_result, check::result<N, H, W>, check::result_as<float, W, H, N>>;
};
/// Global response normalization, arXiv 2301.00808.
struct global_response_norm : check::on_image_affine {
  static constexpr auto size = norm2<Over<H, W>>(x);
  static constexpr auto formula = weight * (x * (size / (mean<Over<C>>(size) + 1e-6))) + bias + x;
};
/// By mean absolute deviation, arXiv 1802.09769.
struct l1_batch_norm : check::on_image_affine {
  static constexpr check::bound gradient_slack{1, 40}; // what cancels is as large as 1/eps
  static constexpr auto d = x - mean<Over<N, H, W>>(x);
  static constexpr auto formula = weight * d / (1.2533141373155 * mean<Over<N, H, W>>(abs(d)) + eps) + bias;
};
/// Divisive local contrast, and local response normalization (Krizhevsky 2012): two formulas.
struct local_norms : check::on_image {
  static constexpr auto energy = window_sum<H>(window_sum<W>(square(x), 5), 5);
  static constexpr auto formula =
      outputs(x / sqrt(0.1 + energy / 25), x / pow(2 + 1e-4 * window_sum<C>(square(x), 5), 0.75));
  using results = mp_list<image_result, image_result>;
  static constexpr bool may_overwrite_x = false;
};
/// arXiv 1806.10779: three sets of axes, weights by softmax.
struct switchable_norm : check::on_image {
  static constexpr auto formula = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>>::formula;
  using given = mp_list<image_operand, check::weight_operand, check::bias_operand,
                        check::operand<"mean_weight", check::float_near_one, Fixed<Set, 3>>,
                        check::operand<"var_weight", check::float_near_one, Fixed<Set, 3>>>;
};
/// A norm of a norm, with an affine map between them under a name of its own.
struct norm_of_norm : check::on_image_affine {
  // What cancels is as large as 1/eps, and is summed in chains of up to 128 positions.
  static constexpr check::bound gradient_slack{5, 10000};
  static constexpr auto first = scope<"first">(norm<Over<N, H, W>>(x) * weight + bias);
  static constexpr auto formula = norm<Over<H, W>>(relu(first)) * weight;
  using given = mp_list<image_operand, check::weight_operand, check::operand<"first.weight", check::float_near_one, C>,
                        check::operand<"first.bias", check::float_near_one, C>>;
  // The second norm enlarges what the first one rounded.
  static constexpr check::bound within(check::data kind, bool wide) {
    check::bound b = bounds(exact, kind, wide);
    b.relative *= kind == check::data::outlying ? 10 : 2;
    return b;
  }
};
/// Statistics of an image of another size, arXiv 1703.06868; also the mean of it as a result.
struct adaptive_instance_norm : check::on_image {
  static constexpr auto style = input<"style">;
  static constexpr auto mu = mean<Over<H, W>>(style);
  static constexpr auto formula = outputs(norm<Over<H, W>>(x) * sqrt(var<Over<H, W>>(style) + eps) + mu, mu);
  using given = mp_list<image_operand, check::operand<"style", check::like_x, N, C, check::other<H>, check::other<W>>>;
  using results = mp_list<image_result, check::result<N, C>>;
};
/// x + r through batch norm and relu; x + r is a result too.
struct residual_norm : check::on_image_affine {
  static constexpr bool rounds_x = true;
  static constexpr auto sum = let<"sum">(x + input<"r">);
  static constexpr auto formula = outputs(relu(norm<Over<N, H, W>>(sum) * weight + bias), sum);
  using given = mp_list<image_operand, check::operand<"r", check::like_x, N, C, H, W>, check::weight_operand,
                        check::bias_operand>;
  using results = mp_list<image_result, image_result>;
  // x + r is rounded like any sum: an ulp of 2e4 is 2e-3, one of 3000 is 2e-4.
  static constexpr check::bound within(check::data kind, bool wide) {
    check::bound b = bounds(exact, kind, wide);
    if (kind == check::data::far) b.relative = wide ? 1e-11 : 1e-3;
    if (kind == check::data::outlying) b.relative = wide ? 1e-12 : 5e-5;
    return b;
  }
};
/// Halves mixed with floats: a float residual, results of both types, and means that stay float.
struct mixed_types : check::on_image {
  static constexpr auto sum = x + input<"r">;
  static constexpr auto mu = mean<Over<C>>(sum);
  static constexpr auto formula = outputs((sum - mu) * rsqrt(var<Over<C>>(sum) + eps), sum, mu);
  using given = mp_list<image_operand, check::operand<"r", check::float_near_one, N, C, H, W>>;
  using results = mp_list<image_result, check::result_as<float, N, C, H, W>, check::result_as<float, N, H, W>>;
  // x + r is rounded like any sum, and what it varies by is smaller than x.
  static constexpr check::bound within(check::data kind, bool wide) {
    check::bound b = bounds(2 * exact, kind, wide);
    if (kind == check::data::far) b.relative = wide ? 1e-10 : 3e-3;
    if (kind == check::data::outlying) b.relative = wide ? 1e-11 : 1e-3;
    if (kind == check::data::constant) b.relative = wide ? 4e-14 : 4e-6;
    return b;
  }
};
/// EvoNorm-S0, arXiv 2004.02967.
struct evolved_norm : check::on_image_affine {
  static constexpr check::bound gradient_slack{20, 40}; // of constants, 1/sqrt(eps) enlarges all that is summed
  static constexpr auto formula =
      x * sigmoid(parameter<"v", C>(1) * x) * rsqrt(var<Over<Group<C, G>, H, W>>(x) + eps) * weight + bias;
  using given = mp_list<image_operand, check::weight_operand, check::bias_operand,
                        check::operand<"v", check::float_near_one, C>, check::some_groups<G>>;
  static constexpr check::bound within(check::data kind, bool wide) { return bounds(transcendental, kind, wide); }
};
/// Mean and variance of different sets, clipped, the result in another order than x.
struct mixed_sets : check::on_image {
  static constexpr auto formula = (x - mean<Over<H, W>>(x)) / clamp(std_dev<Over<C, H, W>>(x), 0.25, 4);
  using results = mp_list<check::result_as<void, W, N, C, H>>;
};
/// Half batch norm, half instance norm, arXiv 1805.07925.
struct batch_instance_norm : check::on_image_affine {
  static constexpr double cancelling = 10; // in the gradient of rho: the two norms that rho mixes are nearly equal
  static constexpr auto rho = clamp(parameter<"rho", C>(1) - 0.5, 0, 1);
  static constexpr auto formula = (rho * norm<Over<N, H, W>>(x) + (1 - rho) * norm<Over<H, W>>(x)) * weight + bias;
  using given = mp_list<image_operand, check::weight_operand, check::bias_operand,
                        check::operand<"rho", check::float_near_one, C>>;
};

/// Three formulas of different tiles: instance norm, and per channel the mean absolute deviation and the largest square
/// of it, which wait for a mean over the whole batch.
struct two_speeds : check::on_image {
  static constexpr auto d = abs(x - mean<Over<N, H, W>>(x));
  static constexpr auto formula = outputs(norm<Over<H, W>>(x), mean<Over<N, H, W>>(d), max<Over<N, H, W>>(square(d)));
  using results = mp_list<image_result, check::result<C>, check::result<C>>;
};

/// Three formulas: softmax, its logarithm, and the logarithm of its sum.
struct softmax : check::on_image {
  static constexpr auto top = max<Over<W>>(x);
  static constexpr auto e = exp(x - top);
  static constexpr auto total = sum<Over<W>>(e);
  static constexpr auto formula = outputs(e / total, x - top - log(total), top + log(total));
  using results = mp_list<image_result, image_result, check::result<N, C, H>>;
  static constexpr check::bound within(check::data kind, bool wide) { return bounds(transcendental, kind, wide); }
};
/// Four formulas along one axis: layer norm, its root-mean-square sibling, lengths of 1, values between 0 and 1.
struct rows : check::on_image {
  static constexpr check::bound gradient_slack{1, 100}; // what cancels is as large as 1/eps
  static constexpr auto low = min<Over<W>>(x);
  static constexpr auto high = max<Over<W>>(x);
  static constexpr auto formula =
      outputs(norm<Over<W>>(x) * parameter<"weight", W>(1), x / sqrt(mean<Over<W>>(square(x)) + eps),
              x / (norm2<Over<W>>(x) + eps), (x - low) / (high - low + eps));
  using given = mp_list<image_operand, check::operand<"weight", check::near_one, W>>;
  using results = mp_list<image_result, image_result, image_result, image_result>;
};
/// Two formulas with a mask of booleans: layer norm, softmax; what is masked out is 0.
struct masked_norms : check::on_image {
  static constexpr auto m = input<"m">;
  static constexpr auto mu = mean<Over<C, W>>(x, m);
  static constexpr auto e = where(m, exp(x - max<Over<W>>(x, m)), 0);
  static constexpr auto formula =
      outputs(where(m, (x - mu) * rsqrt(var<Over<C, W>>(x, m) + eps), 0), e / (sum<Over<W>>(e) + 1e-30));
  using given = mp_list<image_operand, check::operand<"m", check::mask, N, H, W>>;
  using results = mp_list<image_result, image_result>;
  static constexpr check::bound within(check::data kind, bool wide) { return bounds(transcendental, kind, wide); }
};
/// A weight for each position.
struct weighted_norm : check::on_image_affine {
  static constexpr check::bound gradient_slack{20, 40}; // the mean that is subtracted has no low part
  static constexpr auto m = input<"m">;
  static constexpr auto formula =
      (x - mean<Over<N, H, W>>(x, m)) * rsqrt(var<Over<N, H, W>>(x, m) + eps) * weight + bias;
  using given =
      mp_list<image_operand, check::weight_operand, check::bias_operand, check::operand<"m", check::weights, N, H, W>>;
  static constexpr bool takes_specials = false;
  // The pivot of weighted moments is one element, not the mean of sixteen; bounds are met for standard normal data.
  static constexpr check::bound within(check::data kind, bool wide) {
    check::bound b = check::on_image_affine::within(kind, wide);
    if (kind == check::data::huge) b.relative *= 1.5;
    return b;
  }
};

} // namespace axnorm::formulas
