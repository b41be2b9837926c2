// explain_training: what the two halves of a training step of a formula would do, without doing them: explain for
// layers. Binds like a layer's forward, then asks the plans. Knows no kernel.
#pragma once

#include <axnorm/exec/explain.hpp>
#include <axnorm/layer/backward.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

namespace axnorm {

/// The way forward, whose statistics are results too, and the way back, which begins with them.
struct training_explanation {
  explanation forward, backward;
};

namespace layers {

/// The types of a training step of formula F with parameters of Element and these arguments, those of the layer's own.
template<class F, class Element, class... Held>
struct training_step {
  using context = typename context_for<save_statistics, std::tuple<Held...>>::type;
  using way = way_back<F, F, Element, context>;

  template<class... Given>
  static exec::forward_source<F, save_statistics, Given...> forward_of(boost::mp11::mp_list<Given...>);
  using forward = decltype(forward_of(typename way::given{}));

private:
  template<std::size_t... K>
  static exec::described<upstream_t<typename forward::template result_tensor<K>...>>
      arriving_of(std::index_sequence<K...>);
  using call = boost::mp11::mp_append<decltype(arriving_of(std::make_index_sequence<forward::result_count>{})),
                                      typename backward_results<way, Element, boost::mp11::mp_list<>>::type>;
  template<class... Given, class... Call>
  static exec::backward_source<F, save_statistics, boost::mp11::mp_list<Given...>, Call...>
      backward_of(boost::mp11::mp_list<Given...>, boost::mp11::mp_list<Call...>);

public:
  using backward = decltype(backward_of(typename way::given{}, call{}));
};

/// The same for a call with arguments of these types.
template<class F, class Element, class... X>
using training_step_of =
    boost::mp11::mp_apply<training_step,
                          boost::mp11::mp_append<boost::mp11::mp_list<F, Element>,
                                                 boost::mp11::mp_rename<held_tuple<X...>, boost::mp11::mp_list>>>;

/// Extents by part of the graph of source S, from those of whole axes and of groups; of a part that nobody knows the
/// extent of, 1.
template<class S>
std::vector<std::int64_t> part_extents(const std::vector<axis_extent>& known) {
  const auto& g = S::lowered;
  std::vector<std::int64_t> r;
  for (const graph::axis_part& p : g.parts)
    r.push_back(p.extent);
  const auto extent_of = [&](const axis_value& axis) {
    for (const axis_extent& d : known)
      if (d.axis == axis) return d.extent;
    return dynamic_extent;
  };
  // Parts that are an axis or a number of groups of their own, then what is left of an axis for its last part.
  const auto each_split = [&](auto use) {
    for (const graph::axis_chain& chain : g.chains)
      if (chain.count > 1) use(chain);
  };
  const auto is_rest = [&](std::size_t p) {
    bool rest = false;
    each_split([&](const graph::axis_chain& chain) {
      rest = rest || g.chain_parts[static_cast<std::size_t>(chain.first + chain.count - 1)] == static_cast<int>(p);
    });
    return rest;
  };
  for (std::size_t p = 0; p < r.size(); ++p)
    if (r[p] < 0 && !is_rest(p)) r[p] = extent_of(g.parts[p].axis);
  each_split([&](const graph::axis_chain& chain) {
    std::int64_t left = extent_of(chain.axis);
    if (left < 0) return;
    for (int k = 0; k + 1 < chain.count; ++k)
      if (const std::int64_t e = r[static_cast<std::size_t>(g.chain_parts[static_cast<std::size_t>(chain.first + k)])];
          e > 0)
        left /= e;
    r[static_cast<std::size_t>(g.chain_parts[static_cast<std::size_t>(chain.first + chain.count - 1)])] = left;
  });
  for (std::int64_t& e : r)
    e = e < 0 ? 1 : e;
  return r;
}

/// What a call of source S would do with extents of whole axes and these sizes of caches, in bytes.
template<class S>
explanation explain_source(const std::vector<axis_extent>& known, std::int64_t core_cache, std::int64_t last_cache) {
  using K = plan::compiled<S>;
  const std::vector<std::int64_t> extents = part_extents<S>(known);
  return plan::explain_chosen<K>(extents.data(), exec::size_of<K>(extents.data()), core_cache, last_cache);
}

/// Adds the extents that an argument of a call knows.
template<class X>
void add_extents(std::vector<axis_extent>& known, const X& x) {
  if constexpr (exec::Bound<X>) {
    add_extents(known, x.value);
  } else if constexpr (AnyTensor<X>) {
    for (std::size_t i = 0; i < X::rank; ++i)
      known.push_back({X::dims[i].axis, x.extent(i)});
  } else if constexpr (NamedExtent<X>) {
    known.push_back({axis_value_of<typename X::axis_type>(), x.value()});
  }
}

} // namespace layers

inline namespace AXNORM_ISA {
/// What forward and backward of a layer of formula F (a type with a member `formula`) would do in training mode with
/// these arguments, those of `layer.forward`: `explain_training<BN>(x).backward.sweeps`. Extents are not checked. Each
/// half prints itself on a stream as explain's answer does.
template<class F, class Element = float, class... X>
requires(layers::forward_words<F, Element, X...>.empty())
training_explanation explain_training(const X&... x) {
  using step = layers::training_step_of<F, Element, const X&...>;
  std::vector<axis_extent> known;
  (layers::add_extents(known, x), ...);
  const auto core = static_cast<std::int64_t>(exec::caches().l2), last = static_cast<std::int64_t>(exec::caches().l3);
  return {layers::explain_source<typename step::forward>(known, core, last),
          layers::explain_source<typename step::backward>(known, core, last)};
}
template<class F, class Element = float, class... X, class Wrong = spell<layers::forward_words<F, Element, X...>>>
requires(!layers::forward_words<F, Element, X...>.empty())
Wrong explain_training(const X&...);
} // namespace AXNORM_ISA
} // namespace axnorm
