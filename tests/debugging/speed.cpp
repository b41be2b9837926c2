// Prints how long a training step of a layer norm, a batch norm and an evaluated formula take, in microseconds, least
// of many: what builds for debugging are compared by.
#include <axnorm/axnorm.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

using namespace axnorm;
using namespace axnorm::axes;

constexpr auto in = input<"x">;
struct FRN {
  static constexpr auto formula =
      max(parameter<"weight", C>(1) * in * rsqrt(mean<Over<H, W>>(square(in)) + 1e-6) + parameter<"bias", C>(0),
          parameter<"tau", C>(0));
};

namespace {

template<class Call>
void measure(const char* name, Call call) {
  using clock = std::chrono::steady_clock;
  double least = 1e9;
  const auto begin = clock::now();
  for (int round = 0; round < 200 && clock::now() - begin < std::chrono::milliseconds(400); ++round) {
    const auto start = clock::now();
    call();
    least = std::min(least, std::chrono::duration<double, std::micro>(clock::now() - start).count());
  }
  std::printf("%s %.1f\n", name, least);
}

template<class X>
X numbers(X x) {
  for (std::int64_t i = 0; i < x.size(); ++i)
    x.data()[i] = std::sin(static_cast<float>(i));
  return x;
}

} // namespace

int main() {
  {
    const auto x = numbers(Tensor<float, N, C>(256, 512)), dy = numbers(Tensor<float, N, C>(256, 512));
    Tensor<float, N, C> y(256, 512), dx(256, 512);
    Layer<LayerNorm<C>> layer{dim<C>(512)};
    auto context = layer.context(x);
    measure("layer_norm", [&] {
      layer.forward(x, into(y), context, threads(1));
      layer.backward(context, dy, into(dx), threads(1));
    });
  }
  {
    const auto x = numbers(Tensor<float, N, C, H, W>(8, 16, 28, 28)),
               dy = numbers(Tensor<float, N, C, H, W>(8, 16, 28, 28));
    Tensor<float, N, C, H, W> y(8, 16, 28, 28), dx(8, 16, 28, 28);
    Layer<BatchNorm> layer{dim<C>(16)};
    auto context = layer.context(x);
    measure("batch_norm", [&] {
      layer.forward(x, into(y), context, threads(1));
      layer.backward(context, dy, into(dx), threads(1));
    });
    measure("formula", [&] { evaluate<FRN{}>(into(y), in = x, threads(1)); });
  }
}
