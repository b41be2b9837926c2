// The benchmark: axnorm beside copies of the same size, in one process, in turn. `--help` says how.
#include "benchmark/measure.hpp"
#include "benchmark/roofline.hpp"
#include <axnorm/axnorm.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <utility>

namespace {

using namespace axnorm;
using namespace axnorm::axes;
using namespace benchmark;

struct options {
  int rounds = 15;
  std::string filter, json;
};

template<class T>
void randomize(T& x) {
  std::minstd_rand engine(7);
  std::normal_distribution<float> normal;
  for (std::int64_t i = 0; i < x.size(); ++i)
    x.data()[i] = normal(engine);
}

std::string shape_of(auto... extents) {
  std::string shape;
  ((shape += (shape.empty() ? "" : "x") + std::to_string(extents)), ...);
  return shape;
}

/// One formula on one shape, one thread.
template<class F, class... Axes>
void measure_case(const options& o, const char* op, const char* layout, auto... extents) {
  const std::string shape = shape_of(extents...);
  const std::string name = std::string(op) + " " + shape + " " + layout;
  if (name.find(o.filter) == std::string::npos) return;
  Tensor<float, Axes...> x(extents...), y(extents...), z(extents...);
  randomize(x);
  const auto n = static_cast<std::size_t>(x.size());
  const std::vector<timing> t = interleaved({{"axnorm", [&] { evaluate<F{}>(into(y), x, threads(1)); }},
                                             {"copy", [&] { copy_plain(z.data(), x.data(), n); }},
                                             {"streaming copy", [&] { copy_streaming(z.data(), x.data(), n); }}},
                                            o.rounds);
  const double ideal = std::min(t[1].median, t[2].median);
  const explanation e = explain<F>(x);
  std::printf(
      "%-28s %10.1f us [%.1f, %.1f]   copy %9.1f us   fraction %.2f   bytes %.2f x the least, %zu sweeps\n",
      name.c_str(), t[0].median / 1e3, t[0].low / 1e3, t[0].high / 1e3, ideal / 1e3, ideal / t[0].median,
      static_cast<double>(e.bytes_moved) / static_cast<double>(e.bytes_min),
      static_cast<std::size_t>(std::count_if(e.sweeps.begin(), e.sweeps.end(), [](auto& s) { return s.data; })));
  std::fflush(stdout);
  if (o.json.empty()) return;
  std::ofstream(o.json, std::ios::app) << "{\"op\": \"" << op << "\", \"shape\": \"" << shape
                                       << "\", \"dtype\": \"f32\", \"layout\": \"" << layout
                                       << "\", \"mode\": \"fwd\", \"threads\": 1, \"ours_ns\": " << t[0].median
                                       << ", \"ideal_ns\": " << ideal << ", \"bytes_moved\": " << e.bytes_moved
                                       << ", \"bytes_min\": " << e.bytes_min << "}\n";
}

/// Forward and back on one shape, one thread: the ideal reads x, x and dy again, and writes y and dx, 2.5 copies.
/// `way`: forward(x, y) and backward(x, dy, dx), with all parameters and all their gradients.
template<class... Axes>
void both_ways(const options& o, const char* op, const char* layout, auto way, auto... extents) {
  const std::string shape = shape_of(extents...);
  const std::string name = std::string(op) + " both ways " + shape + " " + layout;
  if (name.find(o.filter) == std::string::npos) return;
  Tensor<float, Axes...> x(extents...), y(extents...), dy(extents...), dx(extents...);
  randomize(x);
  randomize(dy);
  const auto n = static_cast<std::size_t>(x.size());
  const std::vector<timing> t = interleaved({{"forward", [&] { way.forward(x, y); }},
                                             {"backward", [&] { way.backward(x, dy, dx); }},
                                             {"copy", [&] { copy_plain(dx.data(), x.data(), n); }},
                                             {"streaming copy", [&] { copy_streaming(dx.data(), x.data(), n); }}},
                                            o.rounds);
  const double ideal = 2.5 * std::min(t[2].median, t[3].median), ours = t[0].median + t[1].median;
  std::printf("%-28s %10.1f us (back %.1f)   2.5 copies %9.1f us   fraction %.2f\n", name.c_str(), ours / 1e3,
              t[1].median / 1e3, ideal / 1e3, ideal / ours);
  std::fflush(stdout);
  if (o.json.empty()) return;
  std::ofstream(o.json, std::ios::app) << "{\"op\": \"" << op << "\", \"shape\": \"" << shape
                                       << "\", \"dtype\": \"f32\", \"layout\": \"" << layout
                                       << "\", \"mode\": \"fwd+bwd\", \"threads\": 1, \"ours_ns\": " << ours
                                       << ", \"ideal_ns\": " << ideal << "}\n";
}

using SN = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>>;

/// A layer of F on inputs of the given axes: backward takes the statistics that forward has left.
template<class F, class... Axes>
struct layer_way {
  Layer<F> layer;
  using context = decltype(layer.context(std::declval<Tensor<float, Axes...>&>()));
  context left{};
  void forward(auto& x, auto& y) { layer.forward(x, into(y), left, threads(1)); }
  void backward(const auto&, const auto& dy, auto& dx) { layer.backward(left, dy, into(dx), threads(1)); }
};

void all(const options& o) {
  measure_case<LayerNorm<L>, N, L>(o, "LN", "row-major", 4096, 256);
  measure_case<LayerNorm<L>, N, L>(o, "LN", "row-major", 4096, 1024);
  measure_case<LayerNorm<L>, N, L>(o, "LN", "row-major", 1024, 4096);
  measure_case<LayerNorm<L>, N, L>(o, "LN", "row-major", 64, 768);
  measure_case<LayerNorm<L>, N, L>(o, "LN", "row-major", 1, 768);
  measure_case<RMSNorm<L>, N, L>(o, "RMS", "row-major", 4096, 1024);
  measure_case<InstanceNorm, N, C, H, W>(o, "IN", "nchw", 8, 64, 128, 128);
  measure_case<BatchNorm, N, C, H, W>(o, "BN", "nchw", 32, 64, 56, 56);
  measure_case<BatchNorm, N, C, H, W>(o, "BN", "nchw", 32, 256, 14, 14);
  measure_case<BatchNorm, N, H, W, C>(o, "BN", "nhwc", 32, 56, 56, 64);
  measure_case<GroupNorm<32>, N, C, H, W>(o, "GN32", "nchw", 32, 64, 56, 56);
  measure_case<GroupNorm<32>, N, C, H, W>(o, "GN32", "nchw", 8, 256, 32, 32);
  measure_case<SN, N, C, H, W>(o, "SN", "nchw", 32, 64, 56, 56);

  both_ways<N, L>(o, "LN", "row-major", layer_way<LayerNorm<L>, N, L>{}, 4096, 1024);
  both_ways<N, C, H, W>(o, "BN", "nchw", layer_way<BatchNorm, N, C, H, W>{}, 32, 64, 56, 56);
  both_ways<N, C, H, W>(o, "SN", "nchw", layer_way<SN, N, C, H, W>{}, 32, 64, 56, 56);
}

} // namespace

int main(int argc, char** argv) {
  options o;
  for (int i = 1; i < argc; ++i) {
    auto value = [&] {
      if (++i < argc) return std::string(argv[i]);
      std::fprintf(stderr, "benchmark: %s needs a value\n", argv[i - 1]);
      std::exit(2);
    };
    if (std::strcmp(argv[i], "--quick") == 0)
      o.rounds = 5;
    else if (std::strcmp(argv[i], "--filter") == 0)
      o.filter = value();
    else if (std::strcmp(argv[i], "--json") == 0)
      o.json = value();
    else {
      std::fprintf(stderr, "usage: tests/benchmark/run [--quick] [--filter TEXT] [--json FILE]\n");
      return std::strcmp(argv[i], "--help") == 0 ? 0 : 2;
    }
  }
  if (!o.json.empty()) std::ofstream(o.json, std::ios::trunc);
  all(o);
}
