// Statistics on their way from forward to backward: their memory, and where in it each of them lies. Used by layers'
// contexts. Knows no plan.
#pragma once

#include <axnorm/axis/sentence.hpp>
#include <axnorm/exec/evaluate_extents.hpp>
#include <axnorm/exec/run.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

namespace axnorm::exec {

namespace detail {

/// Lays out the chains [first, first + count) as a row-major tensor at `at`; returns where it ends.
template<class S>
double* place_saved_one(memory& m, int first, int count, const frame<S>& f, double* at) {
  std::ptrdiff_t size = 1;
  for (int k = count - 1; k >= 0; --k) {
    const graph::axis_chain& chain = S::lowered.chains[static_cast<std::size_t>(first + k)];
    m.extent[k] = graph::chain_extent(chain, S::lowered.chain_parts, f.extents);
    m.stride[k] = size;
    size *= m.extent[k];
  }
  m.data = at;
  return at == nullptr ? at : at + size;
}

template<class S>
std::int64_t saved_size(int first, int count, const frame<S>& f) {
  std::int64_t size = 1;
  for (int k = 0; k < count; ++k)
    size *=
        graph::chain_extent(S::lowered.chains[static_cast<std::size_t>(first + k)], S::lowered.chain_parts, f.extents);
  return size;
}

[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_saved(std::int64_t expected, std::size_t given) {
  sentence s;
  s << "axnorm: this layer's extents ask for " << expected << " statistics, but the context holds " << given;
  throw std::logic_error(std::string(s.view()));
}

} // namespace detail

/// How many doubles the tracked values (`first` = 0, `count` = their number) or other saved outputs of a call take.
template<class S>
std::size_t size_of_saved(const frame<S>& f, std::size_t first, std::size_t count) {
  std::int64_t total = 0;
  for (std::size_t o = first; o < first + count; ++o)
    total += detail::saved_size(S::lowered.outputs[o].first_chain, S::lowered.outputs[o].chains, f);
  return static_cast<std::size_t>(total);
}
/// Places all saved outputs of a call one behind the other, once its extents are known.
template<class S>
void place_saved_outputs(frame<S>& f, double* at) {
  for (std::size_t o = 0; o < S::output_count; ++o)
    if (S::lowered.outputs[o].saved)
      at =
          detail::place_saved_one(f.outputs[o], S::lowered.outputs[o].first_chain, S::lowered.outputs[o].chains, f, at);
}
/// The same of the operands of the way back. Throws std::logic_error if `saved` are not as many as its extents ask for.
template<class S>
void place_saved_operands(frame<S>& f, std::span<double> saved) {
  std::int64_t size = 0;
  for (const graph::operand& o : S::lowered.operands)
    if (o.kind == graph::role::saved) size += detail::saved_size(o.first_chain, o.chains, f);
  if (size != static_cast<std::int64_t>(saved.size())) detail::refuse_saved(size, saved.size());
  double* at = saved.data();
  for (std::size_t i = 0; i < S::operand_count; ++i)
    if (S::lowered.operands[i].kind == graph::role::saved)
      at = detail::place_saved_one(f.operands[i], S::lowered.operands[i].first_chain, S::lowered.operands[i].chains, f,
                                   at);
}

} // namespace axnorm::exec
