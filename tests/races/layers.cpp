// For the thread sanitizer: one layer used by several threads, and the loops' own threads, at sizes that use them all.
// Not a Catch2 program, so that only this code is watched.
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/layer/layer.hpp>
#include <axnorm/norm/norm.hpp>

#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

using BN = Norm<Over<AllBut<C>>, Affine<C>, Tracked<C>>;

bool same(const Tensor<float, N, C, L>& a, const Tensor<float, N, C, L>& b) {
  return std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(float)) == 0;
}

} // namespace

int main() {
  Tensor<float, N, C, L> x(16, 5, 1200), y(16, 5, 1200), dy(16, 5, 1200), dx(16, 5, 1200);
  generate(x, [](auto n, auto c, auto l) { return static_cast<float>((7 * n + 3 * c + l) % 11); });
  generate(dy, [](auto n, auto c, auto l) { return static_cast<float>((5 * n + c + 2 * l) % 13); });
  Layer<BN> layer{dim<C>(5)};
  auto context = layer.context(x);
  layer.forward(x, into(y), context, threads(4));
  layer.backward(context, dy, into(dx), threads(4));

  // Forward without committing, backward to gradients of other threads' own layers, evaluation: all at once.
  layer.eval();
  layer(x, into(y));
  std::vector<Tensor<float, N, C, L>> found(4, y);
  std::vector<std::thread> team;
  for (auto& own : found)
    team.emplace_back([&] {
      for (int k = 0; k < 3; ++k) {
        own.fill(0);
        layer(x, into(own), threads(2));
      }
      Layer<BN> mine = layer;
      auto my_context = mine.context(x);
      Tensor<float, N, C, L> z(16, 5, 1200);
      mine.forward(x, into(z), my_context, threads(2));
      mine.backward(my_context, dy, into(z), threads(2));
    });
  for (std::thread& t : team)
    t.join();
  for (const auto& one : found)
    if (!same(one, y)) return std::puts("the threads' results differ"), 1;
  return 0;
}
