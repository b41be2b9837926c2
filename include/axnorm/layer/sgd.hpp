// Stochastic gradient descent with momentum, as torch.optim.SGD makes it. For users; must not know layers.
#pragma once

#include <axnorm/layer/optimizer_base.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace axnorm {

/// All but the rate fixed for an optimizer's life.
struct sgd_settings {
  double rate = 1e-3;
  double momentum = 0;
  double weight_decay = 0; ///< the share of a parameter that is added to its gradient
  double dampening = 0;    ///< the share of a gradient that does not enter the momentum, except in the first step
  bool nesterov = false;   ///< needs momentum and no dampening
};

/// `SGD<float> sgd({.rate = 0.1, .momentum = 0.9})`. Of a parameter p with gradient g, and from the second step on with
/// the buffer b:
///
///     g += weight_decay p;  b = momentum b + (1 - dampening) g, first b = g;  g = nesterov ? g + momentum b : b;
///     p -= rate g
///
/// in the element type, each line rounded like torch.optim.SGD's (2.13, without `maximize`).
template<class Element>
class SGD : public detail::optimizer_base<Element> {
  using base = detail::optimizer_base<Element>;

public:
  /// Throws std::invalid_argument for settings that are negative or that do not go together.
  explicit SGD(const sgd_settings& s = {}) : base("SGD", s.rate, buffers(s)), settings_(s) {
    detail::demand_not_negative("momentum of SGD", s.momentum);
    detail::demand_not_negative("weight decay of SGD", s.weight_decay);
    if (s.nesterov && (s.momentum == 0 || s.dampening != 0))
      throw std::invalid_argument("Nesterov's momentum needs a momentum above 0 and no dampening, but momentum " +
                                  detail::number_text(s.momentum) + " and dampening " +
                                  detail::number_text(s.dampening) + " were given");
  }

  template<std::floating_point X, class Wrong = spell<detail::settings_words<X>>>
  explicit SGD(X) = delete;

  /// Goes one step along all gradients.
  void step() {
    const auto rate = static_cast<Element>(this->rate());
    const auto momentum = static_cast<Element>(settings_.momentum);
    const auto entering = static_cast<Element>(1 - settings_.dampening);
    const auto decay = static_cast<Element>(settings_.weight_decay);
    for (auto& group : this->groups()) {
      const bool first = group.steps++ == 0;
      for (auto& m : group.members) {
        for (std::int64_t i = 0; i < m.parameter.size; ++i) {
          Element& p = m.parameter.data[i];
          Element g = m.gradient.data[i];
          // Multiply-adds are written out, so that rounding does not depend on what a compiler contracts.
          if (settings_.weight_decay != 0) g = std::fma(p, decay, g);
          if (settings_.momentum != 0) {
            Element& b = m.buffers[0][static_cast<std::size_t>(i)];
            b = first ? g : std::fma(g, entering, b * momentum);
            g = settings_.nesterov ? std::fma(b, momentum, g) : b;
          }
          p = std::fma(g, -rate, p);
        }
        this->keep_in_range(m.parameter);
      }
    }
  }

private:
  static std::vector<std::string_view> buffers(const sgd_settings& s) {
    if (s.momentum == 0) return {};
    return {"momentum_buffer"};
  }

  sgd_settings settings_;
};

} // namespace axnorm
