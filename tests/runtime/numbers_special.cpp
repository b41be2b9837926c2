// Numbers at the edges: NaN and infinity stay in their slices, constants come out as 0 whatever they are, pivots may be
// outliers, sums of nothing are what PyTorch says, halves are rounded once.
#include "support/catch.hpp"
#include "support/check_data.hpp"
#include "support/check_memory.hpp"
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/make_view.hpp>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::check;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN(),
                 infinite = std::numeric_limits<double>::infinity();

using Columns = Norm<Over<N>>;
using Rows = Norm<Over<C>>;

template<class F>
Tensor<float, N, C> run(const std::vector<double>& numbers, std::int64_t rows, std::int64_t columns) {
  Tensor<float, N, C> x(rows, columns);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    x.data()[i] = static_cast<float>(numbers[i]);
  return evaluate<F{}>(x);
}

} // namespace

TEST_CASE("NaN and infinity change no bit outside their slice", "[numbers]") {
  for (const auto& [rows, columns] :
       {std::pair<std::int64_t, std::int64_t>{7, 70}, {33, 129}, {300, 1030}, {5, 40000}}) {
    std::vector<double> clean = numbers_of<float>(data::normal, rows * columns, 1), spoiled = clean;
    const std::int64_t bad_row = rows / 2, bad_column = columns / 3;
    for (const double special : {not_a_number, infinite, -infinite}) {
      spoiled[static_cast<std::size_t>(bad_row * columns + bad_column)] = special;
      const auto a = run<Rows>(clean, rows, columns), b = run<Rows>(spoiled, rows, columns);
      const auto c = run<Columns>(clean, rows, columns), d = run<Columns>(spoiled, rows, columns);
      std::int64_t other = 0, contained = 0;
      for (std::int64_t i = 0; i < rows; ++i)
        for (std::int64_t j = 0; j < columns; ++j) {
          other += i != bad_row && std::memcmp(&a(i, j), &b(i, j), sizeof(float)) != 0;
          other += j != bad_column && std::memcmp(&c(i, j), &d(i, j), sizeof(float)) != 0;
          contained += i == bad_row && std::isnan(b(i, j));
          contained += j == bad_column && std::isnan(d(i, j));
        }
      CAPTURE(rows, columns, special);
      CHECK(other == 0);
      CHECK(contained == rows + columns);
    }
  }
}

TEST_CASE("constant slices come out as 0", "[numbers]") {
  for (const float value : {0.1f, -7.7f, 3.0e7f, 1e-30f, 1.2345678e15f, 3.3333333f, 16777217.0f})
    for (std::int64_t n = 1; n < 80; ++n) {
      const std::int64_t rows = n, columns = 80 - n;
      std::vector<double> numbers(static_cast<std::size_t>(rows * columns), static_cast<double>(value));
      const auto a = run<Rows>(numbers, rows, columns), b = run<Columns>(numbers, rows, columns);
      std::int64_t wrong = 0;
      for (std::int64_t i = 0; i < rows; ++i)
        for (std::int64_t j = 0; j < columns; ++j)
          wrong += (a(i, j) != 0) + (b(i, j) != 0);
      CAPTURE(value, rows, columns);
      CHECK(wrong == 0);
    }
  std::vector<double> many(3 * 50021, 0.1);
  const auto a = run<Rows>(many, 3, 50021), b = run<Columns>(many, 50021, 3);
  for (std::int64_t k = 0; k < a.size(); ++k) {
    if (a.data()[k] != 0 || b.data()[k] != 0) {
      CAPTURE(k, a.data()[k], b.data()[k]);
      CHECK(false);
      break;
    }
  }
}

TEST_CASE("with eps 0 a constant slice has no deviation to divide by", "[numbers]") {
  const std::vector<double> numbers(40, 2.5);
  const auto y = run<Norm<Over<C>, Eps<0.0>>>(numbers, 2, 20);
  for (std::int64_t j = 0; j < 20; ++j)
    CHECK(std::isnan(y(0, j)));
}

TEST_CASE("pivots that are outliers cost little accuracy", "[numbers]") {
  // The first elements of each slice, of which pivots are made, lie far from all others.
  for (const double far : {50.0, 3000.0, -1e6}) {
    for (const std::int64_t n : {100, 1000, 30011}) {
      std::vector<double> across(static_cast<std::size_t>(3 * n)), down(static_cast<std::size_t>(3 * n));
      for (std::int64_t r = 0; r < 3; ++r) {
        std::vector<double> slice = numbers_of<float>(data::normal, n, static_cast<unsigned>(r));
        for (std::size_t k = 0; k < 16; ++k)
          slice[k] = std::floor(far * (1 + static_cast<double>(k) / 64));
        for (std::int64_t k = 0; k < n; ++k)
          across[static_cast<std::size_t>(r * n + k)] = down[static_cast<std::size_t>(k * 3 + r)] =
              slice[static_cast<std::size_t>(k)];
      }
      const auto a = run<Rows>(across, 3, n), b = run<Columns>(down, n, 3);
      for (std::int64_t r = 0; r < 3; ++r) {
        long double mean = 0, variance = 0;
        for (std::int64_t k = 0; k < n; ++k)
          mean += static_cast<long double>(across[static_cast<std::size_t>(r * n + k)]) / static_cast<long double>(n);
        for (std::int64_t k = 0; k < n; ++k) {
          const long double d = static_cast<long double>(across[static_cast<std::size_t>(r * n + k)]) - mean;
          variance += d * d / static_cast<long double>(n);
        }
        double worst = 0, largest = 0;
        for (std::int64_t k = 0; k < n; ++k) {
          const auto y =
              static_cast<double>((static_cast<long double>(across[static_cast<std::size_t>(r * n + k)]) - mean) /
                                  std::sqrt(variance + 1e-5L));
          worst =
              std::max({worst, std::abs(static_cast<double>(a(r, k)) - y), std::abs(static_cast<double>(b(k, r)) - y)});
          largest = std::max(largest, std::abs(y));
        }
        CAPTURE(far, n, r, worst / largest);
        CHECK(worst <= (std::abs(far) < 1e6 ? 1e-6 : 1e-5) * largest);
      }
    }
  }
}

TEST_CASE("reductions of nothing", "[numbers]") {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = outputs(sum<Over<C>>(x), mean<Over<C>>(x), var<Over<C>>(x), max<Over<C>>(x),
                                          min<Over<C>>(x), count<Over<C>>(x), all_of<Over<C>>(x));
  Tensor<float, N, C> nothing(3, 0);
  const auto [total, mean_of, var_of, largest, smallest, how_many, all] = evaluate<formula>(nothing);
  for (std::int64_t i = 0; i < 3; ++i) {
    CHECK(total(i) == 0);
    CHECK(std::isnan(mean_of(i)));
    CHECK(std::isnan(var_of(i)));
    CHECK(largest(i) == -std::numeric_limits<float>::infinity());
    CHECK(smallest(i) == std::numeric_limits<float>::infinity());
    CHECK(how_many(i) == 0);
    CHECK(all(i) == 1);
  }
  Tensor<float, N, C> no_rows(0, 5);
  CHECK(evaluate<Rows{}>(no_rows).size() == 0);
  CHECK(evaluate<Columns{}>(no_rows).size() == 0);
}

TEST_CASE("what is masked out does not matter, even NaN; a mask of nothing gives statistics of 0", "[numbers]") {
  static constexpr auto x = input<"x">;
  static constexpr auto m = input<"m">;
  static constexpr auto formula = outputs(mean<Over<C>>(x, m), var<Over<C>>(x, m), max<Over<C>>(x, m),
                                          sum<Over<C>>(x, m), mean<Over<N>>(x, m), var<Over<N>>(x, m));
  constexpr std::int64_t rows = 5, columns = 67;
  Tensor<float, N, C> t(rows, columns);
  Tensor<bool, N, C> on(rows, columns);
  for (std::int64_t i = 0; i < rows; ++i)
    for (std::int64_t j = 0; j < columns; ++j) {
      on(i, j) = i != 2 && j % 7 != 1;
      t(i, j) = on(i, j) ? static_cast<float>(i + j) : std::numeric_limits<float>::quiet_NaN();
    }
  const auto [mean_c, var_c, max_c, sum_c, mean_n, var_n] = evaluate<formula>(x = t, m = on);
  for (std::int64_t i = 0; i < rows; ++i) {
    double n = 0, s = 0, q = 0, top = -infinite;
    for (std::int64_t j = 0; j < columns; ++j)
      if (on(i, j)) n += 1, s += static_cast<double>(t(i, j)), top = std::max(top, static_cast<double>(t(i, j)));
    const double mean_of = n > 0 ? s / n : 0;
    for (std::int64_t j = 0; j < columns; ++j)
      if (on(i, j)) q += (static_cast<double>(t(i, j)) - mean_of) * (static_cast<double>(t(i, j)) - mean_of);
    CHECK(static_cast<double>(mean_c(i)) == Approx(mean_of));
    CHECK(static_cast<double>(var_c(i)) == Approx(n > 0 ? q / n : 0));
    CHECK(static_cast<double>(max_c(i)) == top);
    CHECK(static_cast<double>(sum_c(i)) == Approx(s));
  }
  for (std::int64_t j = 0; j < columns; ++j) {
    CHECK(static_cast<double>(mean_n(j)) == Approx(j % 7 == 1 ? 0 : 2.0 + static_cast<double>(j)));
    CHECK(static_cast<double>(var_n(j)) == Approx(j % 7 == 1 ? 0 : 2.5));
  }
}

TEMPLATE_TEST_CASE("halves are computed in float and rounded once", "[numbers]", float16, bfloat16) {
  constexpr std::int64_t rows = 9, columns = 77;
  const std::vector<double> numbers = numbers_of<TestType>(data::normal, rows * columns, 5);
  Tensor<TestType, N, C> x(rows, columns), y(rows, columns);
  Tensor<float, N, C> wide(rows, columns), result(rows, columns);
  for (std::int64_t k = 0; k < rows * columns; ++k) {
    x.data()[k] = to_element<TestType>(numbers[static_cast<std::size_t>(k)]);
    wide.data()[k] = static_cast<float>(numbers[static_cast<std::size_t>(k)]);
  }
  evaluate<Rows{}>(into(y), x);
  evaluate<Rows{}>(into(result), x);
  const auto from_float = evaluate<Rows{}>(wide);
  for (std::int64_t k = 0; k < rows * columns; ++k) {
    CHECK(result.data()[k] == from_float.data()[k]);
    CHECK(y.data()[k].bits == TestType(result.data()[k]).bits);
  }
}

TEST_CASE("a mean of 1e4 that is returned is right to its last bit", "[numbers]") {
  static constexpr auto x = input<"x">;
  static constexpr auto formula = outputs(mean<Over<C>>(x), var<Over<C>>(x));
  const std::int64_t n = 20011;
  const std::vector<double> numbers = numbers_of<float>(data::far, n, 6);
  Tensor<float, C> t(n);
  long double mean_of = 0, var_of = 0;
  for (std::int64_t k = 0; k < n; ++k) {
    t(k) = static_cast<float>(numbers[static_cast<std::size_t>(k)]);
    mean_of += static_cast<long double>(t(k)) / static_cast<long double>(n);
  }
  for (std::int64_t k = 0; k < n; ++k)
    var_of += (static_cast<long double>(t(k)) - mean_of) * (static_cast<long double>(t(k)) - mean_of) /
              static_cast<long double>(n);
  const auto [mean_found, var_found] = evaluate<formula>(t);
  CHECK(mean_found() == static_cast<float>(mean_of));
  CHECK(static_cast<double>(var_found()) == Approx(static_cast<double>(var_of)).epsilon(2e-7));
}

TEST_CASE("an input may repeat its elements by a stride of 0, or run backwards", "[numbers]") {
  std::vector<float> memory(60);
  for (std::size_t i = 0; i < memory.size(); ++i)
    memory[i] = static_cast<float>(i * i % 17);
  const auto repeated = view<const float, N, C>(memory.data(), extents(4, 60), strides(0, 1));
  const auto constant = view<const float, N, C>(memory.data(), extents(60, 5), strides(1, 0));
  const auto backwards = view<const float, N, C>(memory.data() + 59, extents(4, 15), strides(-15, -1));
  const auto a = evaluate<Rows{}>(repeated);
  const auto once = evaluate<Rows{}>(view<const float, N, C>(memory.data(), 1, 60));
  const auto b = evaluate<Rows{}>(constant);
  const auto c = evaluate<Rows{}>(backwards);
  for (std::int64_t i = 0; i < 4; ++i)
    for (std::int64_t j = 0; j < 60; ++j)
      CHECK(a(i, j) == once(0, j));
  for (std::int64_t k = 0; k < b.size(); ++k)
    CHECK(b.data()[k] == 0);
  std::vector<double> turned;
  for (std::size_t i = 0; i < 60; ++i)
    turned.push_back(static_cast<double>(memory[59 - i]));
  const auto d = run<Rows>(turned, 4, 15);
  for (std::int64_t k = 0; k < c.size(); ++k)
    CHECK(c.data()[k] == Approx(d.data()[k]).margin(1e-6));
}

namespace {

/// Softmax's denominator over the axes of O, and the largest: sum(exp(x - max(x))).
template<class O>
struct Exponentials {
  static constexpr auto x = input<"x">;
  static constexpr auto largest = max<O>(x);
  static constexpr auto formula = outputs(largest, sum<O>(exp(x - largest)));
};
template<class O>
void check_exponentials(const std::vector<double>& numbers, std::int64_t rows, std::int64_t columns, bool over_rows,
                        bool over_columns) {
  Tensor<float, N, C> x(rows, columns);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    x.data()[i] = static_cast<float>(numbers[i]);
  const auto [largest, sum] = evaluate<Exponentials<O>{}>(x, threads(1));
  const auto [largest5, sum5] = evaluate<Exponentials<O>{}>(x, threads(5));
  CHECK(std::memcmp(sum.data(), sum5.data(), static_cast<std::size_t>(sum.size()) * sizeof(float)) == 0);
  for (std::int64_t k = 0; k < sum.size(); ++k) {
    double most = -infinite, all = 0;
    const auto each = [&](auto f) {
      for (std::int64_t i = over_rows ? 0 : k; i < (over_rows ? rows : k + 1); ++i)
        for (std::int64_t j = over_columns ? 0 : k; j < (over_columns ? columns : k + 1); ++j)
          f(static_cast<double>(x(i, j)));
    };
    each([&](double v) { most = std::isnan(most) || most > v ? most : v; });
    each([&](double v) { all += std::exp(v - most); });
    INFO(rows << " x " << columns << ", result " << k);
    CHECK(std::memcmp(&largest.data()[k], &largest5.data()[k], sizeof(float)) == 0);
    if (std::isnan(all)) {
      CHECK(std::isnan(sum.data()[k]));
    } else {
      CHECK(static_cast<double>(largest.data()[k]) == most);
      CHECK(static_cast<double>(sum.data()[k]) == Approx(all).epsilon(1e-6));
    }
  }
}

} // namespace

TEST_CASE("the largest and the sum of exponentials below it, whatever the numbers and the order", "[numbers]") {
  for (const auto& [rows, columns] : {std::pair<std::int64_t, std::int64_t>{1, 1}, {3, 70}, {33, 7}, {700, 103}}) {
    const std::vector<double> normal = numbers_of<float>(data::normal, rows * columns, 1);
    std::vector<double> rising = normal, far = normal, special = normal, lowest = normal;
    for (std::size_t i = 0; i < normal.size(); ++i) {
      rising[i] = static_cast<double>(i % 2000) * 0.25;
      far[i] = 1e4 + 30 * normal[i];
      if (i % 5 == 0) special[i] = i % 3 == 0 ? -infinite : i % 77 == 0 ? infinite : i % 113 == 5 ? not_a_number : 1e30;
      lowest[i] = i % static_cast<std::size_t>(columns) < 40 ? -infinite : normal[i];
    }
    for (const std::vector<double>& numbers : {normal, rising, far, special, lowest}) {
      check_exponentials<Over<C>>(numbers, rows, columns, false, true);
      check_exponentials<Over<N>>(numbers, rows, columns, true, false);
      check_exponentials<Over<N, C>>(numbers, rows, columns, true, true);
    }
  }
}
