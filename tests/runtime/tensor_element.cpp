// The halves against definitions in double arithmetic: every pattern, every tie; and conversion among all element
// types.
#include "support/catch.hpp"
#include <axnorm/tensor/element.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

using namespace axnorm;

namespace {

struct format {
  int digits, largest_exponent,
      last; ///< digits of the significand, 2^largest_exponent overflows, 2^last is the smallest
};
constexpr format half{11, 16, -24}, brain{8, 128, -133};

/// The value of bits that are not NaN, by the definition of the format.
double value_of(std::uint32_t bits, int digits, int exponent_bits) {
  const int fraction_bits = digits - 1, bias = (1 << (exponent_bits - 1)) - 1;
  const std::uint32_t fraction = bits & ((1u << fraction_bits) - 1u);
  const int exponent = static_cast<int>(bits >> fraction_bits & ((1u << exponent_bits) - 1u));
  const double sign = (bits & 0x8000u) != 0 ? -1 : 1;
  if (exponent == (1 << exponent_bits) - 1) return sign * std::numeric_limits<double>::infinity();
  if (exponent == 0) return sign * std::ldexp(fraction, 1 - bias - fraction_bits);
  return sign * std::ldexp(static_cast<double>(fraction) + (1u << fraction_bits), exponent - bias - fraction_bits);
}

/// x rounded once to nearest even, by the definition.
double rounded(double x, const format& f) {
  if (x == 0 || !std::isfinite(x)) return x;
  int e = 0;
  std::frexp(x, &e);
  const int last = std::max(e - f.digits, f.last);
  const double r = std::ldexp(std::nearbyint(std::ldexp(x, -last)), last);
  return std::fabs(r) >= std::ldexp(1., f.largest_exponent) ? std::copysign(std::numeric_limits<double>::infinity(), x)
                                                            : r;
}

template<class E, class T>
bool rounds_right(T x, const format& f) {
  const auto got = static_cast<double>(E(x)), want = rounded(static_cast<double>(x), f);
  return std::isnan(static_cast<double>(x)) ? std::isnan(got)
                                            : std::bit_cast<std::uint64_t>(got) == std::bit_cast<std::uint64_t>(want);
}

template<class E>
void check_every_pattern(int digits, int exponent_bits) {
  for (std::uint32_t u = 0; u < 0x10000u; ++u) {
    const auto e = E::from_bits(static_cast<std::uint16_t>(u));
    const std::uint32_t magnitude = u & 0x7fffu, infinity = ((1u << exponent_bits) - 1u) << (digits - 1);
    const auto x = static_cast<float>(e);
    if (magnitude > infinity) {
      REQUIRE(std::isnan(x));
      REQUIRE(std::signbit(x) == (u >= 0x8000u));
      const std::uint32_t quiet = u | 1u << (digits - 2);
      REQUIRE(E(x).bits == quiet);
      REQUIRE(E(static_cast<double>(x)).bits == quiet);
      REQUIRE(!(e == e));
    } else {
      REQUIRE(std::bit_cast<std::uint64_t>(static_cast<double>(x)) ==
              std::bit_cast<std::uint64_t>(value_of(u, digits, exponent_bits)));
      REQUIRE(static_cast<double>(e) == static_cast<double>(x));
      REQUIRE(E(x).bits == u);
      REQUIRE(E(static_cast<double>(x)).bits == u);
      REQUIRE(e == e);
    }
  }
}

/// Between each two neighbours: the middle, and what is just beside it, in float and in double.
template<class E>
void check_every_tie(const format& f) {
  for (std::uint32_t u = 0; u < 0x7fffu; ++u) {
    const double a = static_cast<double>(E::from_bits(static_cast<std::uint16_t>(u)));
    double b = static_cast<double>(E::from_bits(static_cast<std::uint16_t>(u + 1)));
    if (std::isnan(a) || std::isnan(b) || std::isinf(a)) continue;
    if (std::isinf(b)) b = std::ldexp(1., f.largest_exponent); // where the next number would be
    const double middle = a / 2 + b / 2;
    for (const double x : {middle, std::nextafter(middle, a), std::nextafter(middle, b), a, std::nextafter(a, b)}) {
      REQUIRE(rounds_right<E>(x, f));
      REQUIRE(rounds_right<E>(-x, f));
    }
    const auto near = static_cast<float>(middle);
    for (const float x :
         {near, std::nextafter(near, 0.f), std::nextafter(near, std::numeric_limits<float>::infinity())}) {
      REQUIRE(rounds_right<E>(x, f));
      REQUIRE(rounds_right<E>(-x, f));
    }
  }
}

template<class E>
void check_other_numbers(const format& f) {
  for (std::uint64_t u = 0; u < 0x100000000u; u += 2053)
    REQUIRE(rounds_right<E>(std::bit_cast<float>(static_cast<std::uint32_t>(u)), f));
  std::uint64_t u = 1;
  for (int i = 0; i < 1000000; ++i) {
    u = u * 6364136223846793005u + 1442695040888963407u;
    // Exponents about the range of the format, half of the time with few digits, so that ties occur.
    std::uint64_t bits = (u & 0x800fffffffffffffu) | (1023u - 150u + (u >> 53) % 300u) << 52;
    if ((i & 1) != 0) bits &= ~((std::uint64_t{1} << (40 + (u >> 52) % 12)) - 1);
    REQUIRE(rounds_right<E>(std::bit_cast<double>(bits), f));
  }
  for (const double x :
       {5e-324, 1e-310, 1e308, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
    for (const double y : {x, -x})
      REQUIRE(rounds_right<E>(y, f));
}

} // namespace

TEST_CASE("every float16 and bfloat16 is the number its bits say, and comes back", "[tensor][element]") {
  check_every_pattern<float16>(11, 5);
  check_every_pattern<bfloat16>(8, 8);
}

TEST_CASE("float16 and bfloat16 are rounded once, to nearest even", "[tensor][element]") {
  check_every_tie<float16>(half);
  check_every_tie<bfloat16>(brain);
  check_other_numbers<float16>(half);
  check_other_numbers<bfloat16>(brain);
}

TEST_CASE("integers become halves with one rounding", "[tensor][element]") {
  for (int i = -70000; i <= 70000; ++i) {
    REQUIRE(rounds_right<float16>(i, half));
    REQUIRE(rounds_right<bfloat16>(i, brain));
  }
  // 2^60 + 2^52 is a tie of bfloat16 that the last bit breaks: by way of double the bit would be lost.
  const std::int64_t tie = (std::int64_t{1} << 60) + (std::int64_t{1} << 52);
  CHECK(static_cast<double>(bfloat16(tie)) == 0x1p60);
  CHECK(static_cast<double>(bfloat16(tie + 1)) == 0x1p60 + 0x1p53);
  CHECK(static_cast<double>(bfloat16(-tie - 1)) == -0x1p60 - 0x1p53);
  CHECK(static_cast<double>(bfloat16(std::numeric_limits<std::uint64_t>::max())) == 0x1p64);
  CHECK(static_cast<float>(bfloat16(true)) == 1.f);
}

TEST_CASE("halves compare as numbers", "[tensor][element]") {
  CHECK(float16(0.f) == float16(-0.f));
  CHECK(float16(1.f) < float16(2.f));
  CHECK(bfloat16(-1.f) < bfloat16(1.f));
  CHECK((float16(std::nanf("")) <=> float16(1.f)) == std::partial_ordering::unordered);
}

TEST_CASE("element_cast truncates and limits integers, and takes NaN for 0", "[tensor][element]") {
  const double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(element_cast<std::int8_t>(1.75) == 1);
  CHECK(element_cast<std::int8_t>(-1.75) == -1);
  CHECK(element_cast<std::int8_t>(300.) == 127);
  CHECK(element_cast<std::uint8_t>(-1.f) == 0);
  CHECK(element_cast<std::int64_t>(inf) == std::numeric_limits<std::int64_t>::max());
  CHECK(element_cast<std::int64_t>(-inf) == std::numeric_limits<std::int64_t>::min());
  CHECK(element_cast<std::uint64_t>(inf) == std::numeric_limits<std::uint64_t>::max());
  CHECK(element_cast<std::int32_t>(nan) == 0);
  CHECK(element_cast<std::int32_t>(0x1p31f) == std::numeric_limits<std::int32_t>::max());
  CHECK(element_cast<std::uint8_t>(-1) == 0);
  CHECK(element_cast<std::uint8_t>(256) == 255);
  CHECK(element_cast<std::int8_t>(std::uint64_t{200}) == 127);
  CHECK(element_cast<bool>(1e-300));
  CHECK(element_cast<bool>(nan));
  CHECK(!element_cast<bool>(-0.));
  CHECK(element_cast<bool>(float16(0.5f)));
  CHECK(element_cast<float>(true) == 1.f);
  CHECK(element_cast<std::int32_t>(bfloat16(-7.5f)) == -7);
  CHECK(static_cast<float>(element_cast<float16>(bfloat16(3.f))) == 3.f);
  CHECK(element_cast<float>(std::int64_t{1} << 40) == 0x1p40f);
  static_assert(element_cast<float16>(1. / 3).bits == 0x3555);
  static_assert(element_cast<bfloat16>(1. / 3).bits == 0x3eab);
}
