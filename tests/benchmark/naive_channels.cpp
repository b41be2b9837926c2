// Batch norm, channels before positions and after them.
#include "benchmark/naive.hpp"

#include <algorithm>
#include <cmath>

namespace benchmark {

using std::size_t;

naive_norm naive_channels(const peer_case& c) {
  const naive_arrays a(c);
  const size_t batch = image_of(c).batch, channels = image_of(c).channels, positions = image_of(c).positions;
  auto s = std::make_shared<naive_state>(c, channels, channels);
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
      const float k = 1 / std::sqrt(var / count + naive_eps), w = s->weight[c], b = s->bias[c];
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
  const float *running_mean = c.at("running_mean"), *running_var = c.at("running_var");
  r.evaluation = [=](int threads) {
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < batch * channels; ++i) {
      const size_t c = i % channels;
      const float mean = running_mean[c], k = s->weight[c] / std::sqrt(running_var[c] + naive_eps), b = s->bias[c];
      for (size_t j = i * positions; j < (i + 1) * positions; ++j)
        a.y[j] = (a.x[j] - mean) * k + b;
    }
  };
  return r;
}

naive_norm naive_channels_last(const peer_case& c) {
  const naive_arrays a(c);
  const size_t rows = rows_of(c).count, channels = rows_of(c).size;
  auto s = std::make_shared<naive_state>(c, channels, channels);
  const float count = static_cast<float>(rows);
  // Sums of columns, by each thread for its rows, then together.
  const auto columns = [=](int threads, float* to, auto add) {
    std::fill_n(to, channels, 0.f);
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
    columns(threads, s->mean.data(), [&](float* sum, size_t at) {
      for (size_t c = 0; c < channels; ++c)
        sum[c] += a.x[at + c];
    });
    for (float& m : s->mean)
      m /= count;
    columns(threads, s->scale.data(), [&](float* sum, size_t at) {
      for (size_t c = 0; c < channels; ++c)
        sum[c] += (a.x[at + c] - s->mean[c]) * (a.x[at + c] - s->mean[c]);
    });
    for (float& k : s->scale)
      k = 1 / std::sqrt(k / count + naive_eps);
    const float *mean = s->mean.data(), *k = s->scale.data(), *w = s->weight, *b = s->bias;
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < rows; ++i)
      for (size_t c = 0; c < channels; ++c)
        a.y[i * channels + c] = (a.x[i * channels + c] - mean[c]) * k[c] * w[c] + b[c];
  };
  r.backward = [=](int threads) {
    const float *mean = s->mean.data(), *k = s->scale.data(), *w = s->weight;
    columns(threads, s->dbias, [&](float* sum, size_t at) {
      for (size_t c = 0; c < channels; ++c)
        sum[c] += a.dy[at + c];
    });
    columns(threads, s->dweight, [&](float* sum, size_t at) {
      for (size_t c = 0; c < channels; ++c)
        sum[c] += a.dy[at + c] * (a.x[at + c] - mean[c]) * k[c];
    });
    const float *db = s->dbias, *dw = s->dweight;
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < rows; ++i)
      for (size_t c = 0; c < channels; ++c) {
        const size_t j = i * channels + c;
        a.dx[j] = k[c] * w[c] * (a.dy[j] - db[c] / count - (a.x[j] - mean[c]) * k[c] * dw[c] / count);
      }
  };
  const float *running_mean = c.at("running_mean"), *running_var = c.at("running_var");
  r.evaluation = [=](int threads) {
    const float *w = s->weight, *b = s->bias;
    std::vector<float> k(channels);
    for (size_t c = 0; c < channels; ++c)
      k[c] = w[c] / std::sqrt(running_var[c] + naive_eps);
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < rows; ++i)
      for (size_t c = 0; c < channels; ++c)
        a.y[i * channels + c] = (a.x[i * channels + c] - running_mean[c]) * k[c] + b[c];
  };
  return r;
}

} // namespace benchmark
