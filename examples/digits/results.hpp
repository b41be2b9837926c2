// What trainings have come to, seed by seed put together.
// Used by main.cpp, the tables and the curves.
// Must not know how it is shown.
#pragma once

#include "training.hpp"

#include <string>
#include <vector>

namespace digits {

/// The trainings of one norm at one batch size, which differ in their seeds only.
struct outcome {
  std::string norm;
  int batch = 0;
  std::size_t seeds = 0;
  std::vector<measured> epochs{};               ///< means over the seeds, of epochs that all of them have had
  double accuracy = 0, deviation = 0;           ///< after the last of these: mean, and deviation between seeds
  std::vector<axnorm::weight_table> switches{}; ///< means over the seeds, for each layer that is a switchable norm
};

/// All outcomes: norms in the order of norm_choices(), in each the batch sizes from the largest to the smallest.
struct results {
  std::vector<std::string> norms;
  std::vector<int> batches;
  std::vector<outcome> outcomes;
  int epochs_done = 0, epochs_planned = 0; ///< the least, the most

  const outcome* find(const std::string& norm, int batch) const;
};

results gather_results(const std::vector<const training*>& all);

} // namespace digits
