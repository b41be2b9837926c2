// The bounds that norms of float tensors are held to, against loops in long double: standard-normal data, constants, a
// mean of 1e4; on shapes that take every schedule there is.
#include "support/catch.hpp"
#include "support/check_data.hpp"
#include "support/check_norms.hpp"
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/make_view.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::check;

namespace {

using slices = std::function<std::int64_t(std::int64_t, std::int64_t, std::int64_t, std::int64_t)>;

/// The same numbers with the axes of memory in the order of `Axes`.
template<class... Axes>
struct stored {
  image_extents e;
  std::vector<float> memory;
  extents_array<4> extents;

  explicit stored(const image_extents& of)
      : e(of), memory(static_cast<std::size_t>(of.count())), extents{extent<Axes>()...} {}

  template<class A>
  std::int64_t extent() const {
    if (std::is_same_v<A, N>) return e.n;
    if (std::is_same_v<A, C>) return e.c;
    if (std::is_same_v<A, H>) return e.h;
    return e.w;
  }
  View<float, Axes...> view() { return View<float, Axes...>(memory.data(), extents, row_major(extents)); }
  template<class F>
  void each(F f) {
    const auto v = view();
    const std::array<std::ptrdiff_t, 4> s{v.template stride<N>(), v.template stride<C>(), v.template stride<H>(),
                                          v.template stride<W>()};
    each_element(e, [&](std::size_t i, auto... at) {
      const std::array<std::int64_t, 4> index{at...};
      std::ptrdiff_t offset = 0;
      for (std::size_t k = 0; k < 4; ++k)
        offset += static_cast<std::ptrdiff_t>(index[k]) * s[k];
      f(i, memory[static_cast<std::size_t>(offset)]);
    });
  }
};

/// Normalizes in place and out of place; the bound is checked, and that one and five threads agree.
template<class F, class... Axes, class... More>
void hold(const image_extents& e, data kind,
          const std::function<std::vector<double>(const std::vector<double>&)>& reference, double within,
          const More&... more) {
  stored<Axes...> x(e), y(e);
  const std::vector<double> numbers = numbers_of<float>(kind, e.count(), 3);
  x.each([&](std::size_t i, float& v) { v = static_cast<float>(numbers[i]); });
  evaluate<F{}>(into(y.view()), x.view(), more..., threads(1));
  std::vector<double> found(numbers.size());
  y.each([&](std::size_t i, float& v) { found[i] = static_cast<double>(v); });
  const double error = relative_error(found, reference(numbers));
  CAPTURE(name_of(kind), e.n, e.c, e.h, e.w, error);
  CHECK(error <= within);
  evaluate<F{}>(into(x.view()), x.view(), more..., threads(5));
  CHECK(std::equal(x.memory.begin(), x.memory.end(), y.memory.begin()));
}

template<class F, class... Axes, class... More>
void hold_all(const std::vector<image_extents>& shapes, const std::function<slices(const image_extents&)>& slices_of,
              const More&... more) {
  for (const image_extents& e : shapes) {
    const slices by = slices_of(e);
    const auto reference = [&](const std::vector<double>& x) { return normalized(x, e, by); };
    const auto zero = [](const std::vector<double>& x) { return std::vector<double>(x.size(), 0.0); };
    hold<F, Axes...>(e, data::normal, reference, 4e-7, more...);
    hold<F, Axes...>(e, data::huge, reference, 4e-7, more...);
    hold<F, Axes...>(e, data::far, reference, 1e-5, more...);
    hold<F, Axes...>(e, data::constant, zero, 0, more...);
  }
}

slices by_channel(const image_extents&) {
  return [](auto, auto c, auto, auto) { return c; };
}
slices by_sample(const image_extents&) {
  return [](auto n, auto, auto, auto) { return n; };
}
slices by_instance(const image_extents& e) {
  return [e](auto n, auto c, auto, auto) { return n * e.c + c; };
}

/// One tile, tiles that fit the cache, a tile that doesn't, chunks, short rows, whole and broken packs, one element.
const std::vector<image_extents> shapes{{2, 3, 5, 7},  {8, 16, 33, 31}, {4, 64, 56, 56}, {2, 2, 300, 257},
                                        {64, 3, 7, 7}, {1, 1, 1, 9},    {3, 130, 2, 2}};

} // namespace

TEST_CASE("accuracy of batch norm", "[norms]") {
  hold_all<Norm<Over<N, H, W>>, N, C, H, W>(shapes, by_channel);
  hold_all<Norm<Over<N, H, W>>, N, H, W, C>(shapes, by_channel);
}

TEST_CASE("accuracy of instance norm", "[norms]") {
  hold_all<InstanceNorm, N, C, H, W>(shapes, by_instance);
  hold_all<InstanceNorm, N, H, W, C>(shapes, by_instance);
}

TEST_CASE("accuracy of layer norm", "[norms]") {
  hold_all<Norm<Over<C, H, W>>, N, C, H, W>(shapes, by_sample);
  // Long rows, many rows, rows of less than a pack.
  const auto by_row = [](const image_extents& e) -> slices {
    return [e](auto n, auto c, auto h, auto) { return (n * e.c + c) * e.h + h; };
  };
  hold_all<Norm<Over<W>>, N, C, H, W>({{1, 1, 3, 200000}, {1, 2, 2000, 64}, {1, 1, 4096, 5}, {3, 2, 2, 1000}}, by_row);
}

TEST_CASE("accuracy of group norm", "[norms]") {
  const auto by_group = [](const image_extents& e) -> slices {
    return [e](auto n, auto c, auto, auto) { return n * 2 + c / (e.c / 2); };
  };
  const std::vector<image_extents> even{
      {2, 4, 5, 7}, {8, 16, 33, 31}, {4, 64, 56, 56}, {2, 2, 300, 257}, {3, 130, 2, 2}};
  hold_all<Norm<Over<Group<C, G>, H, W>>, N, C, H, W>(even, by_group, dim<G>(2));
  hold_all<Norm<Over<Groups<C, 2>, H, W>>, N, H, W, C>(even, by_group);
}

TEST_CASE("accuracy of switchable norm", "[norms]") {
  using SN = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>>;
  const double third[3]{1. / 3, 1. / 3, 1. / 3};
  for (const image_extents& e : shapes) {
    const auto reference = [&](const std::vector<double>& x) { return switched(x, e, third, third); };
    const auto zero = [](const std::vector<double>& x) { return std::vector<double>(x.size(), 0.0); };
    hold<SN, N, C, H, W>(e, data::normal, reference, 4e-7);
    hold<SN, N, C, H, W>(e, data::far, reference, 1e-5);
    hold<SN, N, C, H, W>(e, data::constant, zero, 1e-6);
  }
}

TEST_CASE("accuracy where results are written around the cache", "[norms]") {
  const auto check = [](const image_extents& e, const slices& by, auto run) {
    run(e, [&](const std::vector<double>& x) { return normalized(x, e, by); });
  };
  const image_extents image{4, 64, 97, 96}, rows{1, 1, 2500, 1031};
  check(image, by_channel(image), [](const auto& e, const auto& reference) {
    hold<Norm<Over<N, H, W>>, N, C, H, W>(e, data::normal, reference, 4e-7);
  });
  check(image, by_instance(image),
        [](const auto& e, const auto& reference) { hold<InstanceNorm, N, H, W, C>(e, data::normal, reference, 4e-7); });
  check(
      rows, [](auto, auto, auto h, auto) { return h; },
      [](const auto& e, const auto& reference) { hold<Norm<Over<W>>, N, C, H, W>(e, data::normal, reference, 4e-7); });
}
