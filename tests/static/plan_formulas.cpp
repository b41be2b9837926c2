// What the plans of formulas are that people write themselves: fused operations, several results, given statistics.
#include <axnorm/exec/evaluate_source.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/plan/facts.hpp>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto x = input<"x">;
constexpr auto r = input<"r">;
constexpr auto gain = parameter<"weight", C>(1);
constexpr auto offset = parameter<"bias", C>(0);

template<class F, class... Given>
struct planned {
  using source = exec::source<F, Given...>;
  using facts = plan::facts<plan::compiled<source>, source>;
};
template<class... Axes>
using x_of = given_tensor<"x", float, Axes...>;
template<class... Axes>
using r_of = given_tensor<"r", float, Axes...>;
using weight = given_tensor<"weight", float, C>;
using bias = given_tensor<"bias", float, C>;

// -- elementwise: one sweep, one read
struct affine {
  static constexpr auto formula = relu(x * gain + offset);
};
using affine_facts = planned<affine, x_of<N, C, H, W>, weight, bias>::facts;
static_assert(affine_facts::sweeps == 1 && affine_facts::statistics_sweeps == 0 && affine_facts::reads<"x"> == 1);

// -- given statistics: inference is one sweep
struct inference {
  static constexpr auto formula = (x - input<"mean", C>)*rsqrt(input<"var", C> + 1e-5) * gain + offset;
};
using inference_facts = planned<inference, x_of<N, C, H, W>, given_tensor<"mean", float, C>,
                                given_tensor<"var", float, C>, weight, bias>::facts;
static_assert(inference_facts::sweeps == 1 && inference_facts::reads<"x"> == 1);

// -- residual, norm and activation in one nest, the sum written on the way
struct residual {
  static constexpr auto sum = let<"sum">(x + r);
  static constexpr auto formula = outputs(gelu(norm<Over<N, H, W>>(sum) * gain + offset), sum);
};
using residual_facts = planned<residual, x_of<N, C, H, W>, r_of<N, C, H, W>, weight, bias>::facts;
static_assert(residual_facts::sweeps == 2 && residual_facts::statistics_sweeps == 1);
static_assert(residual_facts::reads<"x"> == 2 && residual_facts::reads<"r"> == 2);

// -- softmax: the largest and the sum in one sweep, the result in another
struct softmax {
  static constexpr auto e = exp(x - max<Over<W>>(x));
  static constexpr auto formula = e / sum<Over<W>>(e);
};
using softmax_facts = planned<softmax, x_of<N, C, H, W>>::facts;
static_assert(softmax_facts::by_tiles && softmax_facts::sweeps == 2 && softmax_facts::reads<"x"> == 2);

// -- statistics as results: one read, nothing elementwise is written
struct statistics {
  static constexpr auto formula =
      outputs(mean<Over<N, H, W>>(x), var<Over<N, H, W>>(x), sum_of_squares<Over<N, H, W>>(x));
};
using statistics_facts = planned<statistics, x_of<N, C, H, W>>::facts;
static_assert(statistics_facts::sweeps == 1 && statistics_facts::reads<"x"> == 1);

// -- the same batch norm however it is spelled
struct by_hand {
  static constexpr auto d = x - mean<Over<N, H, W>>(x);
  static constexpr auto formula = d / sqrt(mean<Over<N, H, W>>(d * d) + 1e-5) * gain + offset;
};
struct by_squares {
  static constexpr auto mu = mean<Over<N, H, W>>(x);
  static constexpr auto formula = (x - mu) / sqrt(mean<Over<N, H, W>>(square(x)) - square(mu) + 1e-5);
};
using by_hand_facts = planned<by_hand, x_of<N, C, H, W>, weight, bias>::facts;
using by_squares_facts = planned<by_squares, x_of<N, C, H, W>>::facts;
static_assert(by_hand_facts::sweeps == 2 && by_hand_facts::reductions == 1 && by_hand_facts::reads<"x"> == 2);
static_assert(by_squares_facts::sweeps == 2 && by_squares_facts::reductions == 1 && by_squares_facts::reads<"x"> == 2);

// -- a filter response norm reads x twice for each channel of each image, from the cache the second time
struct filter_response {
  static constexpr auto formula =
      max(x * rsqrt(mean<Over<H, W>>(square(x)) + 1e-6) * gain + offset, parameter<"tau", C>(0));
};
using filter_response_facts =
    planned<filter_response, x_of<N, C, H, W>, weight, bias, given_tensor<"tau", float, C>>::facts;
static_assert(filter_response_facts::by_tiles && filter_response_facts::sweeps == 2 &&
              filter_response_facts::reads<"x"> == 2);

// -- statistics of another image do not make x be read more often
struct adaptive {
  static constexpr auto style = input<"style">;
  static constexpr auto formula = norm<Over<H, W>>(x) * std_dev<Over<H, W>>(style) + mean<Over<H, W>>(style);
};
using adaptive_facts = planned<adaptive, x_of<N, C, H, W>, given_tensor<"style", float, N, C, H, W>>::facts;
static_assert(adaptive_facts::reads<"x"> == 2 && adaptive_facts::reads<"style"> == 1);

} // namespace
