// What a researcher would write: plain loops over floats, two passes for the statistics, one for the results, built
// with -O3 -ffast-math. A peer of the benchmark. Must not know: axnorm.
#pragma once

#include "benchmark/peer.hpp"

#include <cmath>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace benchmark {

/// The ways of a norm; each takes the number of threads. Missing ones are null.
struct naive_norm {
  std::function<void(int)> forward, backward, evaluation = {};
};

struct naive_arrays {
  const float* x;
  float* y;
  const float* dy;
  float* dx;

  explicit naive_arrays(const peer_case& c) : x(c.at("x")), y(c.at("y")), dy(c.at("dy")), dx(c.at("dx")) {}
};

/// Parameters, their gradients and the statistics that pass from forward to backward.
struct naive_state {
  std::vector<float> ones, zeros, unused; ///< for norms without parameters
  const float *weight, *bias;
  float *dweight, *dbias;
  std::vector<float> mean, scale;

  naive_state(const peer_case& c, std::size_t parameters, std::size_t statistics)
      : ones(parameters, 1.f), zeros(parameters, 0.f), unused(2 * parameters), mean(statistics), scale(statistics) {
    const auto array = [&](const char* name, auto* other) { return c.at(name) != nullptr ? c.at(name) : other; };
    weight = array("weight", ones.data());
    bias = array("bias", zeros.data());
    dweight = array("dweight", unused.data());
    dbias = array("dbias", unused.data() + parameters);
  }
};

constexpr float naive_eps = 1e-5f;

/// Mean (0 if not centred) and one by the root of the mean square about it.
struct mean_and_scale {
  float mean, scale;
};
inline mean_and_scale naive_statistics(const float* x, std::size_t n, bool centred) {
  float mean = 0, var = 0;
  if (centred)
    for (std::size_t j = 0; j < n; ++j)
      mean += x[j];
  mean /= static_cast<float>(n);
  for (std::size_t j = 0; j < n; ++j)
    var += (x[j] - mean) * (x[j] - mean);
  return {mean, 1 / std::sqrt(var / static_cast<float>(n) + naive_eps)};
}

// Norms of rows.
naive_norm naive_rows(const peer_case& c, bool centred);
naive_norm naive_masked_rows(const peer_case& c);
naive_norm naive_residual_gelu(const peer_case& c);
naive_norm naive_softmax(const peer_case& c);
// Norms of images; instance norm has as many groups as channels.
naive_norm naive_groups(const peer_case& c, std::size_t groups, bool silu = false);
naive_norm naive_groups_last(const peer_case& c, std::size_t groups);
naive_norm naive_channels(const peer_case& c);
naive_norm naive_channels_last(const peer_case& c);
naive_norm naive_switchable(const peer_case& c);
naive_norm naive_filter_response(const peer_case& c);
naive_norm naive_adaptive(const peer_case& c);

/// The naive peer of a case; none for halves.
job naive_job(const peer_case& c, int);

} // namespace benchmark
