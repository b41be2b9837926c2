// One training of one network, epoch by epoch, by stochastic gradient descent with momentum.
// Used by experiment.cpp.
// Must not know of other trainings, of files or of norms.
#pragma once

#include "data.hpp"
#include "model.hpp"
#include "snapshot.hpp"
#include <axnorm/layer/sgd.hpp>

#include <memory>
#include <string>
#include <vector>

namespace digits {

class training {
public:
  /// With random weights by the seed. The norm must be one of norm_choices().
  explicit training(const settings& s);
  /// Goes on from a snapshot. Throws failure with what does not fit.
  explicit training(const snapshot& from);

  const settings& what() const { return what_; }
  const std::vector<measured>& epochs() const { return epochs_; }

  /// One epoch, and a test after it. The same bits wherever and beside whatever it runs.
  void run_epoch(const digit_data& data);

  snapshot save() const;
  /// One for each layer that is a switchable norm: what it gives to its sets, instance, layer and batch.
  std::vector<axnorm::weight_table> switches() const;

private:
  std::vector<axnorm::state_view> network_state() const;
  double accuracy(const samples& of);

  settings what_;
  randomness random_;
  std::unique_ptr<model> network_;
  axnorm::SGD<float> optimizer_;
  std::vector<measured> epochs_;
};

} // namespace digits
