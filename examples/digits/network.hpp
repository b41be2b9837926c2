// The network: five convolutions, each followed by a norm with its activation, and a linear classifier. The norm is a
// template parameter: any formula of x over the axes of maps, with whatever parameters and statistics it declares.
// Used by the *_network.cpp, one for each norm.
// Must not know a norm, nor how weights are updated.
#pragma once

#include "convolution.hpp"
#include "head.hpp"
#include "model.hpp"
#include <axnorm/axnorm.hpp>
#include <axnorm/layer/layer.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace digits {

template<class Norm>
class network final : public model {
  using norm_layer = axnorm::Layer<Norm>;

  struct block {
    convolution filter;
    norm_layer norm;
    decltype(std::declval<norm_layer&>().context(std::declval<maps&>())) saved{};
    maps filtered{}, out{}, gradient{}; ///< the gradient of out, then of filtered

    block(std::int64_t from, std::int64_t to, const window& shape, randomness& random)
        : filter(from, to, shape, random), norm(axnorm::dim<C>(to)) {}

    const maps& forward(const maps& x) {
      filter.forward(x, filtered);
      make_room_like(out, filtered);
      norm.forward(filtered, axnorm::into(out), saved, axnorm::threads(1));
      return out;
    }
  };

public:
  /// Maps of 8 x 8, 4 x 4 and at last 2 x 2 positions.
  explicit network(randomness& random)
      : blocks_{{{1, 16, {.stride = 1}, random},
                 {16, 16, {.stride = 1}, random},
                 {16, 32, {.stride = 2}, random},
                 {32, 32, {.stride = 1}, random},
                 {32, 64, {.stride = 2}, random}}},
        head_(64, picture_side / 4, random) {}

  double learn(const samples& batch) override {
    const maps* x = &batch.pictures;
    for (block& b : blocks_) {
      b.norm.train();
      x = &b.forward(*x);
    }
    const double loss = head_.learn(*x, batch.labels, blocks_.back().gradient);
    for (std::size_t i = blocks_.size(); i-- > 0;) {
      block& b = blocks_[i];
      b.norm.backward(b.saved, b.gradient, axnorm::into(b.gradient), axnorm::threads(1));
      b.filter.backward(b.gradient, i > 0 ? &blocks_[i - 1].gradient : nullptr);
    }
    return loss;
  }

  std::vector<int> classify(const maps& pictures) override {
    const maps* x = &pictures;
    // forward in evaluation mode, and not the layer itself called, which would be compiled beside it.
    for (block& b : blocks_) {
      b.norm.eval();
      x = &b.forward(*x);
    }
    return head_.classify(*x);
  }

  std::vector<part> parts() override {
    std::vector<part> all;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      block& b = blocks_[i];
      const std::string number = std::to_string(i + 1);
      all.push_back(part_of("filter" + number, b.filter));
      all.push_back({"norm" + number, b.norm.parameters(), b.norm.gradients(), b.norm.state()});
      if constexpr (requires { axnorm::weights<typename Norm::norm>(b.norm); })
        all.back().weights = axnorm::weights<typename Norm::norm>(b.norm);
    }
    for (part& p : head_.parts())
      all.push_back(std::move(p));
    return all;
  }

private:
  std::array<block, 5> blocks_;
  head head_;
};

} // namespace digits
