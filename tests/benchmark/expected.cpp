#include "benchmark/expected.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace benchmark {
namespace {

float value(const std::byte* data, std::size_t i, element type) {
  if (type == element::f32) {
    float f = 0;
    std::memcpy(&f, data + 4 * i, 4);
    return f;
  }
  std::uint16_t h = 0;
  std::memcpy(&h, data + 2 * i, 2);
  return std::bit_cast<float>(std::uint32_t{h} << 16);
}

/// Roundings pass, another formula does not. Halves are rounded between the operations of some peers, and beside a
/// threshold a gradient may be there or not: one element in a thousand may be off. PyTorch adds up parameters'
/// gradients in halves, where late terms are lost: of them one in twenty.
std::string difference(const named_array& a, const std::byte* right, bool halves) {
  const auto* const got = static_cast<const std::byte*>(a.data);
  const bool parameters = halves && a.type == element::f32;
  const double tolerance = parameters ? .1 : halves ? .04 : 1e-3;
  double square = 0;
  for (std::size_t i = 0; i < a.size; ++i)
    square += std::pow(double{value(right, i, a.type)}, 2);
  const double usual = std::sqrt(square / static_cast<double>(a.size));
  std::size_t off = 0, worst = 0;
  double most = -1;
  for (std::size_t i = 0; i < a.size; ++i) {
    const double wanted = value(right, i, a.type), by = std::abs(value(got, i, a.type) - wanted);
    if (by <= tolerance * (usual + std::abs(wanted))) continue;
    ++off;
    if (std::isnan(by) || by > most) {
      most = std::isnan(by) ? INFINITY : by;
      worst = i;
    }
  }
  if (off == 0 || (off <= a.size / (parameters ? 20 : 1000) && most < INFINITY)) return "";
  return a.name + " has " + std::to_string(off) + " wrong elements of " + std::to_string(a.size) + ", " +
         std::to_string(value(got, worst, a.type)) + " instead of " + std::to_string(value(right, worst, a.type)) +
         " at " + std::to_string(worst);
}

} // namespace

expected::expected(const peer_case& c) : case_(c), results_(c.arrays.size()) {
  for (std::size_t k = 0; k < results_.size(); ++k)
    if (const named_array& a = c.arrays[k]; a.result) {
      const auto* const data = static_cast<const std::byte*>(a.data);
      results_[k].assign(data, data + a.bytes());
    }
}

void expected::spoil() const {
  for (const named_array& a : case_.arrays)
    if (a.result) std::memset(a.data, 0xff, a.bytes());
}

std::string expected::mistake_of(const job& peer, int threads) const {
  spoil();
  peer(threads);
  const bool halves = case_.dtype != "f32";
  std::string r;
  for (std::size_t k = 0; k < results_.size() && r.empty(); ++k) {
    // Three logits' gradients are what is left of large sums: of halves, nothing that can be compared.
    if (const named_array& a = case_.arrays[k]; a.result && !(halves && a.size < 8))
      r = difference(a, results_[k].data(), halves);
  }
  return r;
}

} // namespace benchmark
