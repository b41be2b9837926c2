// What optimizers have in common: the parameters they were given with their gradients, what they remember for each
// element, and how that is saved. Used by SGD and Adam. Must not know how a step is made.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/shape_error.hpp>
#include <axnorm/axis/type_name.hpp>
#include <axnorm/layer/load_state.hpp>
#include <axnorm/layer/named_view.hpp>
#include <axnorm/layer/number_text.hpp>
#include <axnorm/tensor/overlap.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace axnorm::detail {

/// Throws std::invalid_argument unless x >= 0 (NaN is not): `the rate of SGD must be 0 or more, but -1 was given`.
inline void demand_not_negative(std::string_view what, double x) {
  if (!(x >= 0))
    throw std::invalid_argument("the " + std::string(what) + " must be 0 or more, but " + number_text(x) +
                                " was given");
}

/// A parameter with its gradient, which belong to somebody else, and what an optimizer keeps for each of its elements.
template<class Element>
struct optimized {
  named_view<Element> parameter, gradient;
  std::vector<std::vector<Element>> buffers{};
};

/// What one call of `add` brought.
template<class Element>
struct optimized_group {
  std::vector<optimized<Element>> members;
  std::int64_t steps = 0; ///< that they have made
};

/// Throws unless `g` is the gradient of `p` by its name and extents; `number`: which it is, from 1.
template<class Element>
void check_gradient(std::size_t number, const named_view<Element>& p, const named_view<Element>& g) {
  throw_if(words_of_named(p.name, p.data, p.size, p.dims));
  throw_if(words_of_named("the gradient of " + g.name, g.data, g.size, g.dims));
  if (p.name != g.name)
    throw std::invalid_argument("parameter " + std::to_string(number) + " is " + p.name + ", but gradient " +
                                std::to_string(number) + " is " + g.name);
  throw_if(words_of_dims(p, g, "its gradient"));
}

template<class Element>
bool share_memory(const named_view<Element>& a, const named_view<Element>& b) {
  const auto bytes = [](const named_view<Element>& v) {
    return byte_range{reinterpret_cast<const std::byte*>(v.data), reinterpret_cast<const std::byte*>(v.data + v.size)};
  };
  return bytes(a).meets(bytes(b));
}

template<class Element, class... X>
inline constexpr sentence add_words = [] {
  sentence s;
  return s << "an optimizer takes parameters and their gradients: add(layer.parameters(), layer.gradients())";
}();

template<class Element, class Other>
inline constexpr sentence other_element_words = [] {
  sentence s;
  return s << "the optimizer is one of " << type_name<Element>() << ", but the parameters are " << type_name<Other>();
}();
template<class X>
inline constexpr sentence settings_words = [] {
  sentence s;
  return s << "an optimizer takes its settings by name, in braces: ({.rate = 0.1}), but " << type_name<X>()
           << " was given";
}();

/// The parts of an optimizer that do not depend on how it steps.
template<class Element>
class optimizer_base {
  static_assert(std::same_as<Element, float> || std::same_as<Element, double>,
                "axnorm: an optimizer's parameters are float or double");

public:
  /// Takes parameters, as a layer's `parameters()` and `gradients()` give them: as many gradients, of the same names in
  /// the same order, axes and extents. Their memory must outlive the optimizer. Throws shape_error or
  /// std::invalid_argument, and then has taken none; also for a name twice in one call, and for a parameter that shares
  /// memory with one that is there.
  void add(const std::vector<named_view<Element>>& parameters, const std::vector<named_view<Element>>& gradients) {
    if (parameters.size() != gradients.size())
      throw std::invalid_argument("there are " + std::to_string(parameters.size()) + " parameters, but " +
                                  std::to_string(gradients.size()) + " gradients");
    group_type added;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const named_view<Element>& p = parameters[i];
      check_gradient(i + 1, p, gradients[i]);
      for (const group_type& g : groups_)
        check_memory(g, p);
      check_memory(added, p);
      for (const auto& m : added.members)
        if (m.parameter.name == p.name) throw std::invalid_argument("two parameters are named " + p.name);
      added.members.push_back(
          {p, gradients[i], {buffer_names_.size(), std::vector<Element>(static_cast<std::size_t>(p.size))}});
    }
    groups_.push_back(std::move(added));
  }
  template<class X, class Wrong = spell<add_words<Element, X>>>
  Wrong add(X&&);
  template<class Other, class Another, class Wrong = spell<other_element_words<Element, Other>>>
  requires(!std::same_as<Other, Element>)
  Wrong add(const std::vector<named_view<Other>>&, const std::vector<named_view<Another>>&);

  /// Sets all gradients to 0.
  void zero_gradients() const {
    for (const group_type& g : groups_)
      for (const auto& m : g.members)
        std::fill_n(m.gradient.data, m.gradient.size, Element(0));
  }

  /// What is remembered from step to step, to be saved or written to: for the k-th call of `add`, counted from 0, the
  /// number of steps, `k.step`, and for each parameter what PyTorch calls it, such as `0.weight.momentum_buffer`. Valid
  /// as long as the optimizer. The settings, the rate among them, are not part of it.
  std::vector<state_view> state() { return state_of(groups_); }
  std::vector<state_view> state() const { return state_of(groups_); }

  /// Goes on from what `state()` of an optimizer with the same parameters was. Throws what axnorm::load_state throws,
  /// and then has changed nothing.
  void load_state(const StateRange auto& from) { axnorm::load_state(state(), from); }

  /// The learning rate. Setting it throws std::invalid_argument for a negative one.
  double rate() const { return rate_; }
  void rate(double r) {
    demand_not_negative("rate of " + std::string(name_), r);
    rate_ = r;
  }

protected:
  using group_type = optimized_group<Element>;

  optimizer_base(std::string_view name, double rate_at_first, std::vector<std::string_view> buffer_names)
      : name_(name), buffer_names_(std::move(buffer_names)) {
    rate(rate_at_first);
  }
  /// What is to be stepped. Throws std::logic_error if there is nothing.
  std::deque<group_type>& groups() {
    for (const group_type& g : groups_)
      if (!g.members.empty()) return groups_;
    throw std::logic_error("axnorm: " + std::string(name_) +
                           " has no parameters; a layer has none before it knows its extents: give them to its "
                           "constructor, or call forward before add");
  }

  /// Puts what has left the range of its parameter back to the range's nearer end. NaN stays.
  static void keep_in_range(const named_view<Element>& p) {
    const auto low = static_cast<Element>(p.low), high = static_cast<Element>(p.high);
    if (std::isinf(low) && std::isinf(high)) return;
    for (std::int64_t i = 0; i < p.size; ++i) {
      Element& x = p.data[i];
      x = x < low ? low : x > high ? high : x;
    }
  }

private:
  static void check_memory(const group_type& g, const named_view<Element>& p) {
    for (const auto& m : g.members)
      if (share_memory(m.parameter, p))
        throw std::invalid_argument("parameter " + p.name + " shares memory with parameter " + m.parameter.name +
                                    ", which was added before");
  }
  template<class Groups>
  std::vector<state_view> state_of(Groups& from) const {
    std::vector<state_view> r;
    std::size_t number = 0;
    for (auto& g : from) {
      const std::string prefix = std::to_string(number++) + '.';
      r.emplace_back(prefix + "step", g.steps);
      for (auto& m : g.members)
        for (std::size_t b = 0; b < buffer_names_.size(); ++b) {
          named_view view{prefix + m.parameter.name + '.' + std::string(buffer_names_[b]), m.buffers[b].data(),
                          m.parameter.size, m.parameter.dims};
          r.emplace_back(std::move(view));
        }
    }
    return r;
  }

  std::string_view name_;
  std::vector<std::string_view> buffer_names_; ///< of what is kept for each parameter
  double rate_ = 0;
  std::deque<group_type> groups_; ///< a deque, since what state() returns must stay valid when more are added
};

} // namespace axnorm::detail
