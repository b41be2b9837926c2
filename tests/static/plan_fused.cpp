// What the plans of formulas with something before or after the norm are, forward and on a layer's way back: of a
// residual, a softmax, a filter response, another image's style, a mask.
#include <axnorm/exec/training.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/plan/facts.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstddef>

using namespace axnorm;
using namespace axnorm::axes;
using boost::mp11::mp_append, boost::mp11::mp_apply, boost::mp11::mp_front, boost::mp11::mp_list,
    boost::mp11::mp_repeat_c;

namespace {

constexpr auto x = input<"x">;
constexpr auto gain = parameter<"weight", C>(1);
constexpr auto offset = parameter<"bias", C>(0);

template<fixed_string Name, class... Axes>
using tensor = given_tensor<Name, float, Axes...>;
template<class... Axes>
using x_of = tensor<"x", Axes...>;
using weight = tensor<"weight", C>;
using bias = tensor<"bias", C>;

/// Sweeps over data; those that only collect; how often they read the first operand, the second, what arrives.
struct plan_facts {
  bool by_tiles = false;
  int sweeps = 0, collecting = 0, first = 0, second = 0, arriving = 0;
  friend constexpr bool operator==(const plan_facts&, const plan_facts&) = default;
};
template<class Source, fixed_string First, fixed_string Second>
constexpr plan_facts facts_of = [] {
  using f = plan::facts<plan::compiled<Source>, Source>;
  return plan_facts{f::by_tiles,
                    f::sweeps,
                    f::statistics_sweeps,
                    f::template reads<First>,
                    f::template reads<Second>,
                    f::template reads<"upstream">};
}();

/// Of `evaluate`.
template<class F, fixed_string Second, class... Given>
constexpr plan_facts forward = facts_of<exec::source<F, Given...>, "x", Second>;

/// Of a layer's way back. What arrives at each of the results has the axes of the first operand; gradients are those of
/// the operands that are floats.
template<class Given>
struct gradient_for {
  using type = mp_list<>;
};
template<fixed_string Name, class... Axes>
struct gradient_for<given_tensor<Name, float, Axes...>> {
  using type = mp_list<given_result<float, Axes...>>;
};
template<class Given>
struct arriving_for;
template<fixed_string Name, class... Axes>
struct arriving_for<given_tensor<Name, float, Axes...>> {
  using type = given_upstream<float, Axes...>;
};
template<class F, std::size_t Results, class... Given>
using way_back =
    mp_apply<exec::backward_source,
             mp_append<mp_list<F, save_statistics, mp_list<Given...>>,
                       mp_repeat_c<mp_list<typename arriving_for<mp_front<mp_list<Given...>>>::type>, Results>,
                       typename gradient_for<Given>::type...>>;
template<class F, fixed_string Second, class... Given>
constexpr plan_facts backward = facts_of<way_back<F, 1, Given...>, "x", Second>;
template<class F, fixed_string Second, class... Given>
constexpr plan_facts backward_of_two = facts_of<way_back<F, 2, Given...>, "x", Second>;

constexpr bool tiles = true;

// -- x + r is normalized and a result itself: both are read twice for each row, and nothing else
struct residual {
  static constexpr auto sum = x + input<"r">;
  static constexpr auto formula = outputs(gelu(norm<Over<C>>(sum) * gain + offset), sum);
};
using rows = x_of<N, C>;
static_assert(forward<residual, "r", rows, tensor<"r", N, C>, weight, bias> == plan_facts{tiles, 2, 1, 2, 2, 0});
// Back, the derivative of gelu times what arrives is kept, so that this is read once.
static_assert(backward_of_two<residual, "r", rows, tensor<"r", N, C>, weight, bias> ==
              plan_facts{tiles, 2, 1, 2, 2, 1});

struct softmax {
  static constexpr auto e = exp(x - max<Over<C>>(x));
  static constexpr auto formula = e / sum<Over<C>>(e);
};
// Exponentials are kept: the sweeps that read x find the largest value and sum up; one that reads none of it writes.
static_assert(forward<softmax, "r", rows> == plan_facts{tiles, 2, 2, 2, 0, 0});
static_assert(backward<softmax, "r", rows> == plan_facts{tiles, 2, 1, 1, 0, 2});

// -- filter response norm with its thresholded unit
struct filter_response {
  static constexpr auto formula =
      max(gain * x * rsqrt(mean<Over<H, W>>(square(x)) + 1e-6) + offset, parameter<"tau", C>(0));
};
using image = x_of<N, C, H, W>;
static_assert(forward<filter_response, "r", image, weight, bias, tensor<"tau", C>> == plan_facts{tiles, 2, 1, 2, 0, 0});
static_assert(backward<filter_response, "r", image, weight, bias, tensor<"tau", C>> ==
              plan_facts{tiles, 2, 1, 2, 0, 2});

// -- the other image, whose extents are its own, has a sweep of its own that collects, and one that writes its
// gradients
struct adaptive {
  using set = Over<H, W>;
  static constexpr auto style = input<"style">;
  static constexpr auto formula = norm<set>(x) * sqrt(var<set>(style) + 1e-5) + mean<set>(style);
};
static_assert(forward<adaptive, "style", image, tensor<"style", N, C, H, W>> == plan_facts{tiles, 3, 2, 2, 1, 0});
static_assert(backward<adaptive, "style", image, tensor<"style", N, C, H, W>> == plan_facts{tiles, 3, 1, 2, 1, 2});

// -- a mask of positions, whose weights make moments
struct masked {
  using set = Over<L, C>;
  static constexpr auto mask = input<"mask">;
  static constexpr auto formula =
      where(mask, (x - mean<set>(x, mask)) * rsqrt(var<set>(x, mask) + 1e-5) * gain + offset, 0);
};
using valid = given_tensor<"mask", bool, N, L>;
static_assert(forward<masked, "mask", x_of<N, L, C>, valid, weight, bias> == plan_facts{tiles, 2, 1, 2, 2, 0});
static_assert(backward<masked, "mask", x_of<N, L, C>, valid, weight, bias> == plan_facts{tiles, 2, 1, 2, 2, 2});

} // namespace
