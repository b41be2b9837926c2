// What explain says of a call's plan by its sizes: tiles or memory order, bytes over memory, results around the cache.
// No kernel runs and no element is looked at.
#include "support/catch.hpp"
#include <axnorm/exec/explain.hpp>
#include <axnorm/exec/machine.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/make_view.hpp>

#include <cstdint>
#include <string>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto x = input<"x">;
constexpr auto r = input<"r">;

float nowhere = 0; ///< where tensors are said to be

template<class... Axes>
auto tensor(auto... extents) {
  return view<float, Axes...>(&nowhere, extents...);
}
template<class F, class... Axes>
explanation planned(auto... extents) {
  return explain<F>(tensor<Axes...>(extents...));
}
std::int64_t cache(std::size_t bytes) { return static_cast<std::int64_t>(bytes); }

struct softmax {
  static constexpr auto e = exp(x - max<Over<C>>(x));
  static constexpr auto formula = e / sum<Over<C>>(e);
};
struct residual {
  static constexpr auto sum = x + r;
  static constexpr auto formula = outputs(gelu(norm<Over<C>>(sum)), sum);
};
using BN = Norm<Over<N, H, W>>;
using SN = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>>;

/// By tiles every byte goes over memory once, as little as possible; `touched` bytes for `count` tiles of `bytes`.
void check_tiles(const explanation& e, std::int64_t count, std::int64_t bytes, std::int64_t touched,
                 std::size_t sweeps = 2) {
  INFO(e.text());
  CHECK(e.by_tiles);
  CHECK(e.tiles == count);
  CHECK(e.tile_bytes == bytes);
  CHECK(e.bytes_min == touched);
  CHECK(e.bytes_moved == touched);
  CHECK(e.sweeps.size() == sweeps);
  CHECK(e.sweeps.front().writes.empty());
}

} // namespace

TEST_CASE("rows, slices and groups go over memory once", "[plan]") {
  check_tiles(planned<Norm<Over<C>>, N, C>(4096, 1024), 4096, 4096, 2 * 4096 * 4096);
  check_tiles(planned<softmax, N, C>(4096, 1024), 4096, 4096, 2 * 4096 * 4096, 3);
  check_tiles(planned<InstanceNorm, N, C, H, W>(8, 64, 128, 128), 512, 65536, 2 * 512 * 65536);
  check_tiles(planned<Norm<Over<H, W, Groups<C, 32>>>, N, C, H, W>(8, 256, 32, 32), 256, 32768, 2 * 256 * 32768);
  const auto t = tensor<N, C>(4096, 1024), u = t;
  check_tiles(explain<residual>(x = t, r = u), 4096, 2 * 4096, 4 * 4096 * 4096);
}

TEST_CASE("a sum over the batch of channels-last images reads twice what no cache holds", "[plan]") {
  const auto check = [](const explanation& e, std::int64_t bytes) {
    INFO(e.text());
    CHECK(!e.by_tiles);
    CHECK(e.sweeps.front().columns);
    CHECK(e.bytes_min == 2 * bytes);
    CHECK(e.bytes_moved == (bytes > cache(exec::caches().l2) ? 3 : 2) * bytes);
  };
  check(planned<BN, N, H, W, C>(4, 7, 7, 8), 4 * 7 * 7 * 8 * 4);
  check(planned<BN, N, H, W, C>(4096, 56, 56, 64), std::int64_t{4096} * 56 * 56 * 64 * 4);
}

TEST_CASE("three sets of statistics cost one sweep and one more read", "[plan]") {
  const auto t = tensor<N, C, H, W>(4096, 64, 56, 56);
  const auto w = tensor<Set>(3), v = w;
  const explanation e = explain<SN>(t, arg<"mean_weight"> = w, arg<"var_weight"> = v);
  INFO(e.text());
  const std::int64_t bytes = std::int64_t{4096} * 64 * 56 * 56 * 4;
  CHECK(e.bytes_min == 2 * bytes + 2 * 3 * 4);
  CHECK(e.bytes_moved <= 3 * bytes + 2 * 3 * 4);
  CHECK(e.sweeps.front().data);
  CHECK(e.sweeps.front().accumulates.size() == 1);
}

TEST_CASE("results are written around the cache once no cache would hold them", "[plan]") {
  const std::int64_t row = 4096, most = cache(exec::caches().l3) / row;
  for (const std::int64_t rows : {most / 16, most * 2}) {
    CAPTURE(rows);
    CHECK(planned<Norm<Over<C>>, N, C>(rows, 1024).streaming == (rows > most));
    CHECK(planned<BN, N, C, H, W>(rows, 16, 8, 8).streaming == (rows > most));
    const auto t = tensor<N, C>(rows / 2, 1024), u = t; // all operands count
    CHECK(explain<residual>(x = t, r = u).streaming == (rows > most));
  }
}

TEST_CASE("what takes long is kept for the other sweeps of a tile", "[plan]") {
  CHECK(planned<softmax, N, C>(4096, 1024)
            .text()
            .find("sweep 2 over {N, C}: reads x; accumulates sum over {C}; keeps what took long\n"
                  "sweep 3 over {N, C}: reads what is kept; writes result 1\n") != std::string::npos);
  // Tiles too large for a core's caches keep nothing: exponentials are summed up on the way.
  const explanation large = planned<softmax, N, C>(16, 100000);
  INFO(large.text());
  REQUIRE(large.sweeps.size() == 3);
  CHECK(large.sweeps[0].accumulates == std::vector<std::string>{"maximum and exponentials over {C}"});
  CHECK(large.sweeps[2].reads == std::vector<std::string>{"x"});
}
