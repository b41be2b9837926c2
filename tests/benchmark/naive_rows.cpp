// Layer and RMS norm of rows.
#include "benchmark/naive.hpp"

#include <cmath>

namespace benchmark {

using std::size_t;

/// Parameters have an element for each of a row; RMS norm is not centred.
naive_norm naive_rows(const peer_case& c, bool centred) {
  const naive_arrays a(c);
  const size_t rows = rows_of(c).count, n = rows_of(c).size;
  auto s = std::make_shared<naive_state>(c, n, rows);
  naive_norm r;
  r.forward = [=](int threads) {
    const float *w = s->weight, *b = s->bias;
#pragma omp parallel for num_threads(threads)
    for (size_t i = 0; i < rows; ++i) {
      const float* x = a.x + i * n;
      float* y = a.y + i * n;
      const auto [mean, k] = naive_statistics(x, n, centred);
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
    const float* w = s->weight;
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
    float *dw = s->dweight, *db = s->dbias;
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

} // namespace benchmark
