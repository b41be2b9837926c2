// The loss as a formula: nobody writes its derivative either.
// Used by network.hpp.
// Must not know of norms.
#include "head.hpp"

#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>

#include <utility>

namespace digits {
namespace {

constexpr auto score = axnorm::input<"score">;
constexpr auto is_label = axnorm::input<"is_label">;

/// Minus the logarithm of the share that softmax gives to the label. Scores are taken from the largest one, so that no
/// exponential is out of range.
struct cross_entropy {
  static constexpr auto z = score + axnorm::parameter<"bias", C>(0);
  static constexpr auto top = axnorm::stop_gradient(axnorm::max<axnorm::Over<C>>(z));
  static constexpr auto formula = axnorm::log(axnorm::sum<axnorm::Over<C>>(axnorm::exp(z - top))) + top -
                                  axnorm::sum<axnorm::Over<C>>(axnorm::where(is_label, z, 0));
};

} // namespace

struct head::loss_layer {
  axnorm::Layer<cross_entropy> layer{axnorm::dim<C>(classes)};
  Tensor<bool, C, N> is_label{};
  Tensor<float, N> losses{}, shares{};
};

head::head(std::int64_t channels, std::int64_t side, randomness& random)
    : weights_(channels, classes, {.side = side, .padding = 0}, random), loss_(std::make_unique<loss_layer>()) {}
head::~head() = default;
head::head(head&&) noexcept = default;
head& head::operator=(head&&) noexcept = default;

double head::learn(const maps& x, const std::vector<int>& labels, maps& dx) {
  const auto count = static_cast<std::int64_t>(labels.size());
  weights_.forward(x, scores_);
  make_room_like(dscores_, scores_);
  if (loss_->losses.extent<N>() != count) {
    loss_->is_label = Tensor<bool, C, N>(classes, count);
    loss_->losses = Tensor<float, N>(count);
    loss_->shares = Tensor<float, N>::filled(1 / static_cast<float>(count), count);
  }
  loss_->is_label.fill(false);
  for (std::int64_t n = 0; n < count; ++n)
    loss_->is_label(labels[static_cast<std::size_t>(n)], n) = true;

  // The maps of scores have one position each.
  const auto scores = axnorm::view<float, C, N>(scores_.data(), classes, count);
  const auto dscores = axnorm::view<float, C, N>(dscores_.data(), classes, count);
  auto& layer = loss_->layer;
  auto saved =
      layer.forward(score = scores, is_label = loss_->is_label, axnorm::into(loss_->losses), axnorm::threads(1));
  layer.backward(saved, loss_->shares, axnorm::into(dscores), axnorm::threads(1));
  weights_.backward(dscores_, &dx);

  double total = 0;
  for (std::int64_t n = 0; n < count; ++n)
    total += loss_->losses(n);
  return total / static_cast<double>(count);
}

std::vector<int> head::classify(const maps& x) {
  weights_.forward(x, scores_);
  const auto bias = loss_->layer.parameter<"bias">();
  std::vector<int> likeliest(static_cast<std::size_t>(x.extent<N>()), 0);
  for (std::int64_t n = 0; n < x.extent<N>(); ++n) {
    int& best = likeliest[static_cast<std::size_t>(n)];
    for (int c = 1; c < classes; ++c)
      if (scores_(c, n, 0, 0) + bias(c) > scores_(best, n, 0, 0) + bias(best)) best = c;
  }
  return likeliest;
}

std::vector<part> head::parts() {
  auto& layer = loss_->layer;
  return {part_of("head", weights_), {"loss", layer.parameters(), layer.gradients(), layer.state()}};
}

} // namespace digits
