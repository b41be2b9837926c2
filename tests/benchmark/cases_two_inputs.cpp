// Formulas of two inputs: a residual that is added and returned, the style of another image, a mask.
#include "benchmark/norm_cases.hpp"

namespace benchmark {
namespace {

constexpr auto x = input<"x">;
constexpr auto residual = input<"residual">;
constexpr auto style = input<"style">;
constexpr auto mask = input<"mask">;

struct residual_norm_gelu {
  static constexpr auto added = x + residual;
  static constexpr auto formula =
      outputs(gelu(norm<Over<L>>(added) * parameter<"weight", L>(1) + parameter<"bias", L>(0)), added);
};
/// Adaptive instance norm (arXiv 1703.06868).
struct adaptive_instance {
  using set = Over<H, W>;
  static constexpr auto formula = norm<set>(x) * sqrt(var<set>(style) + 1e-5) + mean<set>(style);
};
struct masked_layer {
  using set = Over<L, C>;
  static constexpr auto formula = where(
      mask,
      (x - mean<set>(x, mask)) * rsqrt(var<set>(x, mask) + 1e-5) * parameter<"weight", C>(1) + parameter<"bias", C>(0),
      0);
};

template<class E>
void residual_cases(report& r, int rows, int n) {
  for (const char* mode : {"fwd", "fwdbwd"}) {
    subject s = describe<E, N, L>("residual+LN+GELU", mode, rows, n);
    if (!r.wants(s)) continue;
    arrays<E, N, L> a(rows, n), b(rows, n);
    randomize(b.x, 10);
    randomize(b.dy, 11);
    const std::size_t bytes = static_cast<std::size_t>(a.x.size()) * sizeof(E);
    s.memory = a.memory();
    a.add_to(s);
    add_array(s, "residual", b.x);
    add_array(s, "added", b.y, true);
    Layer<residual_norm_gelu> layer;
    auto context = layer.context(x = a.x, residual = b.x);
    layer.forward(x = a.x, residual = b.x, into(a.y, b.y), context);
    if (s.both_ways()) {
      add_array(s, "dadded", b.dy);
      add_array(s, "dresidual", b.dx, true);
      s.ideal = {{2, 2, bytes}, {4, 2, bytes}};
      s.ours = [&](int t) {
        layer.forward(x = a.x, residual = b.x, into(a.y, b.y), context, threads(t));
        layer.backward(context, upstream(a.dy, b.dy), into(a.dx, b.dx), threads(t));
      };
    } else {
      s.ideal = {{2, 2, bytes}};
      s.plan = explain<residual_norm_gelu>(x = a.x, residual = b.x);
      s.ours = [&](int t) { layer(x = a.x, residual = b.x, into(a.y, b.y), threads(t)); };
    }
    add_state(s, layer);
    r.measure(s);
  }
}

template<class E>
void style_cases(report& r, int n, int c, int h, int w) {
  for (const char* mode : {"fwd", "fwdbwd"}) {
    subject s = describe<E, N, C, H, W>("AdaIN", mode, n, c, h, w);
    if (!r.wants(s)) continue;
    arrays<E, N, C, H, W> a(n, c, h, w), b(n, c, h, w);
    randomize(b.x, 10);
    const std::size_t bytes = static_cast<std::size_t>(a.x.size()) * sizeof(E);
    s.memory = a.memory();
    a.add_to(s);
    add_array(s, "style", b.x);
    Layer<adaptive_instance> layer;
    auto context = layer.context(x = a.x, style = b.x);
    layer.forward(x = a.x, style = b.x, into(a.y), context);
    if (s.both_ways()) {
      add_array(s, "dstyle", b.dx, true);
      s.ideal = {{2, 1, bytes}, {3, 2, bytes}};
      s.ours = [&](int t) {
        layer.forward(x = a.x, style = b.x, into(a.y), context, threads(t));
        layer.backward(context, a.dy, into(a.dx, b.dx), threads(t));
      };
    } else {
      s.ideal = {{2, 1, bytes}};
      s.plan = explain<adaptive_instance>(x = a.x, style = b.x);
      s.ours = [&](int t) { layer(x = a.x, style = b.x, into(a.y), threads(t)); };
    }
    r.measure(s);
  }
}

/// The mask says which positions of each sample count.
template<class E>
void masked_cases(report& r, int n, int l, int c) {
  for (const char* mode : {"fwd", "fwdbwd"}) {
    subject s = describe<E, N, L, C>("masked LN", mode, n, l, c);
    if (!r.wants(s)) continue;
    arrays<E, N, L, C> a(n, l, c);
    Tensor<bool, N, L> m(n, l);
    std::size_t counted = 0;
    generate(m, [&](auto i, auto k) {
      const bool counts = k < 197 - 3 * i;
      counted += counts ? sizeof(E) * static_cast<std::size_t>(c) : 0;
      return counts;
    });
    const std::size_t others = static_cast<std::size_t>(a.x.size()) * sizeof(E) - counted; // only written
    s.memory = a.memory();
    a.add_to(s);
    add_array(s, "mask", m);
    Layer<masked_layer> layer;
    auto context = layer.context(x = a.x, mask = m);
    layer.forward(x = a.x, mask = m, into(a.y), context);
    if (s.both_ways()) {
      s.ideal = {{1, 1, counted}, {0, 1, others}, {2, 1, counted}, {0, 1, others}};
      s.ours = [&](int t) {
        layer.forward(x = a.x, mask = m, into(a.y), context, threads(t));
        layer.backward(context, a.dy, into(a.dx), threads(t));
      };
    } else {
      s.ideal = {{1, 1, counted}, {0, 1, others}};
      s.plan = explain<masked_layer>(x = a.x, mask = m);
      s.ours = [&](int t) { layer(x = a.x, mask = m, into(a.y), threads(t)); };
    }
    add_state(s, layer);
    r.measure(s);
  }
}

} // namespace

void two_input_cases(report& r) {
  residual_cases<float>(r, 4096, 1024);
  residual_cases<bfloat16>(r, 4096, 1024);
  style_cases<float>(r, 4, 128, 64, 64);
  style_cases<bfloat16>(r, 4, 128, 64, 64);
  masked_cases<float>(r, 32, 197, 768);
  masked_cases<bfloat16>(r, 32, 197, 768);
}

} // namespace benchmark
