// What a peer is told of a case: its names, and its arrays by name. Used by the peers, which make of it what they have
// to do, and by the report. Must not know: axnorm.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace benchmark {

/// Does the whole of a case once, with so many threads.
using job = std::function<void(int threads)>;

enum class element { f32, bf16, boolean };
constexpr std::size_t bytes_of(element e) { return e == element::f32 ? 4 : e == element::bf16 ? 2 : 1; }
constexpr const char* name_of(element e) { return e == element::f32 ? "f32" : e == element::bf16 ? "bf16" : "bool"; }

/// x, dy, y, dx; residual, mask or style; parameters and running statistics, and dweight for the gradient of weight.
struct named_array {
  std::string name;
  void* data = nullptr;
  std::size_t size = 0; ///< elements
  element type = element::f32;
  bool result = false; ///< the case writes it

  std::size_t bytes() const { return size * bytes_of(type); }
};

struct peer_case {
  std::string op, dtype, layout, mode; ///< mode: fwd, fwdbwd or eval
  std::vector<std::size_t> shape;      ///< in the order of memory
  std::vector<named_array> arrays;

  std::string shape_text() const {
    std::string r;
    for (const std::size_t n : shape)
      r += (r.empty() ? "" : "x") + std::to_string(n);
    return r;
  }
  std::string name() const { return op + " " + mode + " " + shape_text() + " " + layout + " " + dtype; }
  bool both_ways() const { return mode == "fwdbwd"; }
  bool channels_last() const { return shape.size() == 4 && layout == "nhwc"; }

  /// The array of that name; null if there is none.
  template<class T = float>
  T* at(std::string_view array) const {
    for (const named_array& a : arrays)
      if (a.name == array) return static_cast<T*>(a.data);
    return nullptr;
  }
};

/// What a norm of channels takes an image for: `batch` samples of `channels` channels of `positions`.
struct image {
  std::size_t batch, channels, positions;
};
inline image image_of(const peer_case& c) {
  const auto& s = c.shape;
  return c.channels_last() ? image{s[0], s[3], s[1] * s[2]} : image{s[0], s[1], s[2] * s[3]};
}
/// What a norm of rows takes it for: `count` rows of `size`.
struct rows {
  std::size_t count, size;
};
inline rows rows_of(const peer_case& c) {
  rows r{1, c.shape.back()};
  for (std::size_t i = 0; i + 1 < c.shape.size(); ++i)
    r.count *= c.shape[i];
  return r;
}

/// A peer that is built in, and the job that it makes of a case, for so many threads: none if it has no such case.
struct peer {
  std::string name;
  job (*make)(const peer_case&, int threads);
};
std::vector<peer> built_in_peers();

} // namespace benchmark
