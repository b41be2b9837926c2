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
  subject s{.op = "residual+LN+GELU", .shape = shape_text(rows, n), .dtype = type_name<E>, .layout = "nl"};
  subject both = s;
  both.mode = "fwdbwd";
  if (!r.wants(s) && !r.wants(both)) return;
  arrays<E, N, L> a(rows, n), b(rows, n);
  const std::size_t bytes = static_cast<std::size_t>(a.x.size()) * sizeof(E);
  s.ideal = {{2, 2, bytes}};
  s.memory = both.memory = a.memory();
  s.plan = explain<residual_norm_gelu>(x = a.x, residual = b.x);
  s.ours = [&](int t) { evaluate<residual_norm_gelu{}>(into(a.y, b.y), x = a.x, residual = b.x, threads(t)); };
  r.measure(s);
  Layer<residual_norm_gelu> layer;
  auto context = layer.context(x = a.x, residual = b.x);
  both.ideal = {{2, 2, bytes}, {4, 2, bytes}};
  both.ours = [&](int t) {
    layer.forward(x = a.x, residual = b.x, into(a.y, b.y), context, threads(t));
    layer.backward(context, upstream(a.dy, b.dy), into(a.dx, b.dx), threads(t));
  };
  r.measure(both);
}

template<class E>
void style_cases(report& r, int n, int c, int h, int w) {
  subject s{.op = "AdaIN", .shape = shape_text(n, c, h, w), .dtype = type_name<E>, .layout = "nchw"};
  subject both = s;
  both.mode = "fwdbwd";
  if (!r.wants(s) && !r.wants(both)) return;
  arrays<E, N, C, H, W> a(n, c, h, w), b(n, c, h, w);
  const std::size_t bytes = static_cast<std::size_t>(a.x.size()) * sizeof(E);
  s.ideal = {{2, 1, bytes}};
  s.memory = both.memory = a.memory();
  s.plan = explain<adaptive_instance>(x = a.x, style = b.x);
  s.ours = [&](int t) { evaluate<adaptive_instance{}>(into(a.y), x = a.x, style = b.x, threads(t)); };
  r.measure(s);
  Layer<adaptive_instance> layer;
  auto context = layer.context(x = a.x, style = b.x);
  both.ideal = {{2, 1, bytes}, {3, 2, bytes}};
  both.ours = [&](int t) {
    layer.forward(x = a.x, style = b.x, into(a.y), context, threads(t));
    layer.backward(context, a.dy, into(a.dx, b.dx), threads(t));
  };
  r.measure(both);
}

/// The mask says which positions of each sample count.
template<class E>
void masked_cases(report& r, int n, int l, int c) {
  subject s{.op = "masked LN", .shape = shape_text(n, l, c), .dtype = type_name<E>, .layout = "nlc"};
  subject both = s;
  both.mode = "fwdbwd";
  if (!r.wants(s) && !r.wants(both)) return;
  arrays<E, N, L, C> a(n, l, c);
  Tensor<bool, N, L> m(n, l);
  std::size_t counted = 0;
  generate(m, [&](auto i, auto k) {
    const bool counts = k < 197 - 3 * i;
    counted += counts ? sizeof(E) * static_cast<std::size_t>(c) : 0;
    return counts;
  });
  const std::size_t others = static_cast<std::size_t>(a.x.size()) * sizeof(E) - counted; // only written
  s.ideal = {{1, 1, counted}, {0, 1, others}};
  s.memory = both.memory = a.memory();
  s.plan = explain<masked_layer>(x = a.x, mask = m);
  s.ours = [&](int t) { evaluate<masked_layer{}>(into(a.y), x = a.x, mask = m, threads(t)); };
  r.measure(s);
  Layer<masked_layer> layer;
  auto context = layer.context(x = a.x, mask = m);
  both.ideal = {{1, 1, counted}, {0, 1, others}, {2, 1, counted}, {0, 1, others}};
  both.ours = [&](int t) {
    layer.forward(x = a.x, mask = m, into(a.y), context, threads(t));
    layer.backward(context, a.dy, into(a.dx), threads(t));
  };
  r.measure(both);
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
