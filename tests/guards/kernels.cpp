// Six small calls in a steady state, for the tests of this folder, which count their instructions and look at the code
// of their kernels.
//   kernels NAME         makes that call twice, the second time inside `counted`; so small that all data fit every
//                        machine's caches many times over, and no choice depends on the machine
//   kernels allocations  makes each call twice, larger, on one thread and on two: the second allocates nothing
#include <axnorm/axnorm.hpp>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string_view>

using namespace axnorm;
using namespace axnorm::axes;

namespace {
std::atomic<std::size_t> allocations = 0;
} // namespace

// Not inlined: g++ takes a pair of these, one inlined and one not, for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t n) {
  ++allocations;
  if (void* p = std::malloc(n)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t n, std::align_val_t a) {
  ++allocations;
  const auto align = static_cast<std::size_t>(a);
  if (void* p = std::aligned_alloc(align, (n + align - 1) / align * align)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

// Neither inlined nor cloned, and of a name that a tool can be told.
extern "C" [[gnu::noipa]] void counted(void (*call)(void* on), void* on) { call(on); }

namespace {

using LN = LayerNorm<C>;
using BN = Norm<Over<N, H, W>, Affine<C>>;
using GN = GroupNorm<8>;

/// How often the inputs of the small calls, one behind the other, and on how many threads.
struct size {
  std::int64_t times = 1;
  int threads = 1;
};

/// A call that no one counts, which takes what memory it keeps, and one that is counted.
template<class F>
void twice(F call) {
  call();
  allocations = 0;
  counted([](void* on) { (*static_cast<F*>(on))(); }, &call);
}

template<class T>
void fill(T& x, int seed) {
  for (std::int64_t i = 0; i < x.size(); ++i)
    x.data()[i] = typename T::element_type(static_cast<float>((i * 37 + seed) % 101) / 64 - 0.75f);
}

/// The result of a norm that has a weight and a bias along C.
template<class F, class E, class... Axes>
void forward(size s, std::int64_t batch, auto... extents) {
  Tensor<E, Axes...> x(batch * s.times, extents...), y(x.extents());
  fill(x, 1);
  Tensor<float, C> weight(x.template extent<C>()), bias(x.template extent<C>());
  fill(weight, 2);
  fill(bias, 3);
  twice([&] { evaluate<F{}>(into(y), x, arg<"weight"> = weight, arg<"bias"> = bias, threads(s.threads)); });
}

/// A layer's way back, and the way there too, or not.
template<class F, class... Axes>
void backward(size s, bool both, std::int64_t batch, auto... extents) {
  Tensor<float, Axes...> x(batch * s.times, extents...), y(x.extents()), dy(x.extents()), dx(x.extents());
  fill(x, 1);
  fill(dy, 2);
  Layer<F> layer;
  auto context = layer.context(x);
  layer.forward(x, into(y), context, threads(s.threads));
  twice([&] {
    if (both) layer.forward(x, into(y), context, threads(s.threads));
    layer.backward(context, dy, into(dx), threads(s.threads));
  });
}

struct named_call {
  const char* name;
  void (*make)(size);
};
constexpr named_call calls[] = {
    {"ln_forward", [](size s) { forward<LN, float, N, C>(s, 32, 768); }},
    {"ln_bfloat16_forward", [](size s) { forward<LN, bfloat16, N, C>(s, 32, 768); }},
    {"ln_both", [](size s) { backward<LN, N, C>(s, true, 32, 768); }},
    {"bn_backward", [](size s) { backward<BN, N, C, H, W>(s, false, 4, 8, 14, 14); }},
    {"bn_channels_last_forward", [](size s) { forward<BN, float, N, H, W, C>(s, 4, 7, 7, 72); }},
    {"gn_forward", [](size s) { forward<GN, float, N, C, H, W>(s, 4, 32, 14, 14); }},
};

bool none_allocates() {
  bool none = true;
  for (const named_call& c : calls)
    for (const int threads : {1, 2}) {
      c.make({40, threads});
      if (allocations == 0) continue;
      std::printf("%s on %d threads: %zu allocations in a call like the one before\n", c.name, threads,
                  allocations.load());
      none = false;
    }
  return none;
}

} // namespace

int main(int count, char** words) {
  const std::string_view word = count == 2 ? words[1] : "";
  if (word == "allocations") return none_allocates() ? 0 : 1;
  for (const named_call& c : calls)
    if (word == c.name) return c.make({}), 0;
  std::fputs("usage: kernels NAME, one of: allocations", stderr);
  for (const named_call& c : calls)
    std::fprintf(stderr, " %s", c.name);
  std::fputs("\n", stderr);
  return 2;
}
