#include "benchmark/naive.hpp"

#include <cmath>
#include <memory>
#include <vector>

namespace benchmark {
namespace {

using std::size_t;

/// Parameters, their gradients and the statistics.
struct state {
  std::vector<float> weight, bias, dweight, dbias, mean, scale;
  state(size_t parameters, size_t statistics)
      : weight(parameters, 1.f), bias(parameters, 0.f), dweight(parameters), dbias(parameters), mean(statistics),
        scale(statistics) {}
};
constexpr float eps = 1e-5f;

/// Mean (0 if not centred) and one by the root of the mean square about it.
struct mean_and_scale {
  float mean, scale;
};
mean_and_scale statistics(const float* x, size_t n, bool centred) {
  float mean = 0, var = 0;
  if (centred)
    for (size_t j = 0; j < n; ++j)
      mean += x[j];
  mean /= static_cast<float>(n);
  for (size_t j = 0; j < n; ++j)
    var += (x[j] - mean) * (x[j] - mean);
  return {mean, 1 / std::sqrt(var / static_cast<float>(n) + eps)};
}

} // namespace

naive_norm naive_rows(naive_arrays a, size_t rows, size_t n, bool centred) {
  auto s = std::make_shared<state>(n, rows);
  naive_norm r;
  r.forward = [=](int threads) {
    const float *w = s->weight.data(), *b = s->bias.data();
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < rows; ++i) {
      const float* x = a.x + i * n;
      float* y = a.y + i * n;
      const auto [mean, k] = statistics(x, n, centred);
      s->mean[i] = mean;
      s->scale[i] = k;
      if (centred)
        for (size_t j = 0; j < n; ++j)
          y[j] = (x[j] - mean) * k * w[j] + b[j];
      else
        for (size_t j = 0; j < n; ++j)
          y[j] = x[j] * k * w[j];
    }
  };
  r.backward = [=](int threads) {
    const float* w = s->weight.data();
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < rows; ++i) {
      const float *x = a.x + i * n, *dy = a.dy + i * n;
      float* dx = a.dx + i * n;
      const float mean = s->mean[i], k = s->scale[i];
      float sum = 0, dot = 0;
      if (centred)
        for (size_t j = 0; j < n; ++j) {
          sum += dy[j] * w[j];
          dot += dy[j] * w[j] * (x[j] - mean) * k;
        }
      else
        for (size_t j = 0; j < n; ++j)
          dot += dy[j] * w[j] * x[j] * k;
      sum /= static_cast<float>(n);
      dot /= static_cast<float>(n);
      for (size_t j = 0; j < n; ++j)
        dx[j] = k * (dy[j] * w[j] - sum - (x[j] - mean) * k * dot);
    }
    float *dw = s->dweight.data(), *db = s->dbias.data();
#pragma omp parallel num_threads(threads)
    {
#pragma omp for
      for (size_t j = 0; j < n; ++j)
        dw[j] = db[j] = 0;
      for (size_t i = 0; i < rows; ++i) {
        const float *x = a.x + i * n, *dy = a.dy + i * n;
        const float mean = s->mean[i], k = s->scale[i];
        if (centred) {
#pragma omp for nowait schedule(static)
          for (size_t j = 0; j < n; ++j) {
            dw[j] += dy[j] * (x[j] - mean) * k;
            db[j] += dy[j];
          }
        } else {
#pragma omp for nowait schedule(static)
          for (size_t j = 0; j < n; ++j)
            dw[j] += dy[j] * x[j] * k;
        }
      }
    }
  };
  return r;
}

naive_norm naive_groups(naive_arrays a, size_t batch, size_t groups, size_t channels, size_t positions, bool affine) {
  auto s = std::make_shared<state>(groups * channels, batch * groups);
  const size_t n = channels * positions;
  naive_norm r;
  r.forward = [=](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < batch * groups; ++i) {
      const float* x = a.x + i * n;
      float* y = a.y + i * n;
      const auto [mean, k] = statistics(x, n, true);
      s->mean[i] = mean;
      s->scale[i] = k;
      for (size_t c = 0; c < channels; ++c) {
        const size_t channel = i % groups * channels + c;
        const float w = affine ? s->weight[channel] : 1, b = affine ? s->bias[channel] : 0;
        for (size_t j = c * positions; j < (c + 1) * positions; ++j)
          y[j] = (x[j] - mean) * k * w + b;
      }
    }
  };
  r.backward = [=](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t g = 0; g < groups; ++g) {
      for (size_t c = 0; c < channels; ++c)
        s->dweight[g * channels + c] = s->dbias[g * channels + c] = 0;
      for (size_t m = 0; m < batch; ++m) {
        const size_t i = m * groups + g;
        const float *x = a.x + i * n, *dy = a.dy + i * n;
        float* dx = a.dx + i * n;
        const float mean = s->mean[i], k = s->scale[i];
        float sum = 0, dot = 0;
        for (size_t c = 0; c < channels; ++c) {
          const size_t channel = g * channels + c;
          float dw = 0, db = 0;
          for (size_t j = c * positions; j < (c + 1) * positions; ++j) {
            db += dy[j];
            dw += dy[j] * (x[j] - mean) * k;
          }
          s->dweight[channel] += dw;
          s->dbias[channel] += db;
          const float w = affine ? s->weight[channel] : 1;
          sum += db * w;
          dot += dw * w;
        }
        sum /= static_cast<float>(n);
        dot /= static_cast<float>(n);
        for (size_t c = 0; c < channels; ++c) {
          const float w = affine ? s->weight[g * channels + c] : 1;
          for (size_t j = c * positions; j < (c + 1) * positions; ++j)
            dx[j] = k * (dy[j] * w - sum - (x[j] - mean) * k * dot);
        }
      }
    }
  };
  return r;
}

naive_norm naive_channels(naive_arrays a, size_t batch, size_t channels, size_t positions) {
  auto s = std::make_shared<state>(channels, channels);
  const float count = static_cast<float>(batch * positions);
  naive_norm r;
  r.forward = [=](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t c = 0; c < channels; ++c) {
      float mean = 0, var = 0;
      for (size_t m = 0; m < batch; ++m) {
        const float* x = a.x + (m * channels + c) * positions;
        for (size_t j = 0; j < positions; ++j)
          mean += x[j];
      }
      mean /= count;
      for (size_t m = 0; m < batch; ++m) {
        const float* x = a.x + (m * channels + c) * positions;
        for (size_t j = 0; j < positions; ++j)
          var += (x[j] - mean) * (x[j] - mean);
      }
      const float k = 1 / std::sqrt(var / count + eps), w = s->weight[c], b = s->bias[c];
      s->mean[c] = mean;
      s->scale[c] = k;
      for (size_t m = 0; m < batch; ++m) {
        const float* x = a.x + (m * channels + c) * positions;
        float* y = a.y + (m * channels + c) * positions;
        for (size_t j = 0; j < positions; ++j)
          y[j] = (x[j] - mean) * k * w + b;
      }
    }
  };
  r.backward = [=](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t c = 0; c < channels; ++c) {
      const float mean = s->mean[c], k = s->scale[c], w = s->weight[c];
      float sum = 0, dot = 0;
      for (size_t m = 0; m < batch; ++m) {
        const float *x = a.x + (m * channels + c) * positions, *dy = a.dy + (m * channels + c) * positions;
        for (size_t j = 0; j < positions; ++j) {
          sum += dy[j];
          dot += dy[j] * (x[j] - mean) * k;
        }
      }
      s->dbias[c] = sum;
      s->dweight[c] = dot;
      for (size_t m = 0; m < batch; ++m) {
        const float *x = a.x + (m * channels + c) * positions, *dy = a.dy + (m * channels + c) * positions;
        float* dx = a.dx + (m * channels + c) * positions;
        for (size_t j = 0; j < positions; ++j)
          dx[j] = k * w * (dy[j] - sum / count - (x[j] - mean) * k * dot / count);
      }
    }
  };
  return r;
}

naive_norm naive_channels_last(naive_arrays a, size_t rows, size_t channels) {
  auto s = std::make_shared<state>(channels, channels);
  const float count = static_cast<float>(rows);
  // Sums of columns, by each thread for its rows, then together.
  const auto columns = [=](int threads, std::vector<float>& to, auto add) {
    to.assign(channels, 0);
#pragma omp parallel num_threads(threads)
    {
      std::vector<float> own(channels, 0);
#pragma omp for
      for (size_t i = 0; i < rows; ++i)
        add(own.data(), i * channels);
#pragma omp critical
      for (size_t c = 0; c < channels; ++c)
        to[c] += own[c];
    }
  };
  naive_norm r;
  r.forward = [=](int threads) {
    columns(threads, s->mean, [&](float* sum, size_t at) {
      for (size_t c = 0; c < channels; ++c)
        sum[c] += a.x[at + c];
    });
    for (float& m : s->mean)
      m /= count;
    columns(threads, s->scale, [&](float* sum, size_t at) {
      for (size_t c = 0; c < channels; ++c)
        sum[c] += (a.x[at + c] - s->mean[c]) * (a.x[at + c] - s->mean[c]);
    });
    for (float& k : s->scale)
      k = 1 / std::sqrt(k / count + eps);
    const float *mean = s->mean.data(), *k = s->scale.data(), *w = s->weight.data(), *b = s->bias.data();
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < rows; ++i)
      for (size_t c = 0; c < channels; ++c)
        a.y[i * channels + c] = (a.x[i * channels + c] - mean[c]) * k[c] * w[c] + b[c];
  };
  r.backward = [=](int threads) {
    const float *mean = s->mean.data(), *k = s->scale.data(), *w = s->weight.data();
    columns(threads, s->dbias, [&](float* sum, size_t at) {
      for (size_t c = 0; c < channels; ++c)
        sum[c] += a.dy[at + c];
    });
    columns(threads, s->dweight, [&](float* sum, size_t at) {
      for (size_t c = 0; c < channels; ++c)
        sum[c] += a.dy[at + c] * (a.x[at + c] - mean[c]) * k[c];
    });
    const float *db = s->dbias.data(), *dw = s->dweight.data();
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < rows; ++i)
      for (size_t c = 0; c < channels; ++c) {
        const size_t j = i * channels + c;
        a.dx[j] = k[c] * w[c] * (a.dy[j] - db[c] / count - (a.x[j] - mean[c]) * k[c] * dw[c] / count);
      }
  };
  return r;
}

} // namespace benchmark
