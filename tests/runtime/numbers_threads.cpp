// The same bits for any number of threads, in every schedule, also when many threads of a program evaluate at once.
#include "support/catch.hpp"
#include "support/check_data.hpp"
#include "support/tensors.hpp"
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/norm/named.hpp>

#include <thread>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::check;

namespace {

constexpr auto x = input<"x">;

/// Statistics that collect across tiles beside a norm that goes by tiles, and a single number.
struct several_speeds {
  static constexpr auto formula =
      outputs(norm<Over<W>>(x), sum<Over<N, C, H>>(x), mean<Over<N, C, H, W>>(x), max<Over<N, H, W>>(abs(x)));
};

template<class... Axes>
Tensor<float, Axes...> filled(const extents_array<4>& extents) {
  Tensor<float, Axes...> t(extents);
  const std::vector<double> numbers = numbers_of<float>(data::normal, t.size(), 11);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    t.data()[i] = static_cast<float>(numbers[i]);
  return t;
}

template<class F, class... Axes>
void check_threads(const extents_array<4>& extents) {
  const auto t = filled<Axes...>(extents);
  const auto one = evaluate<F{}>(t, threads(1));
  for (const int n : {2, 3, 4, 7, 9, 0}) {
    CAPTURE(n, extents[0], extents[1], extents[2], extents[3]);
    CHECK(same_bits(one, evaluate<F{}>(t, threads(n))));
  }
}

} // namespace

TEST_CASE("the same bits for any number of threads", "[numbers]") {
  using BN = Norm<Over<N, H, W>>;
  check_threads<BN, N, C, H, W>({7, 13, 37, 41});
  check_threads<BN, N, Fixed<C, 13>, Fixed<H, 37>, Fixed<W, 41>>({7, 13, 37, 41});
  check_threads<BN, N, C, H, W>({2, 1, 300, 301});
  check_threads<BN, N, H, W, C>({7, 37, 41, 13});
  check_threads<BN, N, H, W, C>({3, 300, 41, 3});
  check_threads<InstanceNorm, W, N, H, C>({37, 5, 31, 67});
  check_threads<InstanceNorm, N, C, H, W>({2, 2, 300, 257});
  check_threads<several_speeds, N, C, H, W>({3, 5, 70, 129});
  check_threads<several_speeds, W, H, N, C>({129, 70, 3, 5});
}

TEST_CASE("threads of a program evaluate side by side", "[numbers]") {
  const auto t = filled<N, C, H, W>({5, 13, 37, 41});
  const auto alone = evaluate<several_speeds{}>(t);
  std::vector<decltype(evaluate<several_speeds{}>(t))> together(4);
  {
    std::vector<std::jthread> team;
    for (auto& result : together)
      team.emplace_back([&] { result = evaluate<several_speeds{}>(t, threads(2)); });
  }
  for (const auto& result : together)
    CHECK(same_bits(alone, result));
#if defined(_OPENMP)
#pragma omp parallel for num_threads(3)
  for (int i = 0; i < 4; ++i)
    together[static_cast<std::size_t>(i)] = evaluate<several_speeds{}>(t);
  for (const auto& result : together)
    CHECK(same_bits(alone, result));
#endif
}

TEST_CASE("tensors of ten axes", "[numbers]") {
  const extents_array<10> extents{2, 1, 3, 2, 2, 1, 2, 3, 2, 5};
  Tensor<float, N, C, D, H, W, T, L, G, S, K> t(extents);
  const std::vector<double> numbers = numbers_of<float>(data::normal, t.size(), 12);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    t.data()[i] = static_cast<float>(numbers[i]);
  // The same memory with all axes but the last as one.
  const View<const float, N, K> flat(t.data(), {t.size() / 5, 5}, {5, 1});
  const auto y = evaluate<Norm<Over<K>>{}>(t);
  const auto z = evaluate<Norm<Over<K>>{}>(flat);
  CHECK(std::memcmp(y.data(), z.data(), static_cast<std::size_t>(t.size()) * sizeof(float)) == 0);
  const auto means = evaluate<mean<Over<N, D, W, L, S>>(x)>(t);
  CHECK(means.size() == 2 * 3 * 5);
  double total = 0, total_of_means = 0;
  for (std::int64_t i = 0; i < t.size(); ++i)
    total += static_cast<double>(t.data()[i]);
  for (std::int64_t i = 0; i < means.size(); ++i)
    total_of_means += static_cast<double>(means.data()[i]);
  CHECK(total / static_cast<double>(t.size()) == Approx(total_of_means / static_cast<double>(means.size())));
}
