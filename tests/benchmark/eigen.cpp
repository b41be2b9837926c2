// Norms as a user of Eigen writes them: expressions of tensors, one for each statistic and one for the result.
#define EIGEN_USE_THREADS
#include "benchmark/eigen.hpp"

#include "benchmark/cores.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <unsupported/Eigen/CXX11/Tensor>

namespace benchmark {
namespace {

using Eigen::Index;
template<int Rank>
using tensor = Eigen::Tensor<float, Rank, Eigen::RowMajor>;
template<int Rank>
using map = Eigen::TensorMap<tensor<Rank>>;
template<std::size_t Count>
using indices = std::array<Index, Count>;

/// Threads are made once for each number of them, on the cores that they are to share.
const Eigen::ThreadPoolDevice& device(int threads) {
  struct room {
    Eigen::ThreadPool pool;
    Eigen::ThreadPoolDevice device;
    explicit room(int n) : pool(n), device(&pool, n) {}
  };
  static std::map<int, std::unique_ptr<room>> all;
  auto& r = all[threads];
  if (r == nullptr) {
    cpu_set_t before;
    sched_getaffinity(0, sizeof before, &before);
    stay_on(first_cores(threads));
    r = std::make_unique<room>(threads);
    sched_setaffinity(0, sizeof before, &before);
  }
  return r->device;
}

/// The axes of a norm: over which its statistics are, over which parameters' gradients are summed.
template<int Rank, std::size_t Reduced, std::size_t Summed>
struct axes {
  indices<Rank> extents;
  indices<Reduced> reduced;
  indices<Summed> summed;
};

/// Extents with 1 for some axes, and how often these are repeated.
template<int Rank>
struct broadcast {
  indices<Rank> kept, times;
  template<std::size_t Count>
  broadcast(const indices<Rank>& extents, const indices<Count>& over) : kept(extents) {
    times.fill(1);
    for (const Index a : over)
      std::swap(kept[static_cast<std::size_t>(a)], times[static_cast<std::size_t>(a)]);
  }
  auto of(const auto& t) const { return t.reshape(kept).broadcast(times); }
};

/// The extents that are left after a reduction over some axes.
template<int Rank, std::size_t Count>
indices<Rank - Count> left(const indices<Rank>& extents, const indices<Count>& over) {
  indices<Rank - Count> r{};
  std::size_t n = 0;
  for (std::size_t k = 0; k < Rank; ++k)
    if (std::find(over.begin(), over.end(), static_cast<Index>(k)) == over.end()) r[n++] = extents[k];
  return r;
}

template<bool Centred, bool Affine, int Rank, std::size_t Reduced, std::size_t Summed>
struct norm {
  static constexpr int statistics = Rank - static_cast<int>(Reduced), parameters = Rank - static_cast<int>(Summed);
  axes<Rank, Reduced, Summed> a;
  map<Rank> x, y, dy, dx;
  map<parameters> weight, bias, dweight, dbias;
  const float *running_mean, *running_var;
  broadcast<Rank> to_statistics, to_parameters;
  tensor<statistics> mean, scale, sum, dot;

  norm(const peer_case& c, const axes<Rank, Reduced, Summed>& of)
      : a(of), x(c.at("x"), of.extents), y(c.at("y"), of.extents), dy(c.at("dy"), of.extents),
        dx(c.at("dx"), of.extents), weight(c.at("weight"), left<Rank>(of.extents, of.summed)),
        bias(c.at("bias"), left<Rank>(of.extents, of.summed)),
        dweight(c.at("dweight"), left<Rank>(of.extents, of.summed)),
        dbias(c.at("dbias"), left<Rank>(of.extents, of.summed)), running_mean(c.at("running_mean")),
        running_var(c.at("running_var")), to_statistics(of.extents, of.reduced), to_parameters(of.extents, of.summed),
        mean(left<Rank>(of.extents, of.reduced)), scale(mean.dimensions()), sum(mean.dimensions()),
        dot(mean.dimensions()) {}

  void forward(const Eigen::ThreadPoolDevice& d) {
    if constexpr (Centred) {
      mean.device(d) = x.mean(a.reduced);
      scale.device(d) = ((x - to_statistics.of(mean)).square().mean(a.reduced) + 1e-5f).rsqrt();
    } else {
      scale.device(d) = (x.square().mean(a.reduced) + 1e-5f).rsqrt();
    }
    write(d);
  }
  void evaluation(const Eigen::ThreadPoolDevice& d) {
    const indices<1> channels{weight.size()};
    const Eigen::TensorMap<Eigen::Tensor<const float, 1, Eigen::RowMajor>> m(running_mean, channels),
        v(running_var, channels);
    indices<statistics> as_one{};
    as_one.fill(weight.size());
    mean.device(d) = m.reshape(as_one);
    scale.device(d) = (v.reshape(as_one) + 1e-5f).rsqrt();
    write(d);
  }
  void write(const Eigen::ThreadPoolDevice& d) {
    const auto normalized = [&] {
      if constexpr (Centred)
        return (x - to_statistics.of(mean)) * to_statistics.of(scale);
      else
        return x * to_statistics.of(scale);
    }();
    if constexpr (Centred && Affine)
      y.device(d) = normalized * to_parameters.of(weight) + to_parameters.of(bias);
    else if constexpr (Affine)
      y.device(d) = normalized * to_parameters.of(weight);
    else
      y.device(d) = normalized;
  }
  void backward(const Eigen::ThreadPoolDevice& d) {
    const auto normalized = [&] {
      if constexpr (Centred)
        return (x - to_statistics.of(mean)) * to_statistics.of(scale);
      else
        return x * to_statistics.of(scale);
    }();
    const auto arriving = [&] {
      if constexpr (Affine)
        return dy * to_parameters.of(weight);
      else
        return dy;
    }();
    if constexpr (Affine) {
      dweight.device(d) = (dy * normalized).sum(a.summed);
      if constexpr (Centred) dbias.device(d) = dy.sum(a.summed);
    }
    dot.device(d) = (arriving * normalized).mean(a.reduced);
    if constexpr (Centred) {
      sum.device(d) = arriving.mean(a.reduced);
      dx.device(d) = to_statistics.of(scale) * (arriving - to_statistics.of(sum) - normalized * to_statistics.of(dot));
    } else {
      dx.device(d) = to_statistics.of(scale) * (arriving - normalized * to_statistics.of(dot));
    }
  }
};

template<bool Centred, bool Affine, int Rank, std::size_t Reduced, std::size_t Summed>
job make(const peer_case& c, const axes<Rank, Reduced, Summed>& of) {
  auto n = std::make_shared<norm<Centred, Affine, Rank, Reduced, Summed>>(c, of);
  if (c.mode == "eval") {
    if constexpr (Rank - Reduced == 1) return [n](int threads) { n->evaluation(device(threads)); };
    return nullptr;
  }
  return [n, both = c.both_ways()](int threads) {
    n->forward(device(threads));
    if (both) n->backward(device(threads));
  };
}

job softmax(const peer_case& c) {
  const indices<2> extents{static_cast<Index>(rows_of(c).count), static_cast<Index>(rows_of(c).size)};
  const indices<1> reduced{1};
  const map<2> x(c.at("x"), extents), dy(c.at("dy"), extents);
  map<2> y(c.at("y"), extents), dx(c.at("dx"), extents);
  const broadcast<2> b(extents, reduced);
  return [=, both = c.both_ways()](int threads) mutable {
    const Eigen::ThreadPoolDevice& d = device(threads);
    tensor<1> statistic(extents[0]);
    statistic.device(d) = x.maximum(reduced);
    y.device(d) = (x - b.of(statistic)).exp();
    statistic.device(d) = y.sum(reduced);
    y.device(d) = y / b.of(statistic);
    if (!both) return;
    statistic.device(d) = (dy * y).sum(reduced);
    dx.device(d) = y * (dy - b.of(statistic));
  };
}

} // namespace

job eigen_job(const peer_case& c, int /*threads*/) {
  if (c.dtype != "f32") return nullptr;
  const auto index = [](std::size_t n) { return static_cast<Index>(n); };
  if (c.op == "softmax") return softmax(c);
  if (c.op == "LN" || c.op == "RMS") {
    const axes<2, 1, 1> of{{index(rows_of(c).count), index(rows_of(c).size)}, {1}, {0}};
    return c.op == "LN" ? make<true, true>(c, of) : make<false, true>(c, of);
  }
  if (c.op != "BN" && c.op != "IN" && c.op != "GN32") return nullptr;
  const Index batch = index(image_of(c).batch), channels = index(image_of(c).channels),
              positions = index(image_of(c).positions);
  if (c.op == "IN") return make<true, false>(c, axes<2, 1, 1>{{batch * channels, positions}, {1}, {0}});
  if (c.op == "BN" && c.channels_last())
    return make<true, true>(c, axes<2, 1, 1>{{batch * positions, channels}, {0}, {0}});
  if (c.op == "BN") return make<true, true>(c, axes<3, 2, 2>{{batch, channels, positions}, {0, 2}, {0, 2}});
  if (c.channels_last())
    return make<true, true>(c, axes<4, 2, 2>{{batch, positions, 32, channels / 32}, {1, 3}, {0, 1}});
  return make<true, true>(c, axes<4, 2, 2>{{batch, 32, channels / 32, positions}, {2, 3}, {0, 3}});
}

} // namespace benchmark
