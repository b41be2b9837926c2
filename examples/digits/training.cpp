// Epochs, the learning rate's course, testing, and saving all of it.
// Used by experiment.cpp.
// Must not know of other trainings, of files or of norms.
#include "training.hpp"

#include "../support/files.hpp"

#include <algorithm>
#include <exception>
#include <numeric>
#include <span>
#include <sstream>
#include <utility>

namespace digits {
namespace {

using examples::failure;

/// For a batch of 32, and proportional to the batch otherwise, so that a sample moves the weights as far whatever its
/// batch: the rule and the number are those of the authors of group norm (arXiv 1803.08494).
constexpr double rate_at_32 = 0.1;
constexpr double momentum = 0.9;
constexpr double weight_decay = 1e-4;

/// The last third of the epochs is for details.
double learning_rate(const settings& s, std::size_t epoch) {
  const double rate = rate_at_32 * s.batch / 32;
  return 3 * epoch >= 2 * static_cast<std::size_t>(s.epochs) ? rate / 10 : rate;
}

std::string to_text(const randomness& random) {
  std::ostringstream out;
  out << random;
  return out.str();
}

} // namespace

training::training(const settings& s)
    : what_(s), random_(static_cast<randomness::result_type>(s.seed)), network_(find_norm(s.norm)->make(random_)),
      optimizer_({.rate = learning_rate(s, 0), .momentum = momentum, .weight_decay = weight_decay}) {
  for (const part& p : network_->parts())
    optimizer_.add(p.parameters, p.gradients);
}

training::training(const snapshot& from) : training(from.of) {
  epochs_ = from.epochs;
  if (epochs_.size() > static_cast<std::size_t>(what_.epochs)) throw failure("more epochs are done than there are");
  std::istringstream in(from.random);
  in >> random_;
  if (in.fail() || to_text(random_) != from.random) throw failure("the state of the random numbers is none");
  try {
    axnorm::load_state(network_state(), views_of(from.network));
    optimizer_.load_state(views_of(from.optimizer));
  } catch (const std::exception& error) {
    throw failure(error.what());
  }
}

void training::run_epoch(const digit_data& data) {
  optimizer_.rate(learning_rate(what_, epochs_.size()));
  std::vector<int> order(data.train.labels.size());
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), random_);
  // Whole batches only; what is left over is other samples in every epoch.
  const auto size = std::min(static_cast<std::size_t>(what_.batch), order.size());
  const std::size_t steps = order.size() / size;
  samples batch;
  double loss = 0;
  for (std::size_t step = 0; step < steps; ++step) {
    gather(data.train, std::span<const int>(order).subspan(step * size, size), batch);
    loss += network_->learn(batch);
    optimizer_.step();
  }
  epochs_.push_back({loss / static_cast<double>(steps), accuracy(data.test)});
}

double training::accuracy(const samples& of) {
  constexpr std::size_t at_once = 100;
  std::vector<int> places(of.labels.size());
  std::iota(places.begin(), places.end(), 0);
  samples some;
  int right = 0;
  for (std::size_t first = 0; first < places.size(); first += at_once) {
    gather(of, std::span<const int>(places).subspan(first, std::min(at_once, places.size() - first)), some);
    const std::vector<int> found = network_->classify(some.pictures);
    for (std::size_t i = 0; i < found.size(); ++i)
      right += found[i] == some.labels[i] ? 1 : 0;
  }
  return static_cast<double>(right) / static_cast<double>(of.labels.size());
}

std::vector<axnorm::state_view> training::network_state() const {
  std::vector<axnorm::state_view> all;
  for (const part& p : network_->parts())
    for (axnorm::state_view tensor : p.state) {
      tensor.name = p.name + "." + tensor.name;
      all.push_back(std::move(tensor));
    }
  return all;
}

snapshot training::save() const {
  return {what_, epochs_, to_text(random_), saved(network_state()), saved(optimizer_.state())};
}

std::vector<axnorm::weight_table> training::switches() const {
  std::vector<axnorm::weight_table> all;
  for (part& p : network_->parts())
    if (!p.weights.empty()) all.push_back(std::move(p.weights));
  return all;
}

} // namespace digits
