// Norms of slices that no core's cache holds: few, which threads share sweep by sweep, and more, of which each thread
// has some; against plain loops in double, and the same bits for any number of threads.
#include "support/check_data.hpp"
#include "support/check_sums.hpp"
#include <axnorm/exec/explain.hpp>
#include <axnorm/norm/catalogue/softmax.hpp>
#include <axnorm/tensor/slice.hpp>

#include <cmath>
#include <cstdint>

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::check;

namespace {

constexpr auto x = input<"x">;
using groups = Norm<Over<Groups<C, 2>, H, W>>;
/// Statistics of each row and, across them, of all.
struct rows_and_all {
  static constexpr auto formula = outputs(norm<Over<C>>(x), sum<Over<N>>(x), max<Over<N, C>>(abs(x)), mean<Over<C>>(x));
};

template<class... Axes>
Tensor<float, Axes...> noise(const extents_array<sizeof...(Axes)>& extents) {
  Tensor<float, Axes...> t(extents);
  fill_with_noise(t, 5);
  for (std::int64_t i = 0; i < t.size(); ++i)
    t.data()[i] += 3; // a mean beside which rounding would show
  return t;
}

/// Compares y with the norm of each of `slices` slices of x that follow each other.
void check_norms(const float* from, const float* y, std::int64_t slices, std::int64_t n) {
  for (std::int64_t k = 0; k < slices; ++k, from += n, y += n) {
    double mean = 0, variance = 0;
    for (std::int64_t i = 0; i < n; ++i)
      mean += from[i] / static_cast<double>(n);
    for (std::int64_t i = 0; i < n; ++i)
      variance += (from[i] - mean) * (from[i] - mean) / static_cast<double>(n);
    double worst = 0;
    for (std::int64_t i = 0; i < n; ++i)
      worst = std::max(worst, std::abs(y[i] - (from[i] - mean) / std::sqrt(variance + 1e-5)));
    CAPTURE(k, slices, n);
    CHECK(worst < 2e-6);
  }
}

template<class F, class... Axes>
void check_threads(const Tensor<float, Axes...>& t) {
  const auto one = evaluate<F{}>(t, threads(1));
  for (const int n : {2, 3, 7, 0})
    CHECK(same_bits(one, evaluate<F{}>(t, threads(n))));
}

} // namespace

TEST_CASE("large slices, few and many", "[numbers]") {
  for (const std::int64_t n : {1, 3, 15, 16, 20}) {
    const auto t = noise<N, C>({n, 70'001});
    CHECK(explain<Norm<Over<C>>>(t).by_tiles);
    const auto y = evaluate<Norm<Over<C>>{}>(t);
    check_norms(t.data(), y.data(), n, 70'001);
    check_threads<Norm<Over<C>>>(t);
  }
  const auto t = noise<N, C, H, W>({2, 6, 150, 151});
  const auto y = evaluate<groups{}>(t);
  check_norms(t.data(), y.data(), 4, 3 * 150 * 151);
  check_threads<groups>(t);
  Tensor<float, N, C, H, W> z(t.extents());
  copy(t, z);
  evaluate<groups{}>(into(z), z);
  CHECK(same_bits(y, z));
}

TEST_CASE("large slices whose rows lie apart", "[numbers]") {
  const auto all = noise<N, C, T, W>({2, 60, 2, 1'500});
  const auto t = slice<T>(all, 1);
  const auto y = evaluate<Norm<Over<C, W>>{}>(t);
  Tensor<float, N, C, W> together(t.extents());
  copy(t, together);
  check_norms(together.data(), y.data(), 2, 60 * 1'500);
}

TEST_CASE("maxima, exponentials and sums across large slices", "[numbers]") {
  for (const std::int64_t n : {1, 5, 17}) {
    const auto t = noise<N, C>({n, 66'000});
    check_threads<rows_and_all>(t);
    check_threads<catalogue::Softmax<C>>(t);
    const auto [y, sums, largest, means] = evaluate<rows_and_all{}>(t);
    check_norms(t.data(), y.data(), n, 66'000);
    double worst = 0, most = 0;
    for (std::int64_t i = 0; i < 66'000; ++i) {
      double sum = 0;
      for (std::int64_t k = 0; k < n; ++k) {
        sum += t.data()[k * 66'000 + i];
        most = std::max(most, std::abs(static_cast<double>(t.data()[k * 66'000 + i])));
      }
      worst = std::max(worst, std::abs(sums.data()[i] - sum));
    }
    CHECK(worst < 2e-6 * static_cast<double>(4 * n));
    CHECK(*largest.data() == most);
    const auto p = evaluate<catalogue::Softmax<C>{}>(t);
    double total = 0;
    for (std::int64_t i = 0; i < 66'000; ++i)
      total += p.data()[i];
    CHECK(std::abs(total - 1) < 1e-6);
  }
}

TEST_CASE("gradients of large rows and of what they share", "[gradient]") {
  for (const std::int64_t n : {1, 4, 20}) {
    Tensor<float, N, C> t(n, 70'001), dy(n, 70'001);
    Tensor<float, C> w(70'001), b(70'001);
    fill_with_noise(t, 1);
    fill_with_noise(dy, 2);
    fill_with_noise(w, 3);
    fill_with_noise(b, 4);
    const auto with = [&](int count) {
      return gradient<LN{}, "x", "weight", "bias">(t, arg<"weight"> = w, arg<"bias"> = b, upstream(dy), threads(count));
    };
    const auto one = with(1);
    for (const int count : {2, 5})
      CHECK(same_bits(one, with(count)));
    const expected e = by_hand(t, dy, w);
    const auto& [dx, dw, db] = one;
    const auto worst = [](const auto& found, const auto& wanted) {
      double most = 0;
      for (std::int64_t i = 0; i < wanted.size(); ++i)
        most = std::max(most, std::abs(static_cast<double>(found.data()[i]) - wanted.data()[i]));
      return most;
    };
    CHECK(worst(dx, e.dx) < 4e-6);
    CHECK(worst(dw, e.dw) < 4e-6 * std::sqrt(static_cast<double>(n)));
    CHECK(worst(db, e.db) < 1e-6 * std::sqrt(static_cast<double>(n)));
  }
}
