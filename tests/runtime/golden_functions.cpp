// Elementwise functions, the largest and the smallest, and their gradients, compared with PyTorch's. Each struct is
// several functions of inputs of their own, since each struct is a compilation.
#include "support/catch.hpp"
#include "support/golden.hpp"
#include <axnorm/exec/gradient.hpp>
#include <axnorm/expr/expr.hpp>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

/// A function of the file: an input that is named like it.
template<fixed_string Name>
constexpr auto in = input<Name>;

struct exponentials {
  static constexpr auto formula = outputs(exp(in<"exp">), log(in<"log">), tanh(in<"tanh">), sigmoid(in<"sigmoid">),
                                          erf(in<"erf">), softplus(in<"softplus">));
};
struct activations {
  static constexpr auto formula = outputs(gelu(in<"gelu">), gelu_tanh(in<"gelu_tanh">), silu(in<"silu">),
                                          relu(in<"relu">), clamp(in<"clamp">, -0.5, 0.75), abs(in<"abs_at_0">));
};
struct powers {
  static constexpr auto formula = outputs(sqrt(in<"sqrt">), rsqrt(in<"rsqrt">), pow(in<"pow_constant">, 1.7));
};
struct power {
  static constexpr auto formula = pow(in<"a">, in<"b">);
};
struct larger {
  static constexpr auto formula = max(in<"a">, in<"b">);
};
struct smaller {
  static constexpr auto formula = min(in<"a">, in<"b">);
};
struct largest {
  static constexpr auto formula = max<Over<L>>(in<"a">);
};
struct smallest {
  static constexpr auto formula = min<Over<L>>(in<"a">);
};
/// Not max and min, which share a gradient at ties.
struct kinks {
  static constexpr auto formula = outputs(relu(in<"relu_at_0">), clamp(in<"clamp_at_bounds">, -0.5, 0.75));
};

template<class T, class... Axes>
Tensor<T, Axes...> read(const std::string& name) {
  return golden::vectors().read<T, Axes...>(name);
}

template<class T, class... Axes>
void check(const Tensor<T, Axes...>& found, const std::string& name) {
  const golden::errors e = golden::compared(found, name);
  if constexpr (std::is_same_v<T, double>)
    golden::check(name, e, 1e-14 * e.scale);
  else
    golden::check_single(name, e);
}

template<std::size_t Count>
using names = std::array<std::string, Count>;

/// The tensors called `tensor` of cases, as an array.
template<class T, std::size_t Count>
std::array<Tensor<T, L>, Count> read_all(const names<Count>& cases, const std::string& tensor) {
  std::array<Tensor<T, L>, Count> r;
  for (std::size_t k = 0; k < Count; ++k)
    r[k] = read<T, L>(cases[k] + ' ' + tensor);
  return r;
}
template<class T, std::size_t Count>
void check_all(const std::array<Tensor<T, L>, Count>& found, const names<Count>& cases, const std::string& tensor) {
  for (std::size_t k = 0; k < Count; ++k)
    check(found[k], cases[k] + ' ' + tensor);
}

/// Formula F, whose results are functions of one input each; not their gradients.
template<class F, class T, fixed_string... Name>
void compare_results() {
  const names<sizeof...(Name)> cases{std::string(Name.view())...};
  const auto a = read_all<T>(cases, "a");
  auto y = read_all<T>(cases, "dy");
  [&]<std::size_t... K>(std::index_sequence<K...>) {
    evaluate<F{}>(into(y[K]...), (arg<Name> = a[K])...);
  }(std::make_index_sequence<sizeof...(Name)>{});
  check_all(y, cases, "y");
}
/// The same and its gradients.
template<class F, class T, fixed_string... Name>
void compare_each() {
  compare_results<F, T, Name...>();
  const names<sizeof...(Name)> cases{std::string(Name.view())...};
  const auto a = read_all<T>(cases, "a"), dy = read_all<T>(cases, "dy");
  auto da = a;
  [&]<std::size_t... K>(std::index_sequence<K...>) {
    gradient<F{}, Name...>(into(da[K]...), (arg<Name> = a[K])..., upstream(dy[K]...));
  }(std::make_index_sequence<sizeof...(Name)>{});
  check_all(da, cases, "a.grad");
}
/// A function of two inputs.
template<class F, class T>
void compare_pair(const std::string& name) {
  const auto a = read<T, L>(name + " a"), b = read<T, L>(name + " b"), dy = read<T, L>(name + " dy");
  auto y = dy, da = dy, db = dy;
  evaluate<F{}>(into(y), arg<"a"> = a, arg<"b"> = b);
  gradient<F{}, "a", "b">(into(da, db), arg<"a"> = a, arg<"b"> = b, upstream(dy));
  check(y, name + " y");
  check(da, name + " a.grad");
  check(db, name + " b.grad");
}
/// A reduction over L.
template<class F>
void compare_reduction(const std::string& name) {
  const auto a = read<float, N, L>(name + " a");
  const auto dy = read<float, N>(name + " dy");
  auto y = dy;
  auto da = a;
  evaluate<F{}>(into(y), arg<"a"> = a);
  gradient<F{}, "a">(into(da), arg<"a"> = a, upstream(dy));
  check(y, name + " y");
  check(da, name + " a.grad");
}

} // namespace

TEST_CASE("exponentials like PyTorch's", "[golden]") {
  compare_each<exponentials, float, "exp", "log", "tanh", "sigmoid", "erf", "softplus">();
  compare_each<exponentials, double, "exp", "log", "tanh", "sigmoid", "erf", "softplus">();
}
TEST_CASE("activations like PyTorch's", "[golden]") {
  compare_each<activations, float, "gelu", "gelu_tanh", "silu", "relu", "clamp", "abs_at_0">();
}
TEST_CASE("powers like PyTorch's", "[golden]") {
  compare_each<powers, float, "sqrt", "rsqrt", "pow_constant">();
  compare_pair<power, float>("pow");
}
TEST_CASE("equal numbers share a gradient as they do in PyTorch", "[golden]") {
  compare_pair<larger, float>("maximum_at_ties");
  compare_pair<smaller, float>("minimum_at_ties");
  compare_reduction<largest>("amax_at_ties");
  compare_reduction<smallest>("amin_at_ties");
}
TEST_CASE("relu at 0 and clamp at its bounds like PyTorch's", "[golden]") {
  compare_each<kinks, float, "relu_at_0", "clamp_at_bounds">();
}
TEST_CASE("files of golden vectors that are not as described are refused", "[golden]") {
  CHECK_THROWS_WITH(golden::file("tests/golden/none"),
                    "tests/golden/none cannot be opened; tests run in the project's root");
  CHECK_THROWS_AS(golden::file("LICENSE"), std::runtime_error);
  CHECK_THROWS_WITH(golden::vectors().at("exp c"), "tests/golden/vectors has no tensor 'exp c'");
  CHECK_THROWS_WITH((read<float, N>("exp a")), "tests/golden/vectors has no axis N in exp a");
  CHECK_THROWS_WITH((read<float, N, L>("exp a")), "tests/golden/vectors has other axes in exp a");
}
