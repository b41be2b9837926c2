// Group and instance norm, channels before positions and after them.
#include "benchmark/naive.hpp"

#include <cmath>

namespace benchmark {

using std::size_t;

namespace {

float sigmoid(float v) { return 1 / (1 + std::exp(-v)); }

template<bool Silu>
naive_norm groups_of(const peer_case& c, size_t groups) {
  const naive_arrays a(c);
  const size_t batch = image_of(c).batch, channels = image_of(c).channels / groups, positions = image_of(c).positions;
  auto s = std::make_shared<naive_state>(c, groups * channels, batch * groups);
  const size_t n = channels * positions;
  naive_norm r;
  r.forward = [=](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < batch * groups; ++i) {
      const float* x = a.x + i * n;
      float* y = a.y + i * n;
      const auto [mean, k] = naive_statistics(x, n, true);
      s->mean[i] = mean;
      s->scale[i] = k;
      for (size_t c = 0; c < channels; ++c) {
        const size_t channel = i % groups * channels + c;
        const float w = s->weight[channel], b = s->bias[channel];
        for (size_t j = c * positions; j < (c + 1) * positions; ++j)
          if (const float v = (x[j] - mean) * k * w + b; Silu)
            y[j] = v * sigmoid(v);
          else
            y[j] = v;
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
        // What arrives at the norm.
        const auto arriving = [&](size_t j, float w, float b) {
          if (!Silu) return dy[j];
          const float v = (x[j] - mean) * k * w + b, p = sigmoid(v);
          return dy[j] * (p + v * p * (1 - p));
        };
        float sum = 0, dot = 0;
        for (size_t c = 0; c < channels; ++c) {
          const size_t channel = g * channels + c;
          const float w = s->weight[channel], b = s->bias[channel];
          float dw = 0, db = 0;
          for (size_t j = c * positions; j < (c + 1) * positions; ++j) {
            const float g = arriving(j, w, b);
            db += g;
            dw += g * (x[j] - mean) * k;
          }
          s->dweight[channel] += dw;
          s->dbias[channel] += db;
          sum += db * w;
          dot += dw * w;
        }
        sum /= static_cast<float>(n);
        dot /= static_cast<float>(n);
        for (size_t c = 0; c < channels; ++c) {
          const float w = s->weight[g * channels + c], b = s->bias[g * channels + c];
          for (size_t j = c * positions; j < (c + 1) * positions; ++j)
            dx[j] = k * (arriving(j, w, b) * w - sum - (x[j] - mean) * k * dot);
        }
      }
    }
  };
  return r;
}

} // namespace

naive_norm naive_groups(const peer_case& c, size_t groups, bool silu) {
  return silu ? groups_of<true>(c, groups) : groups_of<false>(c, groups);
}

/// Positions outside, the channels of a group inside.
naive_norm naive_groups_last(const peer_case& c, size_t groups) {
  const naive_arrays a(c);
  const size_t batch = image_of(c).batch, all = image_of(c).channels, channels = all / groups,
               positions = image_of(c).positions;
  auto s = std::make_shared<naive_state>(c, all, batch * groups);
  const float count = static_cast<float>(channels * positions);
  naive_norm r;
  r.forward = [=](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < batch * groups; ++i) {
      const size_t first = i / groups * positions * all + i % groups * channels;
      const float *w = s->weight + i % groups * channels, *b = s->bias + i % groups * channels;
      float mean = 0, var = 0;
      for (size_t p = 0; p < positions; ++p)
        for (size_t c = 0; c < channels; ++c)
          mean += a.x[first + p * all + c];
      mean /= count;
      for (size_t p = 0; p < positions; ++p)
        for (size_t c = 0; c < channels; ++c)
          var += (a.x[first + p * all + c] - mean) * (a.x[first + p * all + c] - mean);
      const float k = 1 / std::sqrt(var / count + naive_eps);
      s->mean[i] = mean;
      s->scale[i] = k;
      for (size_t p = 0; p < positions; ++p)
        for (size_t c = 0; c < channels; ++c)
          a.y[first + p * all + c] = (a.x[first + p * all + c] - mean) * k * w[c] + b[c];
    }
  };
  r.backward = [=](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t g = 0; g < groups; ++g) {
      const float* w = s->weight + g * channels;
      float *dw = s->dweight + g * channels, *db = s->dbias + g * channels;
      for (size_t c = 0; c < channels; ++c)
        dw[c] = db[c] = 0;
      for (size_t m = 0; m < batch; ++m) {
        const size_t first = m * positions * all + g * channels;
        const float mean = s->mean[m * groups + g], k = s->scale[m * groups + g];
        float sum = 0, dot = 0;
        for (size_t p = 0; p < positions; ++p)
          for (size_t c = 0; c < channels; ++c) {
            const size_t j = first + p * all + c;
            const float normalized = (a.x[j] - mean) * k;
            db[c] += a.dy[j];
            dw[c] += a.dy[j] * normalized;
            sum += a.dy[j] * w[c];
            dot += a.dy[j] * w[c] * normalized;
          }
        sum /= count;
        dot /= count;
        for (size_t p = 0; p < positions; ++p)
          for (size_t c = 0; c < channels; ++c) {
            const size_t j = first + p * all + c;
            a.dx[j] = k * (a.dy[j] * w[c] - sum - (a.x[j] - mean) * k * dot);
          }
      }
    }
  };
  return r;
}

} // namespace benchmark
