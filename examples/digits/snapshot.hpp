// Everything that a training is, as values: what is saved between two epochs, and enough to go on bit for bit.
// Used by training.hpp, which makes it and goes on from it, and by state_file.hpp, which makes a file of it.
// Must not know of networks or of files.
#pragma once

#include <axnorm/layer/named_view.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace digits {

/// Which training it is.
struct settings {
  std::string norm;
  int batch = 0;
  int seed = 0;
  int epochs = 0; ///< in all: the learning rate's course depends on it

  friend bool operator==(const settings&, const settings&) = default;
};

/// What has been measured after an epoch.
struct measured {
  double loss = 0;     ///< mean over the epoch's batches
  double accuracy = 0; ///< share of the test pictures that are classified right
};

/// A tensor with its name, axes and bytes.
struct saved_tensor {
  std::string name;
  axnorm::element_kind kind = axnorm::element_kind::float32;
  std::vector<std::string> axes;
  std::vector<std::int64_t> extents;
  std::vector<std::uint8_t> bytes{};
};

struct snapshot {
  settings of;
  std::vector<measured> epochs{}; ///< those that are done
  std::string random;             ///< the state of the random numbers
  std::vector<saved_tensor> network, optimizer;
};

/// Copies of what the views see, and views of copies, which must live as long.
std::vector<saved_tensor> saved(const std::vector<axnorm::state_view>& state);
std::vector<axnorm::state_view> views_of(const std::vector<saved_tensor>& tensors);

} // namespace digits
