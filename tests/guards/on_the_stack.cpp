// What stack_traffic.py has to find, and what not: sums of packs by a constant index, by one that is known at run time
// only, and by a function that is called in each step.
#include <immintrin.h>

namespace {

template<int Count>
struct constant_kernel {
  [[gnu::noinline]] static float run(const float* x, long n) {
    __m256 sum[2] = {};
    for (long i = 0; i < n; i += 16) {
      sum[0] = _mm256_add_ps(sum[0], _mm256_loadu_ps(x + i));
      sum[1] = _mm256_add_ps(sum[1], _mm256_loadu_ps(x + i + 8));
    }
    return _mm256_cvtss_f32(_mm256_add_ps(sum[0], sum[1]));
  }
};

template<int Count>
struct run_time_kernel {
  [[gnu::noinline]] static float run(const float* x, long n, const int* which) {
    __m256 sum[Count] = {};
    for (long i = 0; i < n; i += 8)
      sum[which[i]] = _mm256_add_ps(sum[which[i]], _mm256_loadu_ps(x + i));
    return _mm256_cvtss_f32(_mm256_add_ps(sum[0], sum[1]));
  }
};

/// Not inlined, as a lambda might not be.
[[gnu::noipa]] void add(__m256* sum, const float* x) { *sum = _mm256_add_ps(*sum, _mm256_loadu_ps(x)); }

template<int Count>
struct out_of_line_kernel {
  [[gnu::noinline]] static float run(const float* x, long n) {
    __m256 sum[Count] = {};
    for (long i = 0; i < n; i += 8)
      add(&sum[1], x + i);
    return _mm256_cvtss_f32(_mm256_add_ps(sum[0], sum[1]));
  }
};

} // namespace

float all(const float* x, long n, const int* which) {
  return constant_kernel<2>::run(x, n) + run_time_kernel<4>::run(x, n, which) + out_of_line_kernel<2>::run(x, n);
}
