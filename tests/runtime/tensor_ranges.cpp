// Tensors as ranges of range-v3: elements, slices, index tuples; random access and usable in its algorithms.
#include "support/catch.hpp"
#include <axnorm/tensor/ranges.hpp>
#include <axnorm/tensor/rename.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <range/v3/algorithm/equal.hpp>
#include <range/v3/algorithm/fill.hpp>
#include <range/v3/algorithm/sort.hpp>
#include <range/v3/numeric/accumulate.hpp>
#include <range/v3/range/concepts.hpp>
#include <range/v3/range/conversion.hpp>
#include <range/v3/view/iota.hpp>
#include <range/v3/view/reverse.hpp>
#include <range/v3/view/zip.hpp>

#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {
Tensor<int, N, C> numbered() {
  Tensor<int, N, C> x(3, 4);
  int i = 0;
  for (int& e : elements(x))
    e = i++;
  return x;
}
} // namespace

TEST_CASE("elements are in index order", "[tensor][ranges]") {
  auto x = numbered();
  static_assert(ranges::random_access_range<decltype(elements(x))> && ranges::sized_range<decltype(elements(x))>);
  CHECK(ranges::equal(elements(x), ranges::views::iota(0, 12)));
  CHECK((elements(transpose<C, N>(x)) | ranges::to<std::vector<int>>()) ==
        std::vector<int>{0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11});
  CHECK(ranges::accumulate(elements(std::as_const(x)), 0) == 66);
  ranges::fill(elements(slice<C>(x, 1)), -1);
  CHECK(x(2, 1) == -1);
  CHECK(x(2, 2) == 10);
  ranges::sort(elements(transpose<C, N>(x)));
  CHECK(x(0, 0) == -1);
  CHECK(x(2, 3) == 11);
  CHECK(ranges::empty(elements(slice<N>(x, 1, 1))));
  static_assert(std::is_same_v<ranges::range_reference_t<decltype(elements(std::as_const(x)))>, const int&>);
}

TEST_CASE("slices along an axis are views without it", "[tensor][ranges]") {
  auto x = numbered();
  std::vector<int> sums;
  for (const auto column : slices<C>(x))
    sums.push_back(ranges::accumulate(elements(column), 0));
  CHECK(sums == std::vector<int>{12, 15, 18, 21});
  CHECK(ranges::size(slices<N>(x)) == 3);
  for (auto row : slices<N>(x) | ranges::views::reverse)
    row(0) = 100;
  CHECK(x(0, 0) == 100);
  static_assert(std::is_same_v<ranges::range_value_t<decltype(slices<N>(std::as_const(x)))>, View<const int, C>>);
}

TEST_CASE("index tuples reach the elements", "[tensor][ranges]") {
  auto x = numbered();
  int n = 0;
  for (const auto index : indices(x))
    CHECK(x[index] == n++);
  CHECK(n == 12);
  for (const auto [index, element] : ranges::views::zip(indices(x), elements(x)))
    CHECK(&x[index] == &element);
  CHECK(ranges::size(indices(Tensor<float>())) == 1);
  CHECK(ranges::size(indices(Tensor<float, N, C>(0, 3))) == 0);
}
