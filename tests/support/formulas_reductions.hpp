// The list of formulas, part 2: reductions whose results are statistics, with masks and weights, over axes that an
// operand lacks, over windows. Several formulas of one kind are the results of one struct. Knows not how they are
// checked.
#pragma once

#include "support/formulas_elementwise.hpp"

#include <cstdint>

namespace axnorm::formulas {

inline constexpr auto m = input<"m">;

/// Five formulas: sums over different sets of axes, down to a single number.
struct sums : check::on_image {
  static constexpr auto formula = outputs(sum<Over<H, W>>(x), mean<Over<N, H, W>>(x), sum_of_squares<Over<C>>(x),
                                          norm2<Over<C, H, W>>(x), mean<Over<N, C, H, W>>(square(x) + 1));
  using results =
      mp_list<check::result<N, C>, check::result<C>, check::result<N, H, W>, check::result<N>, check::result<>>;
  // Equal numbers are rounded the same way again and again.
  static constexpr check::bound within(check::data kind, bool wide) {
    return bounds(kind == check::data::constant ? 3 * exact : exact, kind, wide);
  }
};

/// Four formulas: variances and deviations of one set, moments of another, results in other orders.
struct variances : check::on_image {
  static constexpr auto of_rows = moments<Over<W, C>>(x);
  static constexpr auto formula =
      outputs(var<Over<N, H, W>>(x), std_dev<Over<N, H, W>, unbiased>(x), of_rows.mean, of_rows.var);
  using results = mp_list<check::result<C>, check::result<C>, check::result_as<void, H, N>, check::result<N, H>>;
  // The root of what was subnormal.
  static constexpr check::bound within(check::data kind, bool wide) {
    check::bound b = bounds(exact, kind, wide);
    if (kind == check::data::tiny && !wide) b.absolute = 1e-25;
    return b;
  }
};

/// Five formulas: extremes, any, all, counts.
struct extremes : check::on_image {
  static constexpr auto formula = outputs(max<Over<H, W>>(x), min<Over<N, C>>(x), any_of<Over<W>>(x > 2),
                                          all_of<Over<C>>(x < 1.5), count<Over<N, C, H, W>>(x > 0));
  using results = mp_list<check::result<N, C>, check::result<H, W>, check::result_as<bool, N, C, H>,
                          check::result<N, H, W>, check::result<>>;
};

/// Four formulas: a reduction over axes that the operand lacks; sums multiply by the extents.
struct lacking : check::on_image_affine {
  static constexpr auto formula = outputs(x + sum<Over<N, H, C>>(bias), x* mean<Over<H, C>>(weight),
                                          max<Over<N, W>>(weight) - x, mean<Over<N, W>>(weight, m));
  using given =
      mp_list<image_operand, check::weight_operand, check::bias_operand, check::operand<"m", check::weights, N, W>>;
  using results = mp_list<image_result, image_result, image_result, check::result<C>>;
};

/// Five formulas: statistics of what a mask of booleans lets through.
struct masked_statistics : check::on_image {
  static constexpr auto formula = outputs(mean<Over<H, W>>(x, m), var<Over<H, W>>(x, m), max<Over<C, W>>(x, m),
                                          min<Over<H, W>>(x, m), sum<Over<N, H, W>>(x, m), count<Over<H, W>>(x > 0, m));
  using given = mp_list<image_operand, check::operand<"m", check::mask, N, H, W>>;
  using results = mp_list<check::result<N, C>, check::result<N, C>, check::result<N, H>, check::result<N, C>,
                          check::result<C>, check::result<N, C>>;
  // Sums of numbers of both signs come near 0.
  static constexpr check::bound within(check::data kind, bool wide) {
    check::bound b = bounds(3 * exact, kind, wide);
    if (kind == check::data::tiny && !wide) b.absolute = 1e-26;
    return b;
  }
};

/// Three formulas: weights, over their own axes only and mixed with others.
struct weighted_statistics : check::on_image {
  static constexpr check::bound gradient_slack{20, 1}; // the mean that is subtracted has no low part
  static constexpr auto formula = outputs(mean<Over<H, W>>(x, m), var<Over<H, W>, unbiased>(x, m),
                                          var<Over<C, H, W>>(x, m), std_dev<Over<N, W>>(x, m));
  using given = mp_list<image_operand, check::operand<"m", check::weights, N, W>>;
  using results = mp_list<check::result<N, C>, check::result<N, C>, check::result<N>, check::result<C, H>>;
  static constexpr bool takes_specials = false;
  // The root of what was subnormal.
  static constexpr check::bound within(check::data kind, bool wide) {
    check::bound b = bounds(exact, kind, wide);
    if (kind == check::data::tiny && !wide) b.absolute = 1e-25;
    return b;
  }
};

/// Three formulas with integers: what they choose, a mask that is computed from them, how many there are of one.
struct labelled : check::on_image {
  static constexpr auto label = input<"label">;
  static constexpr auto formula =
      outputs(where(label == 1, x, label), mean<Over<H, W>>(x, label >= 0 && x < 2), count<Over<N, W>>(label == -2));
  using given = mp_list<image_operand, check::operand<"label", check::labels, N, H, W>>;
  using results = mp_list<image_result, check::result<N, C>, check::result_as<std::int64_t, H>>;
};

/// Four formulas: windows of odd and even size, nested ones, one larger than the axis.
struct windows : check::on_image {
  static constexpr auto formula = outputs(window_sum<C>(x, 3), window_sum<W>(x, 4) - window_sum<H>(x, 2),
                                          window_sum<H>(window_sum<W>(square(x), 5), 3), window_sum<W>(x, 1000));
  using results = mp_list<image_result, image_result, image_result, image_result>;
  static constexpr bool may_overwrite_x = false;
};

/// Four formulas: what has been so far and what is left, the mean of neighbours that there are, the mean of the first
/// half of the channels, the input times where it is.
struct positions : check::on_image {
  static constexpr auto first_half = 2 * position<C> < sum<Over<C>>(1);
  static constexpr auto formula = outputs(window_sum<W>(x, without_end, 0) - window_sum<C>(x, 1, without_end),
                                          window_mean<H>(x, 3), mean<Over<C>>(x, first_half), x* position<W>);
  using results = mp_list<image_result, image_result, check::result<N, H, W>, image_result>;
  static constexpr bool may_overwrite_x = false;
};

/// Two formulas: a third and a fourth moment.
struct shapes_of_distributions : check::on_image {
  static constexpr auto z = norm<Over<H, W>>(x);
  static constexpr auto formula = outputs(mean<Over<H, W>>(pow(z, 3)), mean<Over<H, W>>(square(square(z))));
  using results = mp_list<check::result<N, C>, check::result<N, C>>;
  // Third moments are small sums of large numbers of both signs.
  static constexpr check::bound within(check::data kind, bool wide) { return bounds(5 * exact, kind, wide); }
  static constexpr bool takes_huge = false;
};

/// Two formulas of two tensors: a covariance, a cosine.
struct pairs : check::on_image {
  static constexpr auto y = input<"y">;
  static constexpr auto formula =
      outputs(mean<Over<N, W>>((x - mean<Over<N, W>>(x)) * (y - mean<Over<N, W>>(y))),
              sum<Over<C>>(x* y) / sqrt(sum_of_squares<Over<C>>(x) * sum_of_squares<Over<C>>(y) + 1e-6));
  using given = mp_list<image_operand, check::operand<"y", check::like_x, N, C, H, W>>;
  using results = mp_list<check::result<C, H>, check::result<N, H, W>>;
  // Products of tiny numbers are subnormal; here they are divided by 1e-3.
  static constexpr check::bound within(check::data kind, bool wide) {
    check::bound b = bounds(exact, kind, wide);
    if (kind == check::data::tiny && !wide) b.absolute = 1e-40;
    return b;
  }
};

} // namespace axnorm::formulas
