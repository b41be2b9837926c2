// Every layer that the library has, at every level, beside the same layer of the headers: float inputs give the same
// numbers but for rounding, shorter ones the same but for theirs.
#include <axnorm/axnorm.hpp>
#include <axnorm/compiled.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <type_traits>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

int failures = 0, checks = 0;

template<class E, class T>
struct with_element;
template<class E, class Other, class... Axes>
struct with_element<E, Tensor<Other, Axes...>> {
  using type = Tensor<E, Axes...>;
};

template<class X>
X numbers(const X& like, int seed) {
  X x(like.extents());
  for (std::int64_t i = 0; i < x.size(); ++i)
    x.data()[i] = static_cast<typename X::element_type>(std::sin(static_cast<float>(seed + i * i % 97)));
  return x;
}
template<class A, class B>
void compare(const A* a, const B* b, std::int64_t size, double tolerance, const std::string& what) {
  ++checks;
  double largest = 1, off = 0;
  for (std::int64_t i = 0; i < size; ++i) {
    const double x = static_cast<double>(static_cast<float>(a[i])), y = static_cast<double>(static_cast<float>(b[i]));
    largest = std::max(largest, std::abs(y)), off = std::max(off, std::abs(x - y));
  }
  if (off <= tolerance * largest) return;
  std::printf("%s is off by %g of %g\n", what.c_str(), off, largest);
  ++failures;
}

/// `given` of element type E beside `expected` of float, both fresh, on inputs of the shape of `like`.
template<class E, class Compiled, class Header, class X>
void check_element(Compiled given, Header expected, const X& like, const std::string& name) {
  using T = typename with_element<E, X>::type;
  const T x = numbers(T(like.extents()), 1), dy = numbers(T(like.extents()), 2);
  X same_x(like.extents()), same_dy(like.extents());
  for (std::int64_t i = 0; i < x.size(); ++i) {
    same_x.data()[i] = static_cast<float>(x.data()[i]);
    same_dy.data()[i] = static_cast<float>(dy.data()[i]);
  }
  const double tolerance = std::is_same_v<E, float> ? 2e-6 : std::is_same_v<E, float16> ? 2e-3 : 1e-2;
  const std::string of = name + " at " + std::string(name_of(given.built_for())) + ", ";
  auto [y, context] = given.forward(x);
  auto [right, header_context] = expected.forward(same_x);
  compare(y.data(), right.data(), y.size(), tolerance, of + "forward");
  const auto dx = given.backward(context, dy);
  const auto right_dx = expected.backward(header_context, same_dy);
  compare(dx.data(), right_dx.data(), dx.size(), 2 * tolerance, of + "backward");
  const auto mine = given.state(), theirs = expected.state();
  if (mine.size() != theirs.size()) return void(++failures);
  for (std::size_t i = 0; i < mine.size(); ++i)
    if (mine[i].kind() == element_kind::float32)
      compare(mine[i].template as<const float>(), theirs[i].template as<const float>(), mine[i].size, tolerance,
              of + mine[i].name);
  const auto gradients = given.gradients(), right_gradients = expected.gradients();
  for (std::size_t i = 0; i < gradients.size(); ++i)
    compare(gradients[i].data, right_gradients[i].data, gradients[i].size, tolerance, of + "gradient");
  given.eval();
  expected.eval();
  const T z = given(x);
  compare(z.data(), expected(same_x).data(), z.size(), tolerance, of + "evaluation");
}
const Tensor<float, N, C> features(9, 12);
const Tensor<float, N, L, C> tokens(3, 7, 12);
const Tensor<float, N, L> rows(5, 12);
const Tensor<float, N, C, L> sequence(3, 12, 11);
const Tensor<float, N, C, H, W> image(3, 12, 5, 7);
const Tensor<float, N, C, D, H, W> volume(2, 12, 3, 4, 5);

/// The layers that `make` makes of the two types, on inputs of these shapes.
template<class Compiled, class Header>
void check_made(const std::string& name, const auto& make, const auto&... like) {
  const auto one = [&](const auto& x) {
    const Compiled given = make.template operator()<Compiled>();
    const Header expected = make.template operator()<Header>();
    check_element<float>(given, expected, x, name + " of float");
    check_element<float16>(given, expected, x, name + " of float16");
    check_element<bfloat16>(given, expected, x, name + " of bfloat16");
  };
  (one(like), ...);
}

void check_all() {
  namespace own = compiled::torch;
  const auto by_features = [&]<class Layer>() { return Layer(12); };
  check_made<own::BatchNorm1d, torch::BatchNorm1d>("BatchNorm1d", by_features, features, sequence);
  check_made<own::BatchNorm2d, torch::BatchNorm2d>("BatchNorm2d", by_features, image);
  check_made<own::BatchNorm3d, torch::BatchNorm3d>("BatchNorm3d", by_features, volume);
  check_made<own::InstanceNorm1d, torch::InstanceNorm1d>("InstanceNorm1d", by_features, sequence);
  check_made<own::InstanceNorm2d, torch::InstanceNorm2d>("InstanceNorm2d", by_features, image);
  check_made<own::InstanceNorm3d, torch::InstanceNorm3d>("InstanceNorm3d", by_features, volume);
  const auto by_groups = [&]<class Layer>() { return Layer(3, 12); };
  check_made<own::GroupNorm, torch::GroupNorm>("GroupNorm", by_groups, sequence, image);
  const auto by_shape = [&]<class Layer>() { return Layer({12}); };
  check_made<own::LayerNorm<C>, torch::LayerNorm<C>>("LayerNorm<C>", by_shape, features, tokens);
  check_made<own::LayerNorm<L>, torch::LayerNorm<L>>("LayerNorm<L>", by_shape, rows);
  check_made<own::RMSNorm<C>, torch::RMSNorm<C>>("RMSNorm<C>", by_shape, features, tokens);
  check_made<own::RMSNorm<L>, torch::RMSNorm<L>>("RMSNorm<L>", by_shape, rows);
  const auto by_image = [&]<class Layer>() { return Layer({12, 5, 7}); };
  check_made<own::LayerNorm<C, H, W>, torch::LayerNorm<C, H, W>>("LayerNorm<C, H, W>", by_image, image);

  const auto by_channels = [&]<class Layer>() { return Layer(dim<C>(12)); };
  check_made<compiled::Layer<BatchNorm>, Layer<BatchNorm>>("Layer<BatchNorm>", by_channels, features, image);
  check_made<compiled::Layer<LayerNorm<C>>, Layer<LayerNorm<C>>>("Layer<LayerNorm>", by_channels, features, tokens);
  check_made<compiled::Layer<RMSNorm<C>>, Layer<RMSNorm<C>>>("Layer<RMSNorm>", by_channels, features, tokens);
  check_made<compiled::Layer<SwitchableNorm1d>, Layer<SwitchableNorm1d>>("SwitchableNorm1d", by_channels, features);
  check_made<compiled::Layer<SwitchableNorm2d>, Layer<SwitchableNorm2d>>("SwitchableNorm2d", by_channels, image);
  const auto by_nothing = [&]<class Layer>() { return Layer(); };
  check_made<compiled::Layer<InstanceNorm>, Layer<InstanceNorm>>("Layer<InstanceNorm>", by_nothing, sequence, image);
  const auto by_both = [&]<class Layer>() { return Layer(dim<G>(3), dim<C>(12)); };
  check_made<compiled::Layer<GroupNorm<>>, Layer<GroupNorm<>>>("Layer<GroupNorm>", by_both, sequence, image);
}

} // namespace

int main() {
  for (const auto level : {compiled::level::v2, compiled::level::v3, compiled::level::v4}) {
    if (level > compiled::best_level()) continue;
    try {
      compiled::use_level(level);
    } catch (const std::invalid_argument&) { // nothing up to it is built
      continue;
    }
    if (compiled::used_level() == level) check_all();
  }
  std::printf("%d comparisons, %d differences\n", checks, failures);
  return failures == 0 ? 0 : 1;
}
