// One norm on one shape, as cases of the benchmark: forward, both ways, and evaluation. Used by the files of cases.
// Must not know: which norms there are.
#pragma once

#include "benchmark/naive.hpp"
#include "benchmark/report.hpp"
#include <axnorm/axnorm.hpp>

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <type_traits>
#include <utility>

namespace benchmark {

using namespace axnorm;       // NOLINT(google-build-using-namespace): cases are written as users write
using namespace axnorm::axes; // NOLINT(google-build-using-namespace)

template<class E>
constexpr const char* type_name = std::is_same_v<E, bfloat16>  ? "bf16"
                                  : std::is_same_v<E, float16> ? "f16"
                                                               : "f32";

template<class T>
void randomize(T& x, unsigned seed = 7) {
  std::minstd_rand engine(seed);
  std::normal_distribution<float> normal;
  for (std::int64_t i = 0; i < x.size(); ++i)
    x.data()[i] = static_cast<std::remove_reference_t<decltype(x.data()[i])>>(normal(engine));
}

std::string shape_text(auto... extents) {
  std::string shape;
  ((shape += (shape.empty() ? "" : "x") + std::to_string(extents)), ...);
  return shape;
}
template<class... Axes>
std::string layout_text() {
  std::string text;
  for (const char c : (std::string(Axes::label) + ...))
    text += static_cast<char>(c - 'A' + 'a');
  return text;
}

/// Input, result and their gradients.
template<class E, class... Axes>
struct arrays {
  Tensor<E, Axes...> x, y, dy, dx;
  explicit arrays(auto... extents) : x(extents...), y(extents...), dy(extents...), dx(extents...) {
    randomize(x);
    randomize(dy, 8);
  }
  shared_memory memory() {
    const auto floats = [](auto& t) { return reinterpret_cast<float*>(t.data()); };
    return {{floats(x), floats(dy)}, {floats(y), floats(dx)}, static_cast<std::size_t>(x.size()) * sizeof(E)};
  }
  naive_arrays naive() {
    if constexpr (std::is_same_v<E, float>)
      return {x.data(), y.data(), dy.data(), dx.data()};
    else
      return {};
  }
};

/// The naive peer of a case, made from its memory; none for halves.
using make_naive = std::function<naive_norm(naive_arrays)>;

enum class ways { forward, both, evaluation };

/// One way of norm F of input x, whose element type is E.
template<ways Way, class F, class E, class... Axes>
void norm_case(report& r, const std::string& op, const make_naive& naive, auto... extents) {
  subject s{.op = op, .shape = shape_text(extents...), .dtype = type_name<E>, .layout = layout_text<Axes...>()};
  s.mode = Way == ways::forward ? "fwd" : Way == ways::both ? "fwdbwd" : "eval";
  if (!r.wants(s)) return;
  arrays<E, Axes...> a(extents...);
  const std::size_t bytes = static_cast<std::size_t>(a.x.size()) * sizeof(E);
  s.ideal = {{1, 1, bytes}};
  s.memory = a.memory();
  naive_norm peer;
  if (naive != nullptr && std::is_same_v<E, float>) peer = naive(a.naive());
  if constexpr (Way == ways::forward) {
    s.plan = explain<F>(a.x);
    s.ours = [&](int n) { evaluate<F{}>(into(a.y), a.x, threads(n)); };
    if (peer.forward) s.peers["naive"] = peer.forward;
    r.measure(s);
  } else if constexpr (Way == ways::both) {
    Layer<F> layer;
    auto context = layer.context(a.x);
    s.ideal.push_back({2, 1, bytes});
    s.ours = [&](int n) {
      layer.forward(a.x, into(a.y), context, threads(n));
      layer.backward(context, a.dy, into(a.dx), threads(n));
    };
    if (peer.forward)
      s.peers["naive"] = [peer](int n) {
        peer.forward(n);
        peer.backward(n);
      };
    r.measure(s);
  } else {
    Layer<F> layer{dim<C>(a.x.template extent<C>())};
    layer.eval();
    s.ours = [&](int n) { layer(a.x, into(a.y), threads(n)); };
    r.measure(s);
  }
}

/// Forward and both ways, float and bfloat16.
template<class F, class... Axes>
void norm_cases(report& r, const std::string& op, const make_naive& naive, auto... extents) {
  norm_case<ways::forward, F, float, Axes...>(r, op, naive, extents...);
  norm_case<ways::both, F, float, Axes...>(r, op, naive, extents...);
  norm_case<ways::forward, F, bfloat16, Axes...>(r, op, naive, extents...);
  norm_case<ways::both, F, bfloat16, Axes...>(r, op, naive, extents...);
}
/// The same and evaluation, for norms with running statistics of channels.
template<class F, class... Axes>
void tracking_norm_cases(report& r, const std::string& op, const make_naive& naive, auto... extents) {
  norm_cases<F, Axes...>(r, op, naive, extents...);
  norm_case<ways::evaluation, F, float, Axes...>(r, op, naive, extents...);
  norm_case<ways::evaluation, F, bfloat16, Axes...>(r, op, naive, extents...);
}

// The files of cases.
void row_cases(report& r);
void batch_cases(report& r);
void slice_cases(report& r);
void switchable_cases(report& r);
void fused_cases(report& r);
void two_input_cases(report& r);

} // namespace benchmark
