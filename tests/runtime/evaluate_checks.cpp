// What evaluate refuses at run time, always before anything is written: memory that overlaps. (Extents are in
// evaluate_mistakes.cpp.) And what it allows: in place, interleaved memory, no allocation.
#include "support/catch.hpp"
#include "support/check_allocations.hpp"
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto in = input<"x">;
constexpr auto weight = parameter<"weight", C>(1);
constexpr auto doubled = in * 2;
constexpr auto scaled = in * weight;
constexpr auto local_sum = window_sum<C>(in, 3);

struct refusal {
  std::string words;
};
refusal refused(const std::function<void()>& call) {
  try {
    call();
  } catch (const shape_error& e) {
    return {e.what()};
  }
  return {};
}
Tensor<float, N, C> counted(int n, int c) {
  Tensor<float, N, C> x(n, c);
  for (std::int64_t i = 0; i < x.size(); ++i)
    x.data()[i] = static_cast<float>(i);
  return x;
}

} // namespace

TEST_CASE("when extents differ, nothing is written") {
  const auto x = counted(3, 5);
  auto y = counted(3, 5);
  Tensor<float, C> w = Tensor<float, C>::filled(1, 4);
  CHECK(refused([&] { evaluate<scaled>(into(y), x, weight = w); }).words ==
        "axis C has extent 5 in input x, but 4 in parameter weight");
  CHECK(y(2, 3) == x(2, 3));
}

TEST_CASE("the very memory of an input may be the output's") {
  auto x = counted(3, 5);
  const auto expected = evaluate<LayerNorm<C>{}>(x);
  evaluate<LayerNorm<C>{}>(into(x), x);
  for (std::int64_t i = 0; i < x.size(); ++i)
    CHECK(x.data()[i] == expected.data()[i]);
}

TEST_CASE("memory that overlaps otherwise is refused") {
  Tensor<float, K> pool = Tensor<float, K>::filled(1, 64);
  float* p = pool.data();
  const auto at = [p](int offset) { return view<float, N, C>(p + offset, 3, 5); };
  const std::string words =
      "output 1 shares memory with input x; an output may be the very memory of an input that is read where it "
      "is written, and else shares none";
  CHECK(refused([&] { evaluate<doubled>(into(at(1)), at(0)); }).words == words);
  CHECK(refused([&] { evaluate<doubled>(into(at(0)), at(14)); }).words == words);
  CHECK_NOTHROW(evaluate<doubled>(into(at(0)), at(15)));
  // The same place in another order is not the same memory.
  CHECK(refused([&] { evaluate<doubled>(into(view<float, C, N>(p, 5, 3)), at(0)); }).words == words);
  // Of another element type neither.
  auto bits = view<std::int32_t, N, C>(reinterpret_cast<std::int32_t*>(p), 3, 5);
  CHECK_NOTHROW(evaluate<doubled>(into(at(0)), bits));
  auto halves = view<float16, N, C>(reinterpret_cast<float16*>(p), 3, 5);
  CHECK(refused([&] { evaluate<doubled>(into(at(0)), halves); }).words == words);
  // What a window reads it reads beside where it writes.
  CHECK(refused([&] { evaluate<local_sum>(into(at(0)), at(0)); }).words == words);
  // A parameter is read again and again.
  CHECK(refused([&] { evaluate<scaled>(into(at(0)), at(20), weight = view<float, C>(p + 10, 5)); }).words ==
        "output 1 shares memory with parameter weight; an output may be the very memory of an input that is read where "
        "it is "
        "written, and else shares none");
  // Two results into one place, or one result twice into the same elements.
  constexpr auto two = outputs(in * 2, in * 3);
  CHECK(refused([&] { evaluate<two>(into(at(16), at(30)), at(0)); }).words ==
        "output 2 shares memory with output 1; an output may be the very memory of an input that is read where it is "
        "written, and "
        "else shares none");
  CHECK(refused([&] {
          evaluate<doubled>(into(view<float, N, C>(p + 20, extents(3, 5), strides(0, 1))), at(0));
        }).words == "output 1 has elements that share memory");
}

TEST_CASE("interleaved memory does not overlap") {
  Tensor<float, K> pool = Tensor<float, K>::filled(1, 64);
  float* p = pool.data();
  const auto even = view<float, N, C>(p, extents(3, 5), strides(10, 2));
  const auto odd = view<float, N, C>(p + 1, extents(3, 5), strides(10, 2));
  CHECK_NOTHROW(evaluate<doubled>(into(odd), even));
  CHECK(odd(2, 4) == 2);
  CHECK(even(2, 4) == 1);
  // The left and right columns of one matrix; one column too many is refused.
  const auto left = view<float, N, C>(p, extents(4, 4), strides(8, 1));
  CHECK_NOTHROW(evaluate<doubled>(into(view<float, N, C>(p + 4, extents(4, 4), strides(8, 1))), left));
  CHECK(!refused([&] {
           evaluate<doubled>(into(view<float, N, C>(p + 3, extents(4, 4), strides(8, 1))), left);
         }).words.empty());
  // Backwards over the same memory, and beside it.
  const auto backwards = view<float, N, C>(p + 14, extents(3, 5), strides(-5, -1));
  CHECK(!refused([&] { evaluate<doubled>(into(backwards), view<float, N, C>(p, 3, 5)); }).words.empty());
  CHECK_NOTHROW(evaluate<doubled>(into(backwards), view<float, N, C>(p + 15, 3, 5)));
}

TEST_CASE("with `into` nothing is allocated for small tensors, and threads must not be negative") {
  const auto x = counted(3, 5);
  auto y = counted(3, 5);
  const Tensor<float, C> w = Tensor<float, C>::filled(2, 5);
  evaluate<scaled>(into(y), x, weight = w, threads(1));
  CHECK(check::allocations_of([&] { evaluate<scaled>(into(y), x, weight = w, threads(1)); }) == 0);
  CHECK_THROWS_AS((evaluate<scaled>(into(y), x, threads(-1))), std::invalid_argument);
}

TEST_CASE("nothing at all is fine") {
  Tensor<float, N, C> none(0, 5);
  CHECK(evaluate<LayerNorm<C>{}>(none).extent<N>() == 0);
  const auto sums = evaluate<sum<Over<N>>(in)>(none);
  for (int c = 0; c < 5; ++c)
    CHECK(sums(c) == 0);
}
