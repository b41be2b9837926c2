// The end of the network: a linear classifier of all that the last maps hold, and the loss.
// Used by network.hpp; a file of its own because it is the same for all norms.
// Must not know of norms.
#pragma once

#include "convolution.hpp"
#include "maps.hpp"
#include "model.hpp"

#include <memory>
#include <vector>

namespace digits {

class head {
public:
  /// Of maps of `side` rows and columns.
  head(std::int64_t channels, std::int64_t side, randomness& random);
  ~head();
  head(head&&) noexcept;
  head& operator=(head&&) noexcept;

  /// The mean loss; overwrites the gradients of the head's parameters, and that of x, which is sized to fit.
  double learn(const maps& x, const std::vector<int>& labels, maps& dx);
  /// The likeliest class of each sample.
  std::vector<int> classify(const maps& x);

  std::vector<part> parts();

private:
  struct loss_layer;
  convolution weights_; // a window as large as the maps
  maps scores_, dscores_;
  std::unique_ptr<loss_layer> loss_;
};

} // namespace digits
