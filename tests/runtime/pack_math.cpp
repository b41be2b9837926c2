// Elementary functions of packs against long double: the greatest error in ulp is printed and held to a bound; special
// cases.
#include "pack_lanes.hpp"
#include "support/catch.hpp"
#include <axnorm/exec/pack_math.hpp>
#include <axnorm/exec/pack_scalar.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace axnorm::exec;
using namespace pack_test;

namespace {
/// |got − exact| in units of the last place of exact, as T holds it. NaN and infinity must agree.
template<class T>
double ulp_error(T got, long double exact) {
  using l = std::numeric_limits<T>;
  const double inf = std::numeric_limits<double>::infinity();
  if (std::isnan(exact)) return std::isnan(got) ? 0 : inf;
  if (std::isinf(exact) || std::isnan(got)) return static_cast<long double>(got) == exact ? 0 : inf;
  if (std::isinf(got) && static_cast<T>(exact) == got) // rounding overflows
    return 0;
  int e = 0;
  std::frexp(exact, &e);
  e = std::min(std::max(e, l::min_exponent), l::max_exponent);
  const long double unit = std::ldexp(1.0L, e - l::digits);
  const long double value = std::isinf(got) ? std::copysign(std::ldexp(1.0L, l::max_exponent), got) : got;
  return static_cast<double>(std::fabs(value - exact) / unit);
}

/// How many numbers a function is tried for.
enum class numbers { some, many };

/// Numbers for T: float by steps over all bit patterns; double random ones, half of any exponent, half near 1.
template<class T, class F>
void for_numbers(numbers how_many, F f) {
  std::array<T, pack<T>::width> x{};
  if constexpr (std::same_as<T, float>) {
    // About 400 thousand or 1.7 million numbers of every exponent and both signs.
    const std::uint64_t step = how_many == numbers::some ? 10007 : 2477;
    for (std::uint64_t u = 0; u < 0x100000000u;) {
      for (auto& v : x) {
        v = std::bit_cast<float>(static_cast<std::uint32_t>(u));
        u += step;
      }
      f(x);
    }
  } else {
    std::mt19937_64 random(1);
    for (int n = 0; n < (how_many == numbers::some ? 15000 : 60000); ++n) {
      for (auto& v : x)
        v = n % 2 ? std::bit_cast<double>(random())
                  : std::ldexp(double(static_cast<std::int64_t>(random())), -63 + static_cast<int>(random() % 16) - 5);
      f(x);
    }
  }
}

template<class T, class F, class R>
void check_error(numbers how_many, const char* name, double bound, F function, R reference) {
  double worst = 0;
  T at = 0;
  for_numbers<T>(how_many, [&](const lanes<T>& x) {
    const auto y = to_array(function(from_array<T>(x)));
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double e = ulp_error<T>(y[i], reference(static_cast<long double>(x[i])));
      if (e > worst) {
        worst = e;
        at = x[i];
      }
    }
  });
  std::printf("  %-6s %-12s max error %.3f ulp (bound %g) at %.9g\n", sizeof(T) == 4 ? "float" : "double", name, worst,
              bound, static_cast<double>(at));
  CAPTURE(name, at);
  CHECK(worst <= bound);
}

long double sigmoid_reference(long double x) {
  const long double e = std::exp(-std::fabs(x));
  return (x < 0 ? e : 1) / (1 + e);
}
long double softplus_reference(long double x) {
  return x > 20 ? x : std::fmax(x, 0.0L) + std::log1p(std::exp(-std::fabs(x))) + (x - x);
}

#define AXNORM_UNARY(name) [](auto v) { return name(v); }

void check_float_functions(numbers n) {
  using T = float;
  check_error<T>(n, "exp", 1.0, AXNORM_UNARY(exec::exp), [](long double x) { return std::exp(x); });
  check_error<T>(n, "expm1", 1.5, AXNORM_UNARY(exec::expm1), [](long double x) { return std::expm1(x); });
  check_error<T>(n, "log", 0.9, AXNORM_UNARY(exec::log), [](long double x) { return std::log(x); });
  check_error<T>(n, "log1p", 1.5, AXNORM_UNARY(exec::log1p), [](long double x) { return std::log1p(x); });
  check_error<T>(n, "tanh", 1.4, AXNORM_UNARY(exec::tanh), [](long double x) { return std::tanh(x); });
  check_error<T>(n, "sigmoid", 2.0, AXNORM_UNARY(exec::sigmoid), sigmoid_reference);
  check_error<T>(n, "softplus", 1.7, AXNORM_UNARY(exec::softplus), softplus_reference);
  check_error<T>(n, "erf", 1.7, AXNORM_UNARY(exec::erf), [](long double x) { return std::erf(x); });
  check_error<T>(n, "sqrt", 0.5, AXNORM_UNARY(exec::sqrt), [](long double x) { return std::sqrt(x); });
  check_error<T>(n, "rsqrt", 1.5, AXNORM_UNARY(exec::rsqrt), [](long double x) { return 1 / std::sqrt(x); });
  for (const float y : {0.5f, -0.5f, 3.f, -2.f, 17.25f, 0.01f, -1.3f})
    check_error<T>(
        n, ("pow " + std::to_string(y)).substr(0, 12).c_str(), 0.6,
        [y](auto x) { return exec::pow(x, pack<float>(y)); },
        [y](long double x) { return std::pow(x, static_cast<long double>(y)); });
  for (const float base : {0.3f, 1.0001f, 2.f, -3.f, 1e30f})
    check_error<T>(
        n, ("pow of " + std::to_string(base)).substr(0, 12).c_str(), 0.6,
        [base](auto y) { return exec::pow(pack<float>(base), y); },
        [base](long double y) { return std::pow(static_cast<long double>(base), y); });
}

void check_double_functions(numbers n) {
  using T = double;
  check_error<T>(n, "exp", 1.1, AXNORM_UNARY(exec::exp), [](long double x) { return std::exp(x); });
  check_error<T>(n, "expm1", 2.1, AXNORM_UNARY(exec::expm1), [](long double x) { return std::expm1(x); });
  check_error<T>(n, "log", 0.9, AXNORM_UNARY(exec::log), [](long double x) { return std::log(x); });
  check_error<T>(n, "log1p", 1.6, AXNORM_UNARY(exec::log1p), [](long double x) { return std::log1p(x); });
  check_error<T>(n, "tanh", 3.0, AXNORM_UNARY(exec::tanh), [](long double x) { return std::tanh(x); });
  check_error<T>(n, "sigmoid", 2.0, AXNORM_UNARY(exec::sigmoid), sigmoid_reference);
  check_error<T>(n, "softplus", 2.0, AXNORM_UNARY(exec::softplus), softplus_reference);
  check_error<T>(n, "erf", 1.5, AXNORM_UNARY(exec::erf), [](long double x) { return std::erf(x); });
  check_error<T>(n, "rsqrt", 1.5, AXNORM_UNARY(exec::rsqrt), [](long double x) { return 1 / std::sqrt(x); });
  check_error<T>(
      n, "pow 1.7", 1.0, [](auto x) { return exec::pow(x, pack<double>(1.7)); },
      [](long double x) { return std::pow(x, 1.7L - (1.7L - static_cast<long double>(1.7))); });
}
} // namespace

TEST_CASE("float functions stay within 2 ulp", "[pack][math]") { check_float_functions(numbers::some); }
TEST_CASE("float functions stay within 2 ulp everywhere", "[pack][math][.all]") {
  check_float_functions(numbers::many);
}
TEST_CASE("double functions stay within 4 ulp", "[pack][math]") { check_double_functions(numbers::some); }
TEST_CASE("double functions stay within 4 ulp everywhere", "[pack][math][.all]") {
  check_double_functions(numbers::many);
}

TEMPLATE_TEST_CASE("functions at zeros, infinities, NaN and their limits", "[pack][math]", float, double) {
  using T = TestType;
  using l = std::numeric_limits<T>;
  const T inf = l::infinity(), nan = l::quiet_NaN(), tiny = l::denorm_min();
  const auto same = [](T a, T b) {
    return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
  };
  const auto check = [&](const char* name, auto function, std::vector<std::pair<T, T>> cases) {
    CAPTURE(name);
    for (const auto& [x, y] : cases) {
      const auto got = to_array(function(pack<T>(x)));
      for (const T g : got) {
        CAPTURE(x, y, g);
        CHECK(same(g, y));
      }
      CAPTURE(x, y);
      CHECK(same(function(x), y)); // and numbers
    }
  };
  check("exp", AXNORM_UNARY(exec::exp),
        {{T(0), T(1)},
         {T(-0.), T(1)},
         {inf, inf},
         {-inf, T(0)},
         {nan, nan},
         {l::max(), inf},
         {l::lowest(), T(0)},
         {tiny, T(1)}});
  check("expm1", AXNORM_UNARY(exec::expm1),
        {{T(0), T(0)},
         {T(-0.), T(-0.)},
         {inf, inf},
         {-inf, T(-1)},
         {nan, nan},
         {l::max(), inf},
         {l::lowest(), T(-1)},
         {tiny, tiny},
         {-tiny, -tiny}});
  check("log", AXNORM_UNARY(exec::log),
        {{T(0), -inf}, {T(-0.), -inf}, {T(1), T(0)}, {inf, inf}, {-inf, nan}, {nan, nan}, {T(-1), nan}, {-tiny, nan}});
  check("log1p", AXNORM_UNARY(exec::log1p),
        {{T(0), T(0)},
         {T(-0.), T(-0.)},
         {T(-1), -inf},
         {T(-2), nan},
         {inf, inf},
         {-inf, nan},
         {nan, nan},
         {tiny, tiny},
         {-tiny, -tiny}});
  check("tanh", AXNORM_UNARY(exec::tanh),
        {{T(0), T(0)},
         {T(-0.), T(-0.)},
         {inf, T(1)},
         {-inf, T(-1)},
         {nan, nan},
         {l::max(), T(1)},
         {l::lowest(), T(-1)},
         {tiny, tiny},
         {-tiny, -tiny}});
  check("sigmoid", AXNORM_UNARY(exec::sigmoid),
        {{T(0), T(0.5)}, {inf, T(1)}, {-inf, T(0)}, {nan, nan}, {l::max(), T(1)}, {l::lowest(), T(0)}});
  check("softplus", AXNORM_UNARY(exec::softplus),
        {{inf, inf}, {-inf, T(0)}, {nan, nan}, {T(20.5), T(20.5)}, {l::max(), l::max()}, {l::lowest(), T(0)}});
  check(
      "erf", AXNORM_UNARY(exec::erf),
      {{T(0), T(0)}, {T(-0.), T(-0.)}, {inf, T(1)}, {-inf, T(-1)}, {nan, nan}, {l::max(), T(1)}, {l::lowest(), T(-1)}});
}

TEMPLATE_TEST_CASE("pow has every special case of IEEE 754", "[pack][math]", float, double) {
  using T = TestType;
  using l = std::numeric_limits<T>;
  const std::vector<T> v = {T(0),          T(-0.),         T(1),           T(-1),       T(2),     T(-2),
                            T(3),          T(-3),          T(0.5),         T(-0.5),     T(2.5),   T(-2.5),
                            T(1e6),        T(1e6 + 1),     l::max(),       l::lowest(), l::min(), l::denorm_min(),
                            l::infinity(), -l::infinity(), l::quiet_NaN(), T(0.999),    T(1.001)};
  for (const T x : v)
    for (const T y : v) {
      const T expected = std::pow(x, y);
      for (const T g : to_array(exec::pow(pack<T>(x), pack<T>(y)))) {
        CAPTURE(x, y, g, expected);
        CHECK(std::isnan(g) == std::isnan(expected));
        if (!std::isnan(expected)) {
          CHECK(std::signbit(g) == std::signbit(expected));
          CHECK((g == expected || std::fabs(g - expected) <= std::fabs(expected) * l::epsilon() + l::denorm_min()));
        }
      }
      CHECK((exec::pow(x, y) == expected || std::isnan(expected)));
    }
}

TEST_CASE("a wide pack computes what two packs of double do", "[pack][math][wide]") {
  std::vector<double> x(wide_pack::width), y(wide_pack::width);
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = 0.25 * double(i) - 0.6;
  const auto check = [&](auto function) {
    store(y.data(), function(load_wide(x.data())));
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double expected = to_array(function(pack<double>(x[i])))[0];
      CHECK((y[i] == expected || (std::isnan(y[i]) && std::isnan(expected))));
    }
  };
  check(AXNORM_UNARY(exec::exp));
  check(AXNORM_UNARY(exec::expm1));
  check(AXNORM_UNARY(exec::log));
  check(AXNORM_UNARY(exec::log1p));
  check(AXNORM_UNARY(exec::tanh));
  check(AXNORM_UNARY(exec::sigmoid));
  check(AXNORM_UNARY(exec::softplus));
  check(AXNORM_UNARY(exec::erf));
  check([](auto v) { return exec::pow(v, v); });
}
