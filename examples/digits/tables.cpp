// What stands in the rows and columns.
// Used by main.cpp.
// Must not know how the results came about.
#include "tables.hpp"

#include "../support/table.hpp"

#include <algorithm>
#include <ostream>

namespace digits {

using examples::formatted;

void print_accuracies(std::ostream& out, const results& of) {
  std::size_t seeds = 0;
  for (const outcome& o : of.outcomes)
    seeds = std::max(seeds, o.seeds);
  out << "test accuracy in % after " << of.epochs_done;
  if (of.epochs_done < of.epochs_planned) out << " of " << of.epochs_planned;
  out << " epochs" << (seeds > 1 ? ": mean and deviation of " + std::to_string(seeds) + " trainings" : "") << '\n';

  std::vector<std::vector<std::string>> rows{{"norm"}};
  for (const int batch : of.batches)
    rows.front().push_back("batch " + std::to_string(batch));
  for (const std::string& norm : of.norms) {
    std::vector<std::string>& row = rows.emplace_back(1, norm);
    for (const int batch : of.batches) {
      const outcome* o = of.find(norm, batch);
      row.push_back(o == nullptr   ? "-"
                    : o->seeds > 1 ? formatted("%.2f", 100 * o->accuracy) + formatted(" ± %.2f", 100 * o->deviation)
                                   : formatted("%.2f", 100 * o->accuracy));
    }
  }
  examples::print_rows(out, rows, 1);
}

void print_switches(std::ostream& out, const results& of) {
  std::vector<std::vector<std::string>> rows{
      {"layer", "batch", "mean of IN", "LN", "BN", "variance of IN", "LN", "BN"}};
  std::string norm;
  std::size_t layers = 0;
  for (const outcome& o : of.outcomes)
    layers = std::max(layers, o.switches.size());
  for (std::size_t layer = 0; layer < layers; ++layer)
    for (const outcome& o : of.outcomes) {
      if (layer >= o.switches.size()) continue;
      norm = o.norm;
      std::vector<std::string>& row =
          rows.emplace_back(std::vector<std::string>{std::to_string(layer + 1), std::to_string(o.batch)});
      for (const double axnorm::set_weights::* share : {&axnorm::set_weights::mean, &axnorm::set_weights::var})
        for (const axnorm::set_weights& of_set : o.switches[layer])
          row.push_back(formatted("%.2f", of_set.*share));
    }
  if (norm.empty()) return;
  out << "\nthe shares that " << norm << " has learned to give to its sets\n";
  examples::print_rows(out, rows, 0);
}

} // namespace digits
