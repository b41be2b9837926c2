// Loads and stores of packs: every element type, every tail, strides of both signs, nothing touched outside.
#include "pack_lanes.hpp"
#include "support/catch.hpp"
#include <axnorm/exec/pack_stream.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

using namespace axnorm;
using namespace axnorm::exec;
using namespace pack_test;

namespace {
template<class E, class T>
E element(T v) {
  if constexpr (std::same_as<E, bool>)
    return v != T(0);
  else if constexpr (std::same_as<E, float16> || std::same_as<E, bfloat16>)
    return E(static_cast<float>(v));
  else
    return static_cast<E>(v);
}
template<class T, class E>
T number(E e) {
  if constexpr (std::same_as<E, float16> || std::same_as<E, bfloat16>)
    return static_cast<T>(static_cast<float>(e));
  else
    return static_cast<T>(e);
}
template<class E>
bool same(E a, E b) {
  if constexpr (std::same_as<E, float16> || std::same_as<E, bfloat16>)
    return a.bits == b.bits;
  else
    return a == b;
}
/// Small numbers that every element type holds: negative where it can, 0 among them.
template<class E>
E pattern(std::size_t i) {
  if constexpr (std::same_as<E, bool>)
    return i % 3 != 1;
  else if constexpr (std::unsigned_integral<E>)
    return static_cast<E>((i * 7 + 250) % 256);
  else
    return element<E>(static_cast<int>((i * 5) % 100) - 50);
}

template<class T, class E>
void check_all() {
  constexpr std::size_t W = pack<T>::width;
  fenced_page page;
  CAPTURE(W, sizeof(T), sizeof(E));
  // Whole packs at any alignment, up to both ends of the page.
  for (const bool at_end : {false, true}) {
    E* p = at_end ? page.last<E>(W) : page.first<E>();
    for (std::size_t i = 0; i < W; ++i)
      p[i] = pattern<E>(i);
    const auto a = to_array(load<T>(static_cast<const E*>(p)));
    const auto m = to_array(load_mask<T>(p));
    for (std::size_t i = 0; i < W; ++i) {
      CHECK(a[i] == number<T>(p[i]));
      CHECK(m[i] == (number<T>(p[i]) != T(0)));
      CHECK(load_one<T>(p + i) == a[i]);
    }
    const auto kept = from_array<T>(a);
    for (std::size_t i = 0; i < W; ++i)
      p[i] = E{};
    store(p, kept);
    for (std::size_t i = 0; i < W; ++i)
      CHECK(same(p[i], pattern<E>(i)));
  }
  // Tails.
  for (std::size_t n = 0; n <= W; ++n) {
    E* p = page.last<E>(n);
    for (std::size_t i = 0; i < n; ++i)
      p[i] = pattern<E>(i);
    const auto a = to_array(load_partial<T>(static_cast<const E*>(p), n, T(77)));
    const auto m = to_array(load_mask_partial<T>(p, n));
    for (std::size_t i = 0; i < W; ++i) {
      CHECK(a[i] == (i < n ? number<T>(pattern<E>(i)) : T(77)));
      CHECK(m[i] == (i < n && number<T>(pattern<E>(i)) != T(0)));
    }
    for (std::size_t i = 0; i < n; ++i)
      p[i] = E{};
    store_partial(p, from_array<T>(a), n);
    for (std::size_t i = 0; i < n; ++i)
      CHECK(same(p[i], pattern<E>(i)));
    E* q = page.first<E>(); // what follows the tail stays
    for (std::size_t i = 0; i <= W; ++i)
      q[i] = pattern<E>(i + 3);
    store_partial(q, from_array<T>(a), n);
    for (std::size_t i = 0; i <= W; ++i)
      CHECK(same(q[i], i < n ? pattern<E>(i) : pattern<E>(i + 3)));
  }
  // Strides.
  for (const std::ptrdiff_t stride : {-3, -1, 0, 1, 2, 5})
    for (std::size_t n = 0; n <= W; ++n) {
      const auto step = static_cast<std::size_t>(stride < 0 ? -stride : stride);
      const std::size_t count = n == 0 ? 0 : (n - 1) * step + 1;
      E* low = page.last<E>(count);
      for (std::size_t i = 0; i < count; ++i)
        low[i] = pattern<E>(i);
      E* p = stride < 0 && n > 0 ? low + count - 1 : low;
      const auto at = [&](std::size_t i) { return p[static_cast<std::ptrdiff_t>(i) * stride]; };
      const auto a = to_array(load_strided<T>(static_cast<const E*>(p), stride, n, T(9)));
      for (std::size_t i = 0; i < W; ++i)
        CHECK(a[i] == (i < n ? number<T>(at(i)) : T(9)));
      if (n == W) CHECK(to_array(load_strided<T>(static_cast<const E*>(p), stride)) == a);
      if (stride == 0) continue;
      std::vector<E> before(low, low + count);
      for (std::size_t i = 0; i < n; ++i)
        p[static_cast<std::ptrdiff_t>(i) * stride] = E{};
      store_strided(p, stride, from_array<T>(a), n);
      for (std::size_t i = 0; i < count; ++i)
        CHECK(same(low[i], static_cast<E>(before[i])));
    }
  // Around the cache, and two packs side by side.
  E* p = page.first<E>();
  const auto a = make_lanes<T>([](std::size_t i) { return number<T>(pattern<E>(i)); });
  const auto b = make_lanes<T>([](std::size_t i) { return number<T>(pattern<E>(i + W)); });
  for (int kind = 0; kind < 3; ++kind) {
    for (std::size_t i = 0; i < 2 * W; ++i)
      p[i] = E{};
    if (kind == 0) {
      stream(p, from_array<T>(a));
      stream(p + W, from_array<T>(b));
    } else if (kind == 1) {
      stream_pair(p, from_array<T>(a), from_array<T>(b));
    } else {
      store_pair(p, from_array<T>(a), from_array<T>(b));
    }
    stream_fence();
    for (std::size_t i = 0; i < 2 * W; ++i)
      CHECK(same(p[i], pattern<E>(i)));
  }
  prefetch(nullptr);
}
} // namespace

TEMPLATE_TEST_CASE("packs of float and double load and store every element type", "[pack][memory]", float, double,
                   float16, bfloat16, bool, std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t,
                   std::uint32_t, std::int64_t, std::uint64_t) {
  check_all<float, TestType>();
  check_all<double, TestType>();
}

TEST_CASE("every float16 and bfloat16 becomes the float it stands for", "[pack][memory][half]") {
  constexpr std::size_t W = pack<float>::width;
  for (std::uint32_t u = 0; u < 0x10000u; u += W) {
    std::array<float16, W> h;
    std::array<bfloat16, W> b;
    for (std::size_t i = 0; i < W; ++i) {
      h[i].bits = static_cast<std::uint16_t>(u + i);
      b[i].bits = static_cast<std::uint16_t>(u + i);
    }
    const auto x = to_array(load<float>(h.data())), y = to_array(load<float>(b.data()));
    for (std::size_t i = 0; i < W; ++i) {
      const unsigned bits = h[i].bits, magnitude = bits & 0x7fffu, exponent = magnitude >> 10, fraction = bits & 0x3ffu;
      const float sign = bits & 0x8000u ? -1.f : 1.f;
      if (exponent == 31 && fraction != 0) {
        REQUIRE(std::isnan(x[i]));
      } else {
        const float value = exponent == 31  ? std::numeric_limits<float>::infinity()
                            : exponent == 0 ? std::ldexp(float(fraction), -24)
                                            : std::ldexp(float(fraction + 1024), int(exponent) - 25);
        REQUIRE(std::bit_cast<std::uint32_t>(x[i]) == std::bit_cast<std::uint32_t>(sign * value));
      }
      const auto wide = std::uint32_t(b[i].bits) << 16;
      if (std::isnan(std::bit_cast<float>(wide)))
        REQUIRE(std::isnan(y[i]));
      else
        REQUIRE(std::bit_cast<std::uint32_t>(y[i]) == wide);
    }
  }
}

namespace {
/// x rounded to `digits` binary digits with smallest exponent `least` (of the last subnormal bit), ties to even.
float round_to(float x, int digits, int least) {
  if (x == 0 || !std::isfinite(x)) return x;
  int e = 0;
  std::frexp(x, &e);
  const int last = std::max(e - digits, least);
  return static_cast<float>(std::ldexp(std::nearbyint(std::ldexp(double(x), -last)), last));
}
} // namespace

TEST_CASE("float becomes float16 and bfloat16 to nearest even", "[pack][memory][half]") {
  constexpr std::size_t W = pack<float>::width;
  std::array<float, W> x;
  std::array<float16, W> h;
  std::array<bfloat16, W> b;
  std::size_t filled = 0;
  const auto flush = [&] {
    const auto v = load<float>(x.data());
    store(h.data(), v);
    store(b.data(), v);
    for (std::size_t i = 0; i < W; ++i) {
      CAPTURE(x[i]);
      const float back = static_cast<float>(h[i]), back_b = static_cast<float>(b[i]);
      if (std::isnan(x[i])) {
        REQUIRE(std::isnan(back));
        REQUIRE(std::isnan(back_b));
        continue;
      }
      float r = round_to(x[i], 11, -24);
      if (std::fabs(r) >= 65536.f) r = std::copysign(std::numeric_limits<float>::infinity(), r);
      REQUIRE(std::bit_cast<std::uint32_t>(back) == std::bit_cast<std::uint32_t>(std::copysign(r, x[i])));
      const float s = round_to(x[i], 8, -133);                               // beyond the largest: infinity by itself
      const bool tiny = std::fabs(x[i]) < std::numeric_limits<float>::min(); // may flush
      REQUIRE((back_b == s || (tiny && back_b == 0.f)));
      REQUIRE(std::signbit(back_b) == std::signbit(x[i]));
    }
  };
  const auto put = [&](std::uint32_t bits) {
    x[filled++] = std::bit_cast<float>(bits);
    if (filled == W) {
      flush();
      filled = 0;
    }
  };
  for (std::uint64_t u = 0; u < 0x100000000u; u += 4099)
    put(static_cast<std::uint32_t>(u));
  for (std::uint32_t u = 0; u < 0x10000u; ++u) // around every bfloat16, exact ties among them
    for (const std::uint32_t low : {0u, 0x7fffu, 0x8000u, 0x8001u})
      put((u << 16) | low);
  for (std::uint32_t u = 0x33000000u; u < 0x47900000u; u += 0x1000u) // float16's range in halves of its steps
    for (const std::uint32_t low : {0u, 1u, 0xfffu})
      put(u + low);
  while (filled != 0)
    put(0);
}

TEMPLATE_TEST_CASE("stores to integers truncate, limit, and take NaN for 0", "[pack][memory]", std::int8_t,
                   std::uint8_t, std::int16_t, std::uint16_t, std::int32_t, std::uint32_t, std::int64_t,
                   std::uint64_t) {
  using limits = std::numeric_limits<TestType>;
  const auto check = [](auto zero) {
    using T = decltype(zero);
    std::array<TestType, pack<T>::width> p;
    const auto stored = [&](T x) {
      store(p.data(), pack<T>(x));
      for (const TestType v : p)
        REQUIRE(v == p[0]);
      return p[0];
    };
    CHECK(stored(T(1.75)) == 1);
    CHECK(stored(T(-1.75)) == (std::signed_integral<TestType> ? static_cast<TestType>(-1) : TestType(0)));
    CHECK(stored(T(100.5)) == 100);
    CHECK(stored(std::numeric_limits<T>::quiet_NaN()) == 0);
    CHECK(stored(std::numeric_limits<T>::infinity()) == limits::max());
    CHECK(stored(-std::numeric_limits<T>::infinity()) == limits::min());
    CHECK(stored(T(1e30)) == limits::max());
    CHECK(stored(T(-1e30)) == limits::min());
    CHECK(stored(static_cast<T>(limits::min())) == limits::min());
    const T below = std::nextafter(std::ldexp(T(1), limits::digits), T(0));
    CHECK(stored(below) == static_cast<TestType>(below));
  };
  check(0.f);
  check(0.);
}

TEST_CASE("a mask of tiny doubles is true for a pack of float", "[pack][memory]") {
  std::vector<double> d(pack<float>::width, 1e-300);
  CHECK(all(load_mask<float>(d.data())));
  CHECK(to_array(load_mask_partial<float>(d.data(), 1))[0]);
  const std::vector<std::int64_t> i(pack<float>::width, std::numeric_limits<std::int64_t>::min());
  CHECK(all(load_mask<float>(i.data())));
}
