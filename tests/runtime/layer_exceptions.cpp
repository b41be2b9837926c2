// What is left when a call of a layer runs out of memory, wherever it asks for some: everything is as it was, results
// and state alike. Each call is tried with its first allocation failing, then with its second, until it succeeds.
#include "support/catch.hpp"
#include <axnorm/layer/layer.hpp>
#include <axnorm/layer/optimizer.hpp>
#include <axnorm/norm/named.hpp>

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

thread_local std::int64_t left = -1; ///< allocations until one fails; negative: none does

bool fails() { return left >= 0 && left-- == 0; }

} // namespace

// Not inlined: g++ takes a pair of these, one inlined and one not, for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t n) {
  if (fails()) throw std::bad_alloc();
  if (void* p = std::malloc(n)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t n, std::align_val_t a) {
  if (fails()) throw std::bad_alloc();
  const auto align = static_cast<std::size_t>(a);
  if (void* p = std::aligned_alloc(align, (n + align - 1) / align * align)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t n, const std::nothrow_t&) noexcept { return std::malloc(n); }
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

namespace {

using image = Tensor<float, N, C, L>;

image data(std::int64_t n, std::int64_t c, std::int64_t l) {
  image x(n, c, l);
  for (std::int64_t i = 0; i < x.size(); ++i)
    x.data()[i] = static_cast<float>(i % 17) * 0.25f - static_cast<float>(i % 5);
  return x;
}
/// All that a layer holds, as numbers.
template<class F>
std::vector<float> state_of(Layer<F>& layer) {
  std::vector<float> all{static_cast<float>(layer.batches_tracked()), static_cast<float>(layer.is_sized())};
  if (!layer.is_sized()) return all;
  const auto append = [&](const auto& views) {
    for (const auto& v : views)
      all.insert(all.end(), v.data, v.data + v.size);
  };
  append(layer.parameters());
  append(layer.gradients());
  append(layer.buffers());
  return all;
}

/// A layer after a training step, and what its next calls are given.
template<class F>
struct step {
  Layer<F> layer;
  image x = data(200, 3, 40), y = data(200, 3, 40), dy = data(200, 3, 40), dx = data(200, 3, 40);
  decltype(std::declval<Layer<F>&>().context(std::declval<image&>())) context, next;

  explicit step(Layer<F> of) : layer(std::move(of)) {
    context = layer.context(x);
    layer.forward(x, into(y), context);
    layer.backward(context, dy, into(dx));
    y.fill(7);
    dx.fill(7);
  }
  std::vector<float> all() {
    std::vector<float> r = state_of(layer);
    for (const image* t : {&x, &y, &dy, &dx})
      r.insert(r.end(), t->data(), t->data() + t->size());
    return r;
  }
};

/// Makes an object and calls it, in a new thread, which has no memory left from calls before, with the k-th allocation
/// failing, for k = 0, 1, ... until that one is never made. Returns how often the call failed.
template<class Make, class Call>
int failures(Make make, Call call) {
  for (int k = 0;; ++k) {
    bool failed = false;
    auto object = make();
    const std::vector<float> before = object.all();
    std::thread([&] {
      left = k;
      try {
        call(object);
      } catch (const std::bad_alloc&) {
        failed = true;
      }
      left = -1;
    }).join();
    const bool intact = !failed || object.all() == before;
    INFO("allocation " << k);
    CHECK(intact);
    if (!failed || !intact) return k;
  }
}

using BN = BatchNorm;
using LN = LayerNorm<C, L>;

} // namespace

TEST_CASE("a layer that runs out of memory leaves results and state as they were", "[layer]") {
  const auto check = []<class F>(Layer<F> (*make)(), F) {
    const auto trained = [&] { return step<F>(make()); };
    CHECK(failures(trained, [](auto& s) { s.layer.forward(s.x, into(s.y), s.next, threads(1)); }) >= 2);
    CHECK(failures(trained, [](auto& s) { static_cast<void>(s.layer.forward(s.x)); }) >= 2);
    CHECK(failures(trained, [](auto& s) { s.layer.backward(s.context, s.dy, into(s.dx), threads(1)); }) >= 1);
    CHECK(failures(trained, [](auto& s) { s.layer.backward(s.context, s.dy, into(s.dx), accumulate); }) >= 2);
  };
  check(+[] { return Layer<BN>{dim<C>(3)}; }, BN{});
  check(+[] { return Layer<LN>{dim<C>(3), dim<L>(40)}; }, LN{});
}

TEST_CASE("a layer that runs out of memory in its first call stays without tensors", "[layer]") {
  struct first {
    Layer<BN> layer;
    image x = data(20, 3, 4);
    std::vector<float> all() { return state_of(layer); }
  };
  CHECK(failures([] { return first{}; }, [](first& f) { static_cast<void>(f.layer.forward(f.x)); }) >= 4);
}

TEST_CASE("a state that memory does not suffice to load is not loaded in part", "[layer]") {
  struct loading {
    Layer<BN> from{dim<C>(3)}, to{dim<C>(3)};
    std::vector<float> all() { return state_of(to); }
  };
  const auto make = [] {
    loading r;
    static_cast<void>(r.from.forward(data(20, 3, 4)));
    return r;
  };
  CHECK(failures(make, [](loading& l) { l.to.load_state(l.from.state()); }) >= 1);
}
