// For the thread sanitizer: what a layer promises that several threads use at a time. Four threads at once, each of
// whose calls runs on two, first train one shared layer: forward with `uncommitted` and a context of their own. Then
// they evaluate it, by calls and by forward in evaluation mode. Each time they also take a copy of it and train that
// both ways. Whatever they find must have the bits that a single thread finds. Not a Catch2 program, so that only this
// code is watched.
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/layer/layer.hpp>
#include <axnorm/norm/norm.hpp>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

using BN = Norm<Over<AllBut<C>>, Affine<C>, Tracked<C>>;
using sequence_batch = Tensor<float, N, C, L>;

bool same(const sequence_batch& a, const sequence_batch& b) {
  return std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(float)) == 0;
}

/// Runs `work`, which says whether all was well, in four threads at once.
template<class Work>
bool at_once(const Work& work) {
  std::atomic<bool> fine = true;
  std::vector<std::thread> team;
  for (int t = 0; t < 4; ++t)
    team.emplace_back([&] {
      for (int k = 0; k < 3; ++k)
        if (!work()) fine = false;
    });
  for (std::thread& t : team)
    t.join();
  return fine;
}

/// What both ways of training a layer give, on its own.
bool trains(Layer<BN> own, const sequence_batch& x, const sequence_batch& dy, const sequence_batch& expected) {
  auto context = own.context(x);
  sequence_batch y(x.extents()), dx(x.extents());
  own.train();
  own.forward(x, into(y), context, threads(2));
  own.backward(context, dy, into(dx), threads(2));
  return same(dx, expected);
}

} // namespace

int main() {
  sequence_batch x(16, 5, 1200), dy(16, 5, 1200), trained(16, 5, 1200), evaluated(16, 5, 1200), dx(16, 5, 1200);
  generate(x, [](auto n, auto c, auto l) { return static_cast<float>((7 * n + 3 * c + l) % 11); });
  generate(dy, [](auto n, auto c, auto l) { return static_cast<float>((5 * n + c + 2 * l) % 13); });
  Layer<BN> layer{dim<C>(5)};
  auto context = layer.context(x);
  layer.forward(x, into(trained), context, uncommitted, threads(4));
  layer.backward(context, dy, into(dx), threads(4));

  const bool training = at_once([&] {
    auto own = layer.context(x);
    sequence_batch y(x.extents());
    layer.forward(x, into(y), own, uncommitted, threads(2));
    return own.is_finite() && same(y, trained) && trains(layer, x, dy, dx);
  });
  if (!training || layer.batches_tracked() != 0) return std::puts("training: the threads' results differ"), 1;

  layer.commit(context);
  layer.eval();
  layer(x, into(evaluated));
  const bool evaluation = at_once([&] {
    auto own = layer.context(x);
    sequence_batch y(x.extents()), z(x.extents());
    layer(x, into(y), threads(2));
    layer.forward(x, into(z), own, uncommitted, threads(2));
    return same(y, evaluated) && same(z, evaluated) && trains(layer, x, dy, dx);
  });
  if (!evaluation) return std::puts("evaluation: the threads' results differ"), 1;
  return 0;
}
