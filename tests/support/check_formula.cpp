#include "support/check_formula.hpp"

#include "support/check_allocations.hpp"
#include "support/reference.hpp"

#include <algorithm>
#include <utility>

namespace axnorm::check {
namespace {

/// Whether element i of a tensor has the index along the picked dimension.
bool is_at(std::size_t i, const std::vector<std::int64_t>& extents, const graph::operand_source& at) {
  std::size_t inner = 1;
  for (std::size_t d = static_cast<std::size_t>(at.picked_dim) + 1; d < extents.size(); ++d)
    inner *= static_cast<std::size_t>(extents[d]);
  const auto extent = static_cast<std::size_t>(extents[static_cast<std::size_t>(at.picked_dim)]);
  return i / inner % extent == static_cast<std::size_t>(at.index);
}

std::vector<double> picked(const std::vector<double>& all, const std::vector<std::int64_t>& extents,
                           const graph::operand_source& from) {
  std::vector<double> r;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (is_at(i, extents, from)) r.push_back(all[i]);
  return r;
}

} // namespace

report any_trial::run() {
  for (std::size_t k = 0; k < operands_.size(); ++k) { // what the elements' type makes of them
    operands_[k]->fill(numbers_[k]);
    numbers_[k] = operands_[k]->numbers();
  }
  const std::vector<std::vector<double>> wanted = expected();
  std::vector<std::vector<unsigned char>> first_bits;
  for (const int thread_count : s_.threads) {
    for (std::size_t k = 0; k < operands_.size(); ++k) {
      operands_[k]->clear();
      operands_[k]->fill(numbers_[k]);
    }
    for (const auto& m : results_)
      m->clear();
    evaluate_with(thread_count);
    std::vector<std::vector<unsigned char>> bits;
    for (std::size_t k = 0; k < results_.size(); ++k)
      bits.push_back(look(k, wanted[k], thread_count));
    if (first_bits.empty()) first_bits = bits;
    if (bits != first_bits) fail(std::to_string(thread_count) + " threads give other bits");
  }
  for (const int thread_count : s_.threads)
    if (const std::size_t n = allocations_of([&] { evaluate_with(thread_count); }); n > 0)
      fail(std::to_string(n) + " allocations in another call on " + std::to_string(thread_count) + " threads");
  return report_;
}

void any_trial::fail(std::string why) {
  if (report_.good) report_.message = std::move(why);
  report_.good = false;
}

std::vector<unsigned char> any_trial::look(std::size_t k, const std::vector<double>& wanted, int thread_count) {
  const any_memory& m = k == 0 && overwrites() ? *operands_[0] : *results_[k];
  const std::string which = "result " + std::to_string(k + 1) + ", " + std::to_string(thread_count) + " threads: ";
  const comparison c = compare_[k](m.numbers(), wanted, within_[k]);
  report_.worst = std::max(report_.worst, c.worst);
  if (!c.good) fail(which + c.message);
  if (!m.surroundings_intact()) fail(which + "something beside it was overwritten");
  return m.bits();
}

std::vector<double> any_trial::operand_numbers(const graph::operand_source& from, std::string_view name) const {
  for (const argument& a : arguments_) {
    if (a.name != name) continue;
    if (a.operand < 0) return {a.value};
    const auto k = static_cast<std::size_t>(a.operand);
    return from.picked_dim >= 0 ? picked(numbers_[k], operands_[k]->extents(), from) : numbers_[k];
  }
  return {};
}

/// The graph's outputs in the results that they are pieces of; elements that no output has are 0.
std::vector<std::vector<double>> any_trial::in_results(std::vector<std::vector<double>> outputs,
                                                       sequence_view<const graph::operand_source> targets) const {
  std::vector<std::vector<double>> r(results_.size());
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const graph::operand_source to = targets[o];
    const auto k = static_cast<std::size_t>(to.binding);
    if (to.picked_dim < 0) {
      r[k] = std::move(outputs[o]);
      continue;
    }
    const std::vector<std::int64_t>& extents = results_[k]->extents();
    r[k].resize(static_cast<std::size_t>(results_[k]->count()));
    std::size_t next = 0;
    for (std::size_t i = 0; i < r[k].size(); ++i)
      if (is_at(i, extents, to)) r[k][i] = outputs[o][next++];
  }
  return r;
}

std::vector<std::vector<double>>
any_trial::reference_results(const graph::graph& g, const std::vector<std::int64_t>& extents,
                             sequence_view<const graph::operand_source> sources,
                             sequence_view<const graph::operand_source> targets) const {
  std::vector<std::vector<double>> inputs;
  for (std::size_t k = 0; k < sources.size(); ++k)
    inputs.push_back(operand_numbers(sources[k], g.operands[k].name));
  return in_results(reference::evaluate(g, extents, inputs), targets);
}

} // namespace axnorm::check
