// Means and deviations over seeds.
// Used by main.cpp.
// Must not know how it is shown.
#include "results.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace digits {
namespace {

outcome put_together(const std::vector<const training*>& of) {
  const auto count = static_cast<double>(of.size());
  outcome o{.norm = of.front()->what().norm, .batch = of.front()->what().batch, .seeds = of.size()};
  std::size_t epochs = of.front()->epochs().size();
  for (const training* t : of)
    epochs = std::min(epochs, t->epochs().size());
  o.epochs.resize(epochs);
  for (const training* t : of) {
    for (std::size_t i = 0; i < epochs; ++i) {
      o.epochs[i].loss += t->epochs()[i].loss / count;
      o.epochs[i].accuracy += t->epochs()[i].accuracy / count;
    }
    const std::vector<axnorm::weight_table> switches = t->switches();
    o.switches.resize(switches.size());
    for (std::size_t i = 0; i < switches.size(); ++i) {
      std::vector<axnorm::set_weights>& sets = o.switches[i].sets;
      sets.resize(switches[i].size());
      for (std::size_t set = 0; set < sets.size(); ++set) {
        sets[set].set = switches[i][set].set;
        sets[set].mean += switches[i][set].mean / count;
        sets[set].var += switches[i][set].var / count;
      }
    }
  }
  if (epochs == 0) return o;
  o.accuracy = o.epochs.back().accuracy;
  double squares = 0;
  for (const training* t : of)
    squares += std::pow(t->epochs()[epochs - 1].accuracy - o.accuracy, 2);
  o.deviation = of.size() > 1 ? std::sqrt(squares / (count - 1)) : 0;
  return o;
}

} // namespace

const outcome* results::find(const std::string& norm, int batch) const {
  const auto found = std::find_if(outcomes.begin(), outcomes.end(),
                                  [&](const outcome& o) { return o.norm == norm && o.batch == batch; });
  return found == outcomes.end() ? nullptr : &*found;
}

results gather_results(const std::vector<const training*>& all) {
  results r;
  r.epochs_done = static_cast<int>(all.front()->epochs().size());
  for (const training* t : all) {
    r.batches.push_back(t->what().batch);
    r.epochs_done = std::min(r.epochs_done, static_cast<int>(t->epochs().size()));
    r.epochs_planned = std::max(r.epochs_planned, t->what().epochs);
  }
  std::sort(r.batches.begin(), r.batches.end(), std::greater<>());
  r.batches.erase(std::unique(r.batches.begin(), r.batches.end()), r.batches.end());
  for (const norm_choice& norm : norm_choices()) {
    const std::size_t before = r.outcomes.size();
    for (const int batch : r.batches) {
      std::vector<const training*> alike;
      for (const training* t : all)
        if (t->what().norm == norm.name && t->what().batch == batch) alike.push_back(t);
      if (!alike.empty()) r.outcomes.push_back(put_together(alike));
    }
    if (r.outcomes.size() > before) r.norms.emplace_back(norm.name);
  }
  return r;
}

} // namespace digits
