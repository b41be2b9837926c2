// Adam (arXiv 1412.6980), as torch.optim.Adam makes it, and with decoupled weight decay torch.optim.AdamW. For users;
// must not know layers.
#pragma once

#include <axnorm/layer/optimizer_base.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace axnorm {

/// All but the rate fixed for an optimizer's life.
struct adam_settings {
  double rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  double weight_decay = 0; ///< the share of a parameter that is added to its gradient
  bool decoupled = false;  ///< parameters shrink by rate * weight_decay instead (arXiv 1711.05101)
};

/// `Adam<float> adam({.rate = 1e-3})`. In step t, from 1 on, of a parameter p with gradient g, and buffers m and v that
/// begin as 0:
///
///     decoupled ? p -= rate weight_decay p : g += weight_decay p
///     m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2
///     p -= rate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + eps)
///
/// in the element type, each operation rounded like torch.optim.Adam's (2.13, without `amsgrad` and `maximize`; its
/// root of floats can be an ulp off).
template<class Element>
class Adam : public detail::optimizer_base<Element> {
  using base = detail::optimizer_base<Element>;

public:
  /// Throws std::invalid_argument for settings that are negative, and for a beta of 1 or more.
  explicit Adam(const adam_settings& s = {}) : base("Adam", s.rate, {"exp_avg", "exp_avg_sq"}), settings_(s) {
    detail::demand_not_negative("eps of Adam", s.eps);
    detail::demand_not_negative("weight decay of Adam", s.weight_decay);
    demand_share("beta1", s.beta1);
    demand_share("beta2", s.beta2);
  }

  template<std::floating_point X, class Wrong = spell<detail::settings_words<X>>>
  explicit Adam(X) = delete;

  /// Goes one step.
  void step() {
    // What does not vary is computed in double, and rounded once.
    const double rate = this->rate();
    // A product on its own would be contracted with the difference by some compilers.
    const auto kept = static_cast<Element>(1 - std::fma(rate, settings_.weight_decay, 0.0));
    const auto decay = static_cast<Element>(settings_.weight_decay);
    const auto beta2 = static_cast<Element>(settings_.beta2);
    const auto share1 = static_cast<Element>(1 - settings_.beta1);
    const auto share2 = static_cast<Element>(1 - settings_.beta2);
    const auto eps = static_cast<Element>(settings_.eps);
    for (auto& group : this->groups()) {
      const auto t = static_cast<double>(++group.steps);
      const auto size = static_cast<Element>(-(rate / (1 - std::pow(settings_.beta1, t))));
      const auto correction = static_cast<Element>(std::sqrt(1 - std::pow(settings_.beta2, t)));
      for (auto& member : group.members) {
        for (std::int64_t i = 0; i < member.parameter.size; ++i) {
          Element& p = member.parameter.data[i];
          Element& m = member.buffers[0][static_cast<std::size_t>(i)];
          Element& v = member.buffers[1][static_cast<std::size_t>(i)];
          Element g = member.gradient.data[i];
          if (settings_.weight_decay != 0) {
            if (settings_.decoupled)
              p *= kept;
            else
              g = std::fma(p, decay, g);
          }
          m = toward(m, g, share1);
          v = std::fma(share2 * g, g, v * beta2);
          p += size * m / (std::sqrt(v) / correction + eps);
        }
        this->keep_in_range(member.parameter);
      }
    }
  }

private:
  static void demand_share(const std::string& name, double x) {
    if (!(x >= 0 && x < 1))
      throw std::invalid_argument(name + " of Adam must be 0 or more and less than 1, but " + detail::number_text(x) +
                                  " was given");
  }
  /// `from + share (to - from)`, begun at the nearer end as PyTorch's lerp does.
  static Element toward(Element from, Element to, Element share) {
    return share < Element(0.5) ? std::fma(share, to - from, from) : std::fma(share - 1, to - from, to);
  }

  adam_settings settings_;
};

} // namespace axnorm
