// A formula of 80 operations, and a switchable norm, differentiated twice: both compilers' limits of constant
// evaluation hold for every pass, from the formula to the plan.
#include <axnorm/exec/evaluate_source.hpp>
#include <axnorm/exec/plan_of.hpp>
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
// 4 operations a step, behind a norm.
constexpr auto value = chain<19>(norm<Over<H, W>>(x));

struct curvature {
  static constexpr auto formula = derivative(derivative(value, x) * v, x);
};
using image = given_tensor<"x", float, N, C, H, W>;
using direction = given_tensor<"v", float, N, C, H, W>;
using twice = exec::source<curvature, image, direction, given_tensor<"gain", float, C>>;
static_assert(twice::lowered.size() > 400);
static_assert(plan::compiled<twice>::tiled.sweeps.size() > 0);

// Statistics that are mixed by learned weights, of which one comes from another.
using SN = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>>;
struct mixed_curvature {
  static constexpr auto formula = derivative(derivative(SN::formula * v, x) * v, x);
};
using mixed_twice = exec::source<mixed_curvature, image, direction, given_tensor<"mean_weight", float, Set>,
                                 given_tensor<"var_weight", float, Set>>;
static_assert(mixed_twice::lowered.size() > 100);
static_assert(plan::compiled<mixed_twice>::tiled.sweeps.size() > 0);

} // namespace
