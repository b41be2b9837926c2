// The list of formulas, part 1: elementwise operations, numbers bound at the call, broadcasts, casts. Several formulas
// of one kind are the results of one struct, since each struct is a compilation. Knows not how they are checked.
#pragma once

#include "support/formulas_bindings.hpp"
#include <axnorm/expr/expr.hpp>
#include <axnorm/tensor/element.hpp>

namespace axnorm::formulas {

using namespace axnorm::axes;
using boost::mp11::mp_list;
using check::image_operand;
using check::image_result;

inline constexpr auto x = input<"x">;
inline constexpr auto weight = parameter<"weight", C>(1);
inline constexpr auto bias = parameter<"bias", C>(0);

/// Six formulas: + - * /, powers by roots and squares, minimum and maximum, comparisons, logic, choice.
struct arithmetic : check::on_image_affine {
  static constexpr auto formula =
      outputs(x * weight + bias, (x + 2) * (x - 0.5) / (3 + x * x) - -x,
              sqrt(abs(x)) * rsqrt(square(x) + 1) + 1 / (1 + square(x)),
              max(x, bias) - min(x, weight) + clamp(x, -1, 1) + clamp(x, 0.25, weight),
              where(x < 0, -x, x * 2) + (x <= bias) + (x > 0.5) + (x >= weight) + (x == x) - 3 * (x != 1),
              where((x > 0 && x < 1) || !(x < 2), x, bias));
  using results = mp_list<image_result, image_result, image_result, image_result, image_result, image_result>;
};

/// Three formulas: exponential and logarithm, hyperbolic tangent and sigmoid, error function.
struct functions : check::on_image_transcendental {
  static constexpr auto formula = outputs(exp(-abs(x)) + log(1 + square(x)), tanh(x) * sigmoid(x), erf(x));
  using results = mp_list<image_result, image_result, image_result>;
};

/// Four formulas: activations.
struct activations : check::on_image_transcendental {
  static constexpr auto formula = outputs(gelu(x), gelu_tanh(x), silu(x) + relu(x), softplus(x));
  using results = mp_list<image_result, image_result, image_result, image_result>;
};

/// Two formulas: powers with constant exponents, and with one that varies.
struct powers : check::on_image {
  static constexpr auto formula = outputs(
      pow(abs(x) + 0.5, 1.7) + pow(x, 3) + pow(abs(x), 0.5) + pow(square(x) + 1, -1.5), pow(abs(x) + 1, weight));
  using given = mp_list<image_operand, check::weight_operand>;
  using results = mp_list<image_result, image_result>;
  static constexpr check::bound within(check::data kind, bool wide) { return bounds(transcendental, kind, wide); }
};

/// Four formulas: roundings to other types, a result of booleans, one of float16, and x itself in another order.
struct casts : check::on_image {
  static constexpr auto formula =
      outputs(cast<float16>(x) + cast<bfloat16>(x) - cast<float>(x), x > 0.25, cast<float16>(x), x);
  using results = mp_list<image_result, check::result_as<bool, N, C, H, W>, check::result_as<float16, W, C, N, H>,
                          check::result_as<void, H, N, W, C>>;
};

/// Three formulas: a named intermediate used twice and returned, numbers bound at the call, choice that hides NaN.
struct names : check::on_image_affine {
  static constexpr auto h = let<"h">(x * weight + bias);
  static constexpr auto formula = outputs(h * h + stop_gradient(h), h, x* scalar<"scale"> + scalar<"shift">,
                                          where(x < 1e30, x, 1) - where(x >= 1e30, sqrt(-x), 0));
  using given = mp_list<image_operand, check::weight_operand, check::bias_operand, check::number<"scale", 0.3>,
                        check::number<"shift", -2.0>>;
  using results = mp_list<image_result, image_result, image_result, image_result>;
};

/// Two formulas: results with more axes than any input has, and with a permutation of them.
struct outer_products : check::on_image {
  static constexpr auto u = input<"u">;
  static constexpr auto v = input<"v">;
  static constexpr auto formula = outputs(u * v + 1, u - v / 2);
  using given = mp_list<check::operand<"u", check::like_x, N, H>, check::operand<"v", check::like_x, C, W>>;
  using results = mp_list<image_result, check::result_as<void, W, N, C, H>>;
};

/// No tensor varies over what the result does: parameters and numbers only.
struct parameters_only : check::on_image {
  static constexpr auto formula = weight * scalar<"scale"> + mean<Over<C>>(bias);
  using given = mp_list<check::weight_operand, check::bias_operand, check::number<"scale", 0.3>>;
  using results = mp_list<check::result<C>>;
};

} // namespace axnorm::formulas
