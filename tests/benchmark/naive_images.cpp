// Norms of images beyond the usual ones: switchable norm, filter response norm, adaptive instance norm.
#include "benchmark/naive.hpp"

#include <algorithm>
#include <array>

namespace benchmark {

using std::size_t;

/// Sets as in the paper: the instance, the layer, the batch.
naive_norm naive_switchable(const peer_case& c) {
  const naive_arrays a(c);
  const auto [batch, channels, positions] = image_of(c);
  struct all : naive_state {
    // Of instances (n, c), layers (n) and the batch (c); mixed ones (n, c).
    std::vector<float> mean_l, var_l, mean_b, var_b, mixed, root, dmean, dvar;
    std::array<float, 3> p{}, q{};
    using naive_state::naive_state;
  };
  auto s = std::make_shared<all>(c, channels, batch * channels); // scale: the variances of instances
  for (auto* v : {&s->mean_l, &s->var_l})
    v->resize(batch);
  for (auto* v : {&s->mean_b, &s->var_b})
    v->resize(channels);
  for (auto* v : {&s->mixed, &s->root, &s->dmean, &s->dvar})
    v->resize(batch * channels);
  const float *mean_logits = c.at("mean_weight"), *var_logits = c.at("var_weight");
  float *dmean_logits = c.at("dmean_weight"), *dvar_logits = c.at("dvar_weight");
  const auto softmax = [](const float* x) {
    const float e0 = std::exp(x[0]), e1 = std::exp(x[1]), e2 = std::exp(x[2]), sum = e0 + e1 + e2;
    return std::array{e0 / sum, e1 / sum, e2 / sum};
  };
  naive_norm r;
  r.forward = [=, batch = batch, channels = channels, positions = positions](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < batch * channels; ++i) {
      const float* x = a.x + i * positions;
      float mean = 0, var = 0;
      for (size_t j = 0; j < positions; ++j)
        mean += x[j];
      mean /= static_cast<float>(positions);
      for (size_t j = 0; j < positions; ++j)
        var += (x[j] - mean) * (x[j] - mean);
      s->mean[i] = mean;
      s->scale[i] = var / static_cast<float>(positions);
    }
    // Larger sets from the instances: var + mean^2 is the mean square.
    const auto merge = [&](float& mean, float& var, size_t first, size_t step, size_t count) {
      float m = 0, square = 0;
      for (size_t k = 0; k < count; ++k) {
        const size_t i = first + k * step;
        m += s->mean[i];
        square += s->scale[i] + s->mean[i] * s->mean[i];
      }
      mean = m / static_cast<float>(count);
      var = square / static_cast<float>(count) - mean * mean;
    };
    for (size_t m = 0; m < batch; ++m)
      merge(s->mean_l[m], s->var_l[m], m * channels, 1, channels);
    for (size_t c = 0; c < channels; ++c)
      merge(s->mean_b[c], s->var_b[c], c, channels, batch);
    const auto p = s->p = softmax(mean_logits), q = s->q = softmax(var_logits);
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < batch * channels; ++i) {
      const size_t m = i / channels, c = i % channels;
      const float mean = p[0] * s->mean[i] + p[1] * s->mean_l[m] + p[2] * s->mean_b[c],
                  k = 1 / std::sqrt(q[0] * s->scale[i] + q[1] * s->var_l[m] + q[2] * s->var_b[c] + naive_eps),
                  w = s->weight[c], b = s->bias[c];
      s->mixed[i] = mean;
      s->root[i] = k;
      for (size_t j = i * positions; j < (i + 1) * positions; ++j)
        a.y[j] = (a.x[j] - mean) * k * w + b;
    }
  };
  r.backward = [=, batch = batch, channels = channels, positions = positions](int threads) {
    // Gradients of the mixed statistics, then of each set's, then of x.
    for (size_t c = 0; c < channels; ++c)
      s->dweight[c] = s->dbias[c] = 0;
#pragma omp parallel for num_threads(threads)
    for (size_t c = 0; c < channels; ++c)
      for (size_t m = 0; m < batch; ++m) {
        const size_t i = m * channels + c;
        float sum = 0, dot = 0;
        for (size_t j = i * positions; j < (i + 1) * positions; ++j) {
          sum += a.dy[j];
          dot += a.dy[j] * (a.x[j] - s->mixed[i]);
        }
        const float k = s->root[i], w = s->weight[c];
        s->dbias[c] += sum;
        s->dweight[c] += dot * k;
        s->dmean[i] = -sum * w * k;
        s->dvar[i] = -.5f * dot * w * k * k * k;
      }
    std::vector<float> dmean_l(batch), dvar_l(batch), dmean_b(channels), dvar_b(channels);
    std::array<float, 3> dp{}, dq{};
    for (size_t i = 0; i < batch * channels; ++i) {
      const size_t m = i / channels, c = i % channels;
      dmean_l[m] += s->dmean[i];
      dvar_l[m] += s->dvar[i];
      dmean_b[c] += s->dmean[i];
      dvar_b[c] += s->dvar[i];
      const std::array means{s->mean[i], s->mean_l[m], s->mean_b[c]}, vars{s->scale[i], s->var_l[m], s->var_b[c]};
      for (size_t k = 0; k < 3; ++k) {
        dp[k] += s->dmean[i] * means[k];
        dq[k] += s->dvar[i] * vars[k];
      }
    }
    const auto back = [](float* d, const std::array<float, 3>& p, const std::array<float, 3>& dp) {
      const float dot = p[0] * dp[0] + p[1] * dp[1] + p[2] * dp[2];
      for (size_t k = 0; k < 3; ++k)
        d[k] = p[k] * (dp[k] - dot);
    };
    back(dmean_logits, s->p, dp);
    back(dvar_logits, s->q, dq);
    const float own = 1 / static_cast<float>(positions), layer = own / static_cast<float>(channels),
                all_images = own / static_cast<float>(batch);
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < batch * channels; ++i) {
      const size_t m = i / channels, c = i % channels;
      const float w = s->weight[c] * s->root[i];
      const float dmean =
          s->p[0] * s->dmean[i] * own + s->p[1] * dmean_l[m] * layer + s->p[2] * dmean_b[c] * all_images;
      const float v0 = 2 * s->q[0] * s->dvar[i] * own, v1 = 2 * s->q[1] * dvar_l[m] * layer,
                  v2 = 2 * s->q[2] * dvar_b[c] * all_images;
      for (size_t j = i * positions; j < (i + 1) * positions; ++j)
        a.dx[j] = a.dy[j] * w + dmean + v0 * (a.x[j] - s->mean[i]) + v1 * (a.x[j] - s->mean_l[m]) +
                  v2 * (a.x[j] - s->mean_b[c]);
    }
  };
  return r;
}

naive_norm naive_filter_response(const peer_case& c) {
  const naive_arrays a(c);
  const auto [batch, channels, positions] = image_of(c);
  auto s = std::make_shared<naive_state>(c, channels, batch * channels);
  const float* tau = c.at("tau");
  float* dtau = c.at("dtau");
  naive_norm r;
  r.forward = [=, batch = batch, channels = channels, positions = positions](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < batch * channels; ++i) {
      const size_t c = i % channels;
      const float *x = a.x + i * positions, w = s->weight[c], b = s->bias[c], t = tau[c];
      float square = 0;
      for (size_t j = 0; j < positions; ++j)
        square += x[j] * x[j];
      const float k = s->scale[i] = 1 / std::sqrt(square / static_cast<float>(positions) + 1e-6f);
      for (size_t j = 0; j < positions; ++j)
        a.y[i * positions + j] = std::max(x[j] * k * w + b, t);
    }
  };
  r.backward = [=, batch = batch, channels = channels, positions = positions](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t c = 0; c < channels; ++c) {
      const float w = s->weight[c], b = s->bias[c], t = tau[c];
      float dw = 0, db = 0, dt = 0;
      for (size_t m = 0; m < batch; ++m) {
        const size_t i = m * channels + c;
        const float *x = a.x + i * positions, *dy = a.dy + i * positions, k = s->scale[i];
        float dot = 0, sum = 0, below = 0;
        for (size_t j = 0; j < positions; ++j) {
          const float g = x[j] * k * w + b > t ? dy[j] : 0;
          dot += g * x[j];
          sum += g;
          below += dy[j] - g;
        }
        dw += dot * k;
        db += sum;
        dt += below;
        const float mixed = dot * k * k * k * w / static_cast<float>(positions);
        for (size_t j = 0; j < positions; ++j)
          a.dx[i * positions + j] = (x[j] * k * w + b > t ? dy[j] : 0) * k * w - x[j] * mixed;
      }
      s->dweight[c] = dw;
      s->dbias[c] = db;
      dtau[c] = dt;
    }
  };
  return r;
}

naive_norm naive_adaptive(const peer_case& c) {
  const naive_arrays a(c);
  const auto [batch, channels, positions] = image_of(c);
  const size_t slices = batch * channels, n = positions;
  auto own = std::make_shared<naive_state>(c, 0, slices);
  auto other = std::make_shared<naive_state>(c, 0, slices);
  const float* style = c.at("style");
  float* dstyle = c.at("dstyle");
  naive_norm r;
  r.forward = [=](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < slices; ++i) {
      const auto [mean, k] = naive_statistics(a.x + i * n, n, true);
      const auto [new_mean, new_k] = naive_statistics(style + i * n, n, true);
      own->mean[i] = mean;
      own->scale[i] = k;
      other->mean[i] = new_mean;
      other->scale[i] = new_k;
      for (size_t j = i * n; j < (i + 1) * n; ++j)
        a.y[j] = (a.x[j] - mean) * k / new_k + new_mean;
    }
  };
  r.backward = [=](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < slices; ++i) {
      const float mean = own->mean[i], k = own->scale[i], new_mean = other->mean[i], new_k = other->scale[i];
      float sum = 0, dot = 0;
      for (size_t j = i * n; j < (i + 1) * n; ++j) {
        sum += a.dy[j];
        dot += a.dy[j] * (a.x[j] - mean) * k;
      }
      sum /= static_cast<float>(n);
      dot /= static_cast<float>(n);
      for (size_t j = i * n; j < (i + 1) * n; ++j) {
        a.dx[j] = k / new_k * (a.dy[j] - sum - (a.x[j] - mean) * k * dot);
        dstyle[j] = sum + dot * new_k * (style[j] - new_mean);
      }
    }
  };
  return r;
}

} // namespace benchmark
