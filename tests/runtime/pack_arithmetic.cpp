// Arithmetic, comparison, masks and horizontal operations of packs, wide packs and numbers.
#include "pack_lanes.hpp"
#include "support/catch.hpp"
#include <axnorm/exec/pack_reduce.hpp>
#include <axnorm/exec/pack_scalar.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

using namespace axnorm::exec;
using namespace pack_test;

namespace {
template<class T>
bool same(T a, T b) {
  return (a != a && b != b) || (a == b && std::signbit(a) == std::signbit(b));
}
template<class T>
std::vector<T> interesting() {
  using l = std::numeric_limits<T>;
  return {T(0),     T(-0.),   T(1),      T(-1),           T(2.5),        T(-3.25),       T(1e-3),        T(1e5),
          l::min(), l::max(), -l::max(), l::denorm_min(), l::infinity(), -l::infinity(), l::quiet_NaN(), T(7)};
}
/// Calls f(a, b) with packs whose lanes are all pairs of interesting numbers, and their arrays.
template<class T, class F>
void for_pairs(F f) {
  const auto v = interesting<T>();
  for (std::size_t shift = 0; shift < v.size(); ++shift)
    for (std::size_t begin = 0; begin < v.size(); begin += pack<T>::width) {
      const auto a = make_lanes<T>([&](std::size_t i) { return v[(begin + i) % v.size()]; });
      const auto b = make_lanes<T>([&](std::size_t i) { return v[(begin + i + shift) % v.size()]; });
      f(a, b);
    }
}
} // namespace

TEMPLATE_TEST_CASE("packs compute lane by lane like numbers", "[pack]", float, double) {
  using T = TestType;
  static_assert(Pack<pack<T>> && !Pack<T>);
  for_pairs<T>([](const lanes<T>& a, const lanes<T>& b) {
    const auto x = from_array<T>(a), y = from_array<T>(b);
    const auto check = [&](pack<T> got, auto expected) {
      const auto g = to_array(got);
      for (std::size_t i = 0; i < g.size(); ++i) {
        CAPTURE(i, a[i], b[i], g[i]);
        CHECK(same<T>(g[i], expected(a[i], b[i])));
      }
    };
    check(x + y, [](T p, T q) { return p + q; });
    check(x - y, [](T p, T q) { return p - q; });
    check(x * y, [](T p, T q) { return p * q; });
    check(x / y, [](T p, T q) { return p / q; });
    check(-x, [](T p, T) { return -p; });
    check(neg(x), [](T p, T) { return exec::neg(p); });
    check(exec::abs(x), [](T p, T) { return exec::abs(p); });
    check(exec::sqrt(x), [](T p, T) { return std::sqrt(p); });
    check(exec::sqrt(x), [](T p, T) { return exec::sqrt(p); });
    check(exec::rsqrt(x), [](T p, T) { return T(1) / std::sqrt(p); });
    check(exec::rsqrt(x), [](T p, T) { return exec::rsqrt(p); });
    check(exec::copysign(x, y), [](T p, T q) { return p != p ? p : exec::copysign(p, q); });
    check(exec::fma(x, y, x), [](T p, T q) { return has_fma ? std::fma(p, q, p) : p * q + p; });
    check(exec::fma(x, y, x), [](T p, T q) { return exec::fma(p, q, p); });
    check(exec::fnma(x, y, x), [](T p, T q) { return has_fma ? std::fma(-p, q, p) : p - p * q; });
    const auto compound = [&](auto change) {
      auto z = x;
      change(z);
      return z;
    };
    check(compound([&](auto& z) { z += y; }), [](T p, T q) { return p + q; });
    check(compound([&](auto& z) { z -= y; }), [](T p, T q) { return p - q; });
    check(compound([&](auto& z) { z *= y; }), [](T p, T q) { return p * q; });
    check(compound([&](auto& z) { z /= y; }), [](T p, T q) { return p / q; });
  });
}

TEMPLATE_TEST_CASE("max and min are NaN if either operand is", "[pack]", float, double) {
  using T = TestType;
  for_pairs<T>([](const lanes<T>& a, const lanes<T>& b) {
    const auto x = from_array<T>(a), y = from_array<T>(b);
    const auto high = to_array(exec::max(x, y)), low = to_array(exec::min(x, y));
    const auto limited = to_array(exec::clamp(x, pack<T>(T(-2)), pack<T>(T(3))));
    for (std::size_t i = 0; i < high.size(); ++i) {
      CAPTURE(i, a[i], b[i]);
      const bool nan = std::isnan(a[i]) || std::isnan(b[i]);
      CHECK(std::isnan(high[i]) == nan);
      CHECK(std::isnan(low[i]) == nan);
      if (!nan) {
        CHECK(high[i] == std::max(a[i], b[i]));
        CHECK(low[i] == std::min(a[i], b[i]));
      }
      CHECK((exec::max(a[i], b[i]) == high[i] || nan));
      CHECK((exec::min(a[i], b[i]) == low[i] || nan));
      CHECK(std::isnan(exec::max(a[i], b[i])) == nan);
      CHECK(std::isnan(exec::min(a[i], b[i])) == nan);
      CHECK(std::isnan(limited[i]) == std::isnan(a[i]));
      if (!std::isnan(a[i])) {
        CHECK(limited[i] == std::clamp(a[i], T(-2), T(3)));
        CHECK(exec::clamp(a[i], T(-2), T(3)) == limited[i]);
      }
    }
  });
}

TEMPLATE_TEST_CASE("comparisons give masks that select", "[pack]", float, double) {
  using T = TestType;
  for_pairs<T>([](const lanes<T>& a, const lanes<T>& b) {
    const auto x = from_array<T>(a), y = from_array<T>(b);
    const auto check = [&](mask<T> got, auto expected) {
      const auto g = to_array(got);
      const auto chosen = to_array(select(got, pack<T>(T(5)), pack<T>(T(6))));
      bool some = false, every = true;
      for (std::size_t i = 0; i < g.size(); ++i) {
        const bool e = expected(a[i], b[i]);
        CAPTURE(i, a[i], b[i]);
        CHECK(g[i] == e);
        CHECK(chosen[i] == select(e, T(5), T(6)));
        some |= e;
        every &= e;
      }
      CHECK(any(got) == some);
      CHECK(all(got) == every);
      CHECK(none(got) == !some);
    };
    check(x == y, [](T p, T q) { return p == q; });
    check(x != y, [](T p, T q) { return p != q; });
    check(x < y, [](T p, T q) { return p < q; });
    check(x <= y, [](T p, T q) { return p <= q; });
    check(x > y, [](T p, T q) { return p > q; });
    check(x >= y, [](T p, T q) { return p >= q; });
    check(exec::is_nan(x), [](T p, T) { return exec::is_nan(p); });
    check(exec::is_finite(x), [](T p, T) { return std::isfinite(p); });
    check((x < y) & (x > pack<T>(T(0))), [](T p, T q) { return p < q && p > 0; });
    check((x < y) | (x > pack<T>(T(0))), [](T p, T q) { return p < q || p > 0; });
    check((x < y) ^ (x > pack<T>(T(0))), [](T p, T q) { return (p < q) != (p > 0); });
    check(!(x < y), [](T p, T q) { return !(p < q); });
    check(mask<T>(true), [](T, T) { return true; });
    check(mask<T>(false), [](T, T) { return false; });
  });
  for (std::size_t n = 0; n <= pack<T>::width + 2; ++n) {
    const auto m = to_array(first_lanes<T>(n));
    for (std::size_t i = 0; i < m.size(); ++i)
      CHECK(m[i] == (i < n));
  }
  CHECK(to_array(lane_numbers<T>()) == make_lanes<T>([](std::size_t i) { return i; }));
}

TEMPLATE_TEST_CASE("sums and extremes over the lanes", "[pack][reduce]", float, double) {
  using T = TestType;
  constexpr std::size_t W = pack<T>::width;
  const auto a = make_lanes<T>([](std::size_t i) { return std::sin(T(i) + T(1)) * T(i % 3 == 0 ? 1e4 : 1); });
  // The documented order: halves onto each other.
  std::vector<T> s(a.begin(), a.end());
  for (std::size_t n = W / 2; n > 0; n /= 2)
    for (std::size_t i = 0; i < n; ++i)
      s[i] += s[i + n];
  CHECK(hsum(from_array<T>(a)) == s[0]);
  CHECK(hsum_double(from_array<T>(a)) == Approx(std::accumulate(a.begin(), a.end(), 0.0)).epsilon(1e-15));
  CHECK(hmax(from_array<T>(a)) == *std::max_element(a.begin(), a.end()));
  CHECK(hmin(from_array<T>(a)) == *std::min_element(a.begin(), a.end()));
  CHECK(first_lane(from_array<T>(a)) == a[0]);
  CHECK(lane<W - 1>(from_array<T>(a)) == a[W - 1]);
  for (std::size_t i = 0; i < W; ++i) {
    auto b = a;
    b[i] = std::numeric_limits<T>::quiet_NaN();
    CHECK(std::isnan(hmax(from_array<T>(b))));
    CHECK(std::isnan(hmin(from_array<T>(b))));
    b[i] = std::numeric_limits<T>::infinity();
    CHECK(hmax(from_array<T>(b)) == b[i]);
    b[i] = -b[i];
    CHECK(hmin(from_array<T>(b)) == b[i]);
  }
  CHECK(hsum(T(3)) == T(3));
  CHECK(hsum_double(T(3)) == 3.0);
}

TEST_CASE("a float sum in double loses nothing", "[pack][reduce]") {
  auto a = make_lanes<float>([](std::size_t) { return 0x1p-20f; });
  a[0] = 0x1p20f;
  CHECK(hsum_double(from_array<float>(a)) == 0x1p20 + double(a.size() - 1) * 0x1p-20);
}

TEST_CASE("a wide pack is a pack of float in double", "[pack][wide]") {
  constexpr std::size_t W = wide_pack::width;
  static_assert(W == pack<float>::width);
  const auto v = interesting<float>();
  std::vector<float> a(W);
  std::vector<double> d(W), e(W);
  for (std::size_t i = 0; i < W; ++i)
    a[i] = v[i % v.size()];
  const auto x = widen(load<float>(a.data()));
  store(d.data(), x);
  for (std::size_t i = 0; i < W; ++i)
    CHECK(same<double>(d[i], a[i]));
  CHECK(all((load_wide(d.data()) == x) | is_nan(x)));
  store(a.data(), narrow(wide_pack(0.1)));
  for (const float f : a)
    CHECK(f == 0.1f);
  for (std::size_t n = 0; n <= W; ++n) {
    for (std::size_t i = 0; i < W; ++i) {
      d[i] = 1.0 / double(i + 1);
      e[i] = -1;
    }
    fenced_page page;
    double* p = page.last<double>(n);
    std::copy_n(d.data(), n, p);
    const auto y = load_wide_partial(p, n, 4.0);
    store(e.data(), y);
    for (std::size_t i = 0; i < W; ++i)
      CHECK(e[i] == (i < n ? d[i] : 4.0));
    std::fill_n(p, n, 0.0);
    store_partial(p, y, n);
    CHECK(std::equal(p, p + n, d.data()));
  }
  const auto y = load_wide(d.data()), two = wide_pack(2.0);
  CHECK(all(((y + two) - two == y) | (exec::abs(y + two - two - y) < wide_pack(1e-15))));
  CHECK(all(y * two == y + y));
  CHECK(all(y / two == y * wide_pack(0.5)));
  CHECK(all(-y == exec::neg(y)));
  CHECK(all(exec::fma(y, two, y) == y + y + y) == all(exec::fma(y, two, y) == y * wide_pack(3.0)));
  CHECK(all(exec::sqrt(y * y) == exec::abs(y)));
  CHECK(all(exec::max(y, two) == two));
  CHECK(all(exec::min(y, two) == y));
  CHECK(all(select(y > wide_pack(0.5), two, y) == exec::max(select(y > wide_pack(0.5), two, y), y)));
  CHECK(hmax(y) == 1.0);
  CHECK(hmin(y) == 1.0 / double(W));
  CHECK(hsum(wide_pack(1.0)) == double(W));
  CHECK(any(y == wide_pack(1.0)));
  CHECK(none(y > two));
}
