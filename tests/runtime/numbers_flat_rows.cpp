// Rows that follow each other in memory and are no whole packs, each with values of its own: written as one run.
#include "support/catch.hpp"
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/tensor/tensor.hpp>
#include <axnorm/tensor/view.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto x = input<"x">;
struct scaled {
  static constexpr auto formula = x * input<"gain">;
};
struct scaled_and_moved {
  static constexpr auto product = x * input<"gain">;
  static constexpr auto formula = outputs(product, max(product, input<"least">));
};

/// As many elements as asked for, some elements behind an aligned address, between elements that must stay.
template<class E>
struct room {
  std::vector<E> all;
  std::size_t first;
  room(std::int64_t n, std::int64_t behind) : all(static_cast<std::size_t>(n) + 64, E(7)) {
    first =
        (64 - reinterpret_cast<std::uintptr_t>(all.data()) % 64) % 64 / sizeof(E) + static_cast<std::size_t>(behind);
  }
  E* data() { return all.data() + first; }
  bool others_stay(std::int64_t n) const {
    bool stay = true;
    for (std::size_t i = 0; i < all.size(); ++i)
      stay = stay && ((i >= first && i < first + static_cast<std::size_t>(n)) || all[i] == E(7));
    return stay;
  }
};
float number(std::int64_t i) { return static_cast<float>((i * 7919) % 1009) / 64 - 7; }

/// Images of n x c planes of h x w, written as elements E so far behind an aligned address, each result with as many
/// more.
template<class E>
void check_planes(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w, std::int64_t behind,
                  std::int64_t more, int team) {
  CAPTURE(n, c, h, w, behind, more, team);
  const std::int64_t size = n * c * h * w;
  room<float> in(size, behind);
  for (std::int64_t i = 0; i < size; ++i)
    in.data()[i] = number(i);
  Tensor<float, C> gain(c);
  Tensor<float, N, C> least(n, c);
  for (std::int64_t i = 0; i < c; ++i)
    gain.data()[i] = number(3 * i + 1);
  for (std::int64_t i = 0; i < n * c; ++i)
    least.data()[i] = number(5 * i + 2);
  room<E> one(size, behind + more), two(size, behind + 2 * more);
  const auto image = view<float, N, C, H, W>(in.data(), n, c, h, w);
  const auto first = view<E, N, C, H, W>(one.data(), n, c, h, w), second = view<E, N, C, H, W>(two.data(), n, c, h, w);
  evaluate<scaled_and_moved{}>(into(first, second), image, arg<"gain"> = gain, arg<"least"> = least, threads(team));
  bool good = true;
  for (std::int64_t i = 0; i < size; ++i) {
    const std::int64_t row = i / (h * w);
    const float product = in.data()[i] * gain.data()[row % c];
    good = good && one.data()[i] == element_cast<E>(product) &&
           two.data()[i] == element_cast<E>(std::max(product, least.data()[row]));
  }
  CHECK(good);
  CHECK(one.others_stay(size));
  CHECK(two.others_stay(size));
  // In place, one result.
  evaluate<scaled{}>(into(image), image, arg<"gain"> = gain, threads(team));
  for (std::int64_t i = 0; i < size; ++i)
    good = good && in.data()[i] == number(i) * gain.data()[i / (h * w) % c];
  CHECK(good);
  CHECK(in.others_stay(size));
}

} // namespace

TEST_CASE("rows that are no whole packs are written as one run", "[numbers]") {
  for (const std::int64_t behind : {0, 1, 15})
    for (const std::int64_t more : {0, 3}) {
      check_planes<float>(3, 5, 7, 7, behind, more, 1);
      check_planes<float>(1, 2, 1, 17, behind, more, 1);
      check_planes<float>(2, 9, 3, 5, behind, more, 1);
      check_planes<float>(2, 3, 4, 8, behind, more, 1);
      check_planes<bfloat16>(3, 5, 7, 7, behind, more, 1);
    }
  check_planes<float>(40, 33, 7, 7, 5, 1, 3);
}

// Results of so many bytes are written around any cache.
TEST_CASE("rows that are no whole packs are written around the cache", "[numbers]") {
  for (const std::int64_t behind : {0, 3})
    for (const std::int64_t more : {0, 3})
      check_planes<float>(400, 256, 7, 7, behind, more, 2);
  check_planes<bfloat16>(400, 256, 7, 7, 5, 0, 2);
  check_planes<float>(30, 200, 31, 33, 0, 0, 2);
}
