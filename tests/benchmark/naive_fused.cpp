// Rows with what stands around their norm: a residual and GELU, a mask; and softmax.
#include "benchmark/naive.hpp"

#include <algorithm>

namespace benchmark {

using std::size_t;

naive_norm naive_residual_gelu(const peer_case& c) {
  const naive_arrays a(c);
  const size_t rows = rows_of(c).count, n = rows_of(c).size;
  auto s = std::make_shared<naive_state>(c, n, rows);
  const float *residual = c.at("residual"), *dadded = c.at("dadded");
  float *added = c.at("added"), *dresidual = c.at("dresidual");
  naive_norm r;
  r.forward = [=](int threads) {
    const float *w = s->weight, *b = s->bias;
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < rows; ++i) {
      float *sum = added + i * n, *y = a.y + i * n;
      for (size_t j = 0; j < n; ++j)
        sum[j] = a.x[i * n + j] + residual[i * n + j];
      const auto [mean, k] = naive_statistics(sum, n, true);
      s->mean[i] = mean;
      s->scale[i] = k;
      for (size_t j = 0; j < n; ++j) {
        const float v = (sum[j] - mean) * k * w[j] + b[j];
        y[j] = v * .5f * (1 + std::erf(v * .70710678f));
      }
    }
  };
  r.backward = [=](int threads) {
    const float *w = s->weight, *b = s->bias;
    float *dw = s->dweight, *db = s->dbias;
    for (size_t j = 0; j < n; ++j)
      dw[j] = db[j] = 0;
#pragma omp parallel num_threads(threads)
    {
      std::vector<float> arriving(n), own(2 * n, 0.f); // by each thread for its rows, then together
#pragma omp for
      for (size_t i = 0; i < rows; ++i) {
        const float *x = added + i * n, *dy = a.dy + i * n, *dsum = dadded + i * n;
        const float mean = s->mean[i], k = s->scale[i];
        float sum = 0, dot = 0;
        for (size_t j = 0; j < n; ++j) {
          const float h = (x[j] - mean) * k, v = h * w[j] + b[j];
          const float g = dy[j] * (.5f * (1 + std::erf(v * .70710678f)) + v * .39894228f * std::exp(-.5f * v * v));
          own[j] += g * h;
          own[n + j] += g;
          arriving[j] = g * w[j];
          sum += arriving[j];
          dot += arriving[j] * h;
        }
        sum /= static_cast<float>(n);
        dot /= static_cast<float>(n);
        for (size_t j = 0; j < n; ++j)
          a.dx[i * n + j] = dresidual[i * n + j] = k * (arriving[j] - sum - (x[j] - mean) * k * dot) + dsum[j];
      }
#pragma omp critical
      for (size_t j = 0; j < n; ++j) {
        dw[j] += own[j];
        db[j] += own[n + j];
      }
    }
  };
  return r;
}

naive_norm naive_masked_rows(const peer_case& c) {
  const naive_arrays a(c);
  const size_t samples = c.shape[0], length = c.shape[1], n = c.shape[2];
  auto s = std::make_shared<naive_state>(c, n, samples);
  const bool* mask = c.at<bool>("mask");
  auto count = std::make_shared<std::vector<float>>(samples);
  naive_norm r;
  r.forward = [=](int threads) {
    const float *w = s->weight, *b = s->bias;
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < samples; ++i) {
      const bool* counts = mask + i * length;
      const float* x = a.x + i * length * n;
      float *y = a.y + i * length * n, mean = 0, var = 0;
      size_t positions = 0;
      for (size_t l = 0; l < length; ++l)
        if (counts[l]) {
          ++positions;
          for (size_t j = 0; j < n; ++j)
            mean += x[l * n + j];
        }
      (*count)[i] = static_cast<float>(positions * n);
      mean /= (*count)[i];
      for (size_t l = 0; l < length; ++l)
        if (counts[l])
          for (size_t j = 0; j < n; ++j)
            var += (x[l * n + j] - mean) * (x[l * n + j] - mean);
      const float k = 1 / std::sqrt(var / (*count)[i] + naive_eps);
      s->mean[i] = mean;
      s->scale[i] = k;
      for (size_t l = 0; l < length; ++l)
        for (size_t j = 0; j < n; ++j)
          y[l * n + j] = counts[l] ? (x[l * n + j] - mean) * k * w[j] + b[j] : 0;
    }
  };
  r.backward = [=](int threads) {
    const float* w = s->weight;
    float *dw = s->dweight, *db = s->dbias;
    for (size_t j = 0; j < n; ++j)
      dw[j] = db[j] = 0;
#pragma omp parallel num_threads(threads)
    {
      std::vector<float> own(2 * n, 0.f);
#pragma omp for
      for (size_t i = 0; i < samples; ++i) {
        const bool* counts = mask + i * length;
        const size_t first = i * length * n;
        const float *x = a.x + first, *dy = a.dy + first;
        float* dx = a.dx + first;
        const float mean = s->mean[i], k = s->scale[i];
        float sum = 0, dot = 0;
        for (size_t l = 0; l < length; ++l)
          if (counts[l])
            for (size_t j = 0; j < n; ++j) {
              const float h = (x[l * n + j] - mean) * k, g = dy[l * n + j];
              own[j] += g * h;
              own[n + j] += g;
              sum += g * w[j];
              dot += g * w[j] * h;
            }
        sum /= (*count)[i];
        dot /= (*count)[i];
        for (size_t l = 0; l < length; ++l)
          for (size_t j = 0; j < n; ++j)
            dx[l * n + j] = counts[l] ? k * (dy[l * n + j] * w[j] - sum - (x[l * n + j] - mean) * k * dot) : 0;
      }
#pragma omp critical
      for (size_t j = 0; j < n; ++j) {
        dw[j] += own[j];
        db[j] += own[n + j];
      }
    }
  };
  return r;
}

naive_norm naive_softmax(const peer_case& c) {
  const naive_arrays a(c);
  const size_t rows = rows_of(c).count, n = rows_of(c).size;
  naive_norm r;
  r.forward = [=](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < rows; ++i) {
      const float* x = a.x + i * n;
      float *y = a.y + i * n, most = x[0], sum = 0;
      for (size_t j = 0; j < n; ++j)
        most = std::max(most, x[j]);
      for (size_t j = 0; j < n; ++j) {
        y[j] = std::exp(x[j] - most);
        sum += y[j];
      }
      for (size_t j = 0; j < n; ++j)
        y[j] /= sum;
    }
  };
  r.backward = [=](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < rows; ++i) {
      const float *y = a.y + i * n, *dy = a.dy + i * n;
      float dot = 0;
      for (size_t j = 0; j < n; ++j)
        dot += dy[j] * y[j];
      for (size_t j = 0; j < n; ++j)
        a.dx[i * n + j] = y[j] * (dy[j] - dot);
    }
  };
  return r;
}

} // namespace benchmark
