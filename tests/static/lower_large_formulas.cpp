// A formula of many operations stays within both compilers' limits of constant evaluation, by value and by type; so do
// its second derivatives.
#include <axnorm/exec/evaluate_source.hpp>
#include <axnorm/norm/switchable.hpp>
#include <axnorm/plan/compiled.hpp>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto x = input<"x">;
constexpr auto v = input<"v">;
constexpr auto gain = parameter<"gain", C>(1);

template<int Depth, class E>
constexpr auto chain(const E& e) {
  if constexpr (Depth == 0)
    return e;
  else
    return chain<Depth - 1>(tanh(e * gain + 0.01 * Depth) - 0.5);
}

// 4 operations a step.
struct long_formula {
  static constexpr auto formula = chain<40>(norm<Over<H, W>>(x));
};
using by_type = exec::source<long_formula, given_tensor<"x", float, N, C, H, W>, given_tensor<"gain", float, C>>;
static_assert(by_type::lowered.size() > 160);

constexpr auto value = chain<20>(norm<Over<H, W>>(x));
using by_value =
    exec::source<expr::formula_type<value>, given_tensor<"x", float, N, C, H, W>, given_tensor<"gain", float, C>>;
static_assert(by_value::lowered.size() > 80);

// And its second derivative, which is taken while lowering, up to the plan.
using image = given_tensor<"x", float, N, C, H, W>;
using direction = given_tensor<"v", float, N, C, H, W>;
struct curvature {
  static constexpr auto formula = derivative(derivative(value, x) * v, x);
};
using twice = exec::source<curvature, image, direction, given_tensor<"gain", float, C>>;
static_assert(twice::lowered.size() > 400);
static_assert(plan::compiled<twice>::tiled.sweeps.size() > 0);

// The same of statistics that are mixed by learned weights and come from one another.
struct mixed_curvature {
  static constexpr auto formula =
      derivative(derivative(SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>>::formula * v, x) * v, x);
};
using mixed_twice = exec::source<mixed_curvature, image, direction, given_tensor<"mean_weight", float, Set>,
                                 given_tensor<"var_weight", float, Set>>;
static_assert(mixed_twice::lowered.size() > 100);
static_assert(plan::compiled<mixed_twice>::tiled.sweeps.size() > 0);

// Many statistics: a switchable norm of six sets.
using SN = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Over<C>, Over<N>, Over<N, C, H, W>, Affine<C>>;
using many_sets = exec::source<SN, given_tensor<"", float, N, C, H, W>, given_tensor<"mean_weight", float, Set>,
                               given_tensor<"var_weight", float, Set>, given_tensor<"weight", float, C>>;
static_assert(many_sets::lowered.operands.size() == 14);

} // namespace
