// What a switchable norm has learned: the weight of each of its sets, as a table. Printed by layer/io.hpp. For users;
// must not know how the norm is computed.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/exec/instruction_set.hpp>
#include <axnorm/graph/lower_state.hpp>
#include <axnorm/layer/layer.hpp>
#include <axnorm/layer/named_view.hpp>
#include <axnorm/norm/switchable.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace axnorm {

/// The share that one set of axes has in the mean and in the variance of a switchable norm.
struct set_weights {
  std::string set; ///< `{N, H, W}`
  double mean = 0, var = 0;
};

/// The sets in the order in which the norm has them; the means add up to 1, and so do the variances.
struct weight_table {
  std::vector<set_weights> sets{};

  auto begin() const { return sets.begin(); }
  auto end() const { return sets.end(); }
  std::size_t size() const { return sets.size(); }
  bool empty() const { return sets.empty(); }
  const set_weights& operator[](std::size_t k) const { return sets[k]; }
};

namespace layers {

template<class Set>
struct mean_over {
  static constexpr auto formula = mean<Set>(input<"x">);
};
/// `{N, H, W}`, `{Group<C, G>, H, W}`, `all but {C}`
template<class Set>
std::string set_text() {
  constexpr const auto& listing = expr::listing_of<mean_over<Set>>;
  sentence s;
  graph::write_set(s, expr::listing_view(listing), listing.entries[static_cast<std::size_t>(listing.roots[0])]);
  std::string r(s.view().substr(5, s.size() - 6)); // without Over<>
  if (r.starts_with("AllBut<") && r.find('>') == r.size() - 1) return "all but {" + r.substr(7, r.size() - 8) + "}";
  return "{" + r + "}";
}

/// The sets of a switchable norm by name; of other formulas there is nothing to say.
template<class F>
struct sets_of {
  static constexpr bool known = false;
};
template<class... P>
struct sets_of<SwitchableNorm<P...>> {
  static constexpr bool known = true;
  static std::vector<std::string> texts() {
    return []<class... Set>(boost::mp11::mp_list<Set...>) {
      return std::vector<std::string>{set_text<Set>()...};
    }(boost::mp11::mp_copy_if<boost::mp11::mp_list<P...>, policy::is_set>{});
  }
};

/// The norm that is meant: the whole formula if none is named.
template<class Named, class F>
using norm_or = std::conditional_t<std::is_void_v<Named>, F, Named>;

/// softmax of the logits called `name` among the parameters, in double. Throws std::invalid_argument if they are not
/// there, or of another number.
template<class Element>
std::vector<double> softmax_of(const std::vector<named_view<Element>>& parameters, const std::string& name,
                               std::size_t count) {
  const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.name == name; });
  if (found == parameters.end() || found->size != static_cast<std::int64_t>(count))
    throw std::invalid_argument("axnorm: the layer has no parameter " + name + " of " + std::to_string(count) +
                                " logits");
  std::vector<double> r(count);
  for (std::size_t k = 0; k < count; ++k)
    r[k] = static_cast<double>(found->data[k]);
  const double top = *std::max_element(r.begin(), r.end()); // so that no exponential overflows
  double total = 0;
  for (double& x : r)
    total += x = std::exp(x - top);
  for (double& x : r)
    x /= total;
  return r;
}

template<class N>
inline constexpr sentence no_switchable_words = [] {
  sentence s;
  return s
         << "weights(layer) are those of a switchable norm, but the formula is none; of one that is a part of it they "
            "are weights<Part>(layer)";
}();

} // namespace layers

inline namespace AXNORM_ISA {

/// The weights that a layer's switchable norm has learned, softmax of its logits, by set: `weights(layer)`; for a norm
/// that is a part of the layer's formula `weights<Switchable>(layer)`, of one in a scope `weights<Switchable>(layer,
/// "block1")`. Throws std::invalid_argument if the layer does not have the norm's logits, or has no tensors yet.
template<class Switchable = void, class F, class Element>
requires(layers::sets_of<layers::norm_or<Switchable, F>>::known)
weight_table weights(Layer<F, Element>& layer, std::string_view scope = {}) {
  const std::string prefix = scope.empty() ? "" : std::string(scope) + ".";
  const std::vector<std::string> sets = layers::sets_of<layers::norm_or<Switchable, F>>::texts();
  const auto parameters = layer.parameters();
  const std::vector<double> mean = layers::softmax_of(parameters, prefix + "mean_weight", sets.size());
  const std::vector<double> var = layers::softmax_of(parameters, prefix + "var_weight", sets.size());
  weight_table table;
  for (std::size_t k = 0; k < sets.size(); ++k)
    table.sets.push_back({sets[k], mean[k], var[k]});
  return table;
}
template<class Switchable = void, class F, class Element,
         class Wrong = spell<layers::no_switchable_words<layers::norm_or<Switchable, F>>>>
requires(!layers::sets_of<layers::norm_or<Switchable, F>>::known)
Wrong weights(Layer<F, Element>& layer, std::string_view scope = {});

} // namespace AXNORM_ISA
} // namespace axnorm
