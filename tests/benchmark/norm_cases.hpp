// One norm on one shape, as cases of the benchmark: forward, both ways, and evaluation. Used by the files of cases.
// Must not know: which norms there are.
#pragma once

#include "benchmark/report.hpp"
#include <axnorm/axnorm.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <type_traits>

namespace benchmark {

using namespace axnorm;       // NOLINT(google-build-using-namespace): cases are written as users write
using namespace axnorm::axes; // NOLINT(google-build-using-namespace)

template<class E>
constexpr element type_of = std::is_same_v<E, bfloat16> ? element::bf16
                            : std::is_same_v<E, bool>   ? element::boolean
                                                        : element::f32;

template<class T>
void randomize(T& x, unsigned seed = 7) {
  std::minstd_rand engine(seed);
  std::normal_distribution<float> normal;
  for (std::int64_t i = 0; i < x.size(); ++i)
    x.data()[i] = static_cast<std::remove_reference_t<decltype(x.data()[i])>>(normal(engine));
}

template<class... Axes>
std::string layout_text() {
  std::string text;
  for (const char c : (std::string(Axes::label) + ...))
    text += static_cast<char>(c - 'A' + 'a');
  return text;
}

/// A case without arrays yet.
template<class E, class... Axes>
subject describe(const std::string& op, const std::string& mode, auto... extents) {
  subject s;
  s.op = op;
  s.dtype = name_of(type_of<E>);
  s.layout = layout_text<Axes...>();
  s.mode = mode;
  s.shape = {static_cast<std::size_t>(extents)...};
  return s;
}

/// An array of the case, by the name that peers know.
void add_array(subject& s, const std::string& name, auto& tensor, bool result = false) {
  using E = std::remove_reference_t<decltype(*tensor.data())>;
  s.arrays.push_back({name, tensor.data(), static_cast<std::size_t>(tensor.size()), type_of<E>, result});
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
  void add_to(subject& s) {
    add_array(s, "x", x);
    add_array(s, "y", y, true);
    if (!s.both_ways()) return;
    add_array(s, "dy", dy);
    add_array(s, "dx", dx, true);
  }
};

/// Parameters and running statistics near their initial values, but not the same for all: a peer that leaves them out
/// or takes others is found. They and the gradients become arrays of the case.
template<class F>
void add_state(subject& s, Layer<F>& layer) {
  std::minstd_rand engine(9);
  std::normal_distribution<float> normal(0, .1f);
  const auto vary = [&](const auto& views) {
    for (const named_view<float>& v : views) {
      for (std::int64_t i = 0; i < v.size; ++i)
        v.data[i] += normal(engine);
      s.arrays.push_back({v.name, v.data, static_cast<std::size_t>(v.size)});
    }
  };
  vary(layer.parameters());
  if (s.mode == "eval") vary(layer.buffers());
  if (s.both_ways())
    for (const named_view<float>& v : layer.gradients())
      s.arrays.push_back({"d" + v.name, v.data, static_cast<std::size_t>(v.size), element::f32, true});
}

enum class ways { forward, both, evaluation };

/// One way of norm F of input x, whose element type is E. Parameters are bound, as a layer has them.
template<ways Way, class F, class E, class... Axes>
void norm_case(report& r, const std::string& op, auto... extents) {
  subject s = describe<E, Axes...>(op,
                                   Way == ways::forward ? "fwd"
                                   : Way == ways::both  ? "fwdbwd"
                                                        : "eval",
                                   extents...);
  if (!r.wants(s)) return;
  arrays<E, Axes...> a(extents...);
  const std::size_t bytes = static_cast<std::size_t>(a.x.size()) * sizeof(E);
  s.ideal = {{1, 1, bytes}};
  s.memory = a.memory();
  a.add_to(s);
  Layer<F> layer;
  auto context = layer.context(a.x);
  layer.forward(a.x, into(a.y), context); // from here on it has its tensors
  add_state(s, layer);
  if constexpr (Way == ways::both) {
    s.ideal.push_back({2, 1, bytes});
    const training_explanation plan = explain_training<F>(a.x);
    s.expected_ns = plan.forward.expected_time + plan.backward.expected_time;
    s.ours = [&](int n) {
      layer.forward(a.x, into(a.y), context, threads(n));
      layer.backward(context, a.dy, into(a.dx), threads(n));
    };
  } else if constexpr (Way == ways::forward && layers::has_modes<F>) { // as in training, without what follows it
    s.plan = explain<F>(a.x);
    s.ours = [&](int n) { layer.forward(a.x, into(a.y), context, threads(n)); };
  } else {
    if constexpr (Way == ways::forward) s.plan = explain<F>(a.x);
    layer.eval();
    s.ours = [&](int n) { layer(a.x, into(a.y), threads(n)); };
  }
  r.measure(s);
}

/// Forward and both ways, float and bfloat16.
template<class F, class... Axes>
void norm_cases(report& r, const std::string& op, auto... extents) {
  norm_case<ways::forward, F, float, Axes...>(r, op, extents...);
  norm_case<ways::both, F, float, Axes...>(r, op, extents...);
  norm_case<ways::forward, F, bfloat16, Axes...>(r, op, extents...);
  norm_case<ways::both, F, bfloat16, Axes...>(r, op, extents...);
}
/// The same and evaluation, for norms with running statistics of channels.
template<class F, class... Axes>
void tracking_norm_cases(report& r, const std::string& op, auto... extents) {
  norm_cases<F, Axes...>(r, op, extents...);
  norm_case<ways::evaluation, F, float, Axes...>(r, op, extents...);
  norm_case<ways::evaluation, F, bfloat16, Axes...>(r, op, extents...);
}

// The files of cases.
void row_cases(report& r);
void batch_cases(report& r);
void slice_cases(report& r);
void switchable_cases(report& r);
void fused_cases(report& r);
void two_input_cases(report& r);

} // namespace benchmark
