// A network as training sees it, whatever its norm.
// Used by training.cpp; made by network.hpp.
// Must not know which norms there are beyond their names.
#pragma once

#include "convolution.hpp"
#include "maps.hpp"
#include <axnorm/layer/named_view.hpp>
#include <axnorm/layer/weights.hpp>

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace digits {

/// Pictures of digits, one channel, and which digit each is.
struct samples {
  maps pictures;
  std::vector<int> labels;
};

inline constexpr int classes = 10;
inline constexpr std::int64_t picture_side = 8;

/// A layer's tensors by name.
struct part {
  std::string name;
  std::vector<axnorm::named_view<float>> parameters, gradients; // of equal names, in the same order
  std::vector<axnorm::state_view> state;                        // the parameters and whatever else has to be saved
  axnorm::weight_table weights{};                               // of a switchable norm, what it has learned
};

inline part part_of(std::string name, convolution& of) {
  return {std::move(name), of.parameters(), of.gradients(), of.state()};
}

class model {
public:
  model() = default;
  model(const model&) = delete;
  model& operator=(const model&) = delete;
  virtual ~model() = default;

  /// Forward and backward of one batch: overwrites all gradients of the mean loss, which is returned.
  virtual double learn(const samples& batch) = 0;
  /// The class of each picture, as in use: running statistics in place of the batch's where a norm has them.
  virtual std::vector<int> classify(const maps& pictures) = 0;
  /// All layers, from first to last. Valid as long as the model.
  virtual std::vector<part> parts() = 0;
};

struct norm_choice {
  const char* name;
  std::unique_ptr<model> (*make)(randomness&);
};

/// What can stand between the convolutions, in the order of the tables.
std::span<const norm_choice> norm_choices();

/// The one of this name, or null.
const norm_choice* find_norm(const std::string& name);

} // namespace digits
