// What a layer's calls bind beside what the caller gives: its own tensors and extents; and from that the types of the
// call, and what is wrong with them. Used by Layer. Knows no memory.
#pragma once

#include <axnorm/axis/nearest_name.hpp>
#include <axnorm/exec/training.hpp>
#include <axnorm/graph/late.hpp>
#include <axnorm/layer/context.hpp>
#include <axnorm/layer/variables.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace axnorm::layers {

/// Whether formula Fm has a variable of this name.
template<class Fm>
constexpr bool has_variable(std::string_view name) {
  const expr::listing_view l(expr::listing_of<Fm>);
  for (const expr::entry& e : l.entries)
    if (graph::is_owned(e.kind) && l.name(e) == name) return true;
  return false;
}

/// Whether formula F tracks something on the way back.
template<class F>
inline constexpr bool tracks_late = [] {
  const expr::listing_view l(expr::listing_of<F>);
  for (const expr::tracking& t : l.tracked)
    if (graph::is_late(l, t)) return true;
  return false;
}();

/// Whether a call of formula Fm has to be told the extent of this axis: it counts groups, or tracked values lie along
/// it, whose buffers nothing else of the call would be compared with.
template<class Fm>
constexpr bool wants_extent(const axis_value& axis) {
  const expr::listing_view l(expr::listing_of<Fm>);
  for (const expr::grouping& g : l.groupings)
    if (g.axis == axis && g.count < 0) return true;
  for (const expr::tracking& t : l.tracked)
    for (const axis_extent& d : l.declared(t))
      if (d.axis == axis && d.extent < 0) return true;
  return false;
}

template<class A, class List>
inline constexpr bool gives_extent = false;
template<class A, class... Given>
inline constexpr bool gives_extent<A, boost::mp11::mp_list<Given...>> = (false || ... || [] {
  if constexpr (exec::detail::is_extent<Given>::value)
    return exec::detail::given_values<Given>::dims[0].axis == axis_value_of<A>();
  else
    return false;
}());

/// What a layer of formula F adds to the arguments `Held` of a call, where it runs formula Fm: F itself, or its
/// evaluation.
template<class Fm, class F, class Element, class... Held>
struct call_of {
  using parameters_of = owned_by<F, false>;
  using buffers_of = owned_by<F, true>;
  using described_arguments = exec::described<Held...>;

  template<class Of, std::size_t K>
  static constexpr auto binding_type() {
    if constexpr (has_variable<Fm>(Of::all[K].name))
      return std::tuple<bound<Of::template name<K>, typename Of::template tensor<Element, K>::const_view_type>>{};
    else
      return std::tuple<>{};
  }
  template<class A>
  static constexpr auto dim_type() {
    if constexpr (wants_extent<Fm>(axis_value_of<A>()) && !gives_extent<A, described_arguments>)
      return std::tuple<dim_t<A, std::int64_t>>{};
    else
      return std::tuple<>{};
  }
  template<class... A>
  static constexpr auto dims_type(boost::mp11::mp_list<A...>) {
    return std::tuple_cat(dim_type<A>()...);
  }

  static constexpr auto own_type() {
    return [&]<std::size_t... P, std::size_t... B>(std::index_sequence<P...>, std::index_sequence<B...>) {
      return std::tuple_cat(binding_type<parameters_of, P>()..., binding_type<buffers_of, B>()...);
    }(std::make_index_sequence<parameters_of::count>{}, std::make_index_sequence<buffers_of::count>{});
  }
  /// The layer's tensors and extents, as arguments of the call.
  using own = decltype(std::tuple_cat(own_type(), dims_type(typename parameters_of::axes{})));

  template<class... Own>
  static boost::mp11::mp_append<described_arguments, exec::described<Own...>> given_with(std::tuple<Own...>);
  /// All operands and extents of the call.
  using given = decltype(given_with(std::declval<own>()));
  template<class List>
  using given_and = boost::mp11::mp_append<given, List>;
};

template<class Fm, class F, class Element, class Held>
struct call_of_tuple;
template<class Fm, class F, class Element, class... Held>
struct call_of_tuple<Fm, F, Element, std::tuple<Held...>> : call_of<Fm, F, Element, Held...> {};

/// The list of what `into(...)` among the arguments describes; empty without one.
template<class... X>
using into_list =
    boost::mp11::mp_append<boost::mp11::mp_list<>,
                           std::conditional_t<exec::Into<X>, exec::described<X>, boost::mp11::mp_list<>>...>;

// -- what is wrong with calls
// ------------------------------------------------------------------------------------------

/// Of a name that is given as an argument.
template<class X>
inline constexpr sentence name_in_call_words = [] {
  sentence s;
  return s << "the name of a parameter is a template argument, layer.parameter<...>(), for its axes are of its type";
}();

template<class F, bool Buffers>
constexpr sentence words_of_name(std::string_view name, std::string_view layer = "the layer") {
  sentence s;
  nearest_name nearest{name};
  for (const owned& o : owned_by<F, Buffers>::all)
    nearest.consider(o.name);
  s << layer << " has no " << (Buffers ? "buffer" : "parameter") << " named " << name << nearest;
  return s;
}
/// Of a name that no parameter or buffer has.
template<class F, bool Buffers, fixed_string Name>
inline constexpr sentence name_words = words_of_name<F, Buffers>(Name.view());

/// Of parameter `Name` of a layer of formula F becoming that of a layer of formula G.
template<class F, class G, fixed_string Name>
constexpr sentence words_of_sharing() {
  using mine = owned_by<F, false>;
  using theirs = owned_by<G, false>;
  constexpr std::size_t m = mine::position(Name.view()), t = theirs::position(Name.view());
  sentence s;
  if constexpr (m == mine::count)
    s = words_of_name<F, false>(Name.view());
  else if constexpr (t == theirs::count)
    s = words_of_name<G, false>(Name.view(), "the other layer");
  else if constexpr (!std::is_same_v<typename mine::template tensor<float, m>,
                                     typename theirs::template tensor<float, t>>)
    s << "parameter " << Name.view() << " has axes " << mine::all[m].dims << ", but " << theirs::all[t].dims
      << " in the other layer, or other fixed extents";
  return s;
}
template<class F, class G, fixed_string Name>
inline constexpr sentence sharing_words = words_of_sharing<F, G, Name>();

template<class F, class Save, class List>
struct forward_words_of;
template<class F, class Save, class... Given>
struct forward_words_of<F, Save, boost::mp11::mp_list<Given...>> {
  static constexpr const sentence& value = exec::detail::words_of_forward<F, Save, Given...>();
  /// What is wrong with the names of `keep<...>`.
  static constexpr sentence kept = [] {
    sentence s;
    for (const std::string_view name : Save::policy().names) {
      nearest_name near{name};
      bool known = false;
      for (const graph::named_node& n : exec::detail::halves_of<F, Save, Given...>::formula.names) {
        known = known || n.name == name;
        near.consider(n.name);
      }
      if (!known && s.empty()) s << "keep<...> names " << name << ", but no value of the formula has this name" << near;
    }
    return s;
  }();
};

template<class Save, class... X>
struct save_policy_in {
  using type = Save;
};
template<class Save, class First, class... Rest>
struct save_policy_in<Save, First, Rest...> : save_policy_in<Save, Rest...> {};
template<class Save, SavePolicy First, class... Rest>
struct save_policy_in<Save, First, Rest...> {
  using type = std::remove_cvref_t<First>;
};

template<class Save, class Held>
struct context_for;
template<class Save, class... Held>
struct context_for<Save, std::tuple<Held...>> {
  using type = training_context<Save, Held...>;
};
template<class... X>
struct context_among;
template<>
struct context_among<> {
  using type = void;
};
template<class First, class... Rest>
struct context_among<First, Rest...> : context_among<Rest...> {};
template<Context First, class... Rest>
struct context_among<First, Rest...> {
  using type = std::remove_cvref_t<First>;
};

template<class C>
struct save_of {
  using type = typename C::save;
};
template<>
struct save_of<void> {
  using type = save_statistics;
};
/// The context of a forward with these arguments: keyed by what it holds, and by what it saves.
template<class... X>
using context_of = typename context_for<
    typename save_policy_in<typename save_of<typename context_among<X...>::type>::type, X...>::type,
    held_tuple<X...>>::type;

inline constexpr sentence other_context_words = [] {
  sentence s;
  return s << "this context was made for a forward with other arguments; make one for these, layer.context(x)";
}();
template<class F, class Element, class... X>
consteval const sentence& words_of_forward() {
  using context = context_of<X...>;
  using given_context = typename context_among<X...>::type;
  using training = typename call_of_tuple<F, F, Element, typename context::held>::template given_and<into_list<X...>>;
  using evaluation = typename call_of_tuple<expr::evaluation_of<F>, F, Element,
                                            typename context::held>::template given_and<into_list<X...>>;
  if constexpr (!std::is_void_v<given_context> && !std::is_same_v<given_context, context>)
    return other_context_words;
  else if constexpr (const sentence& words = forward_words_of<F, typename context::save, training>::value;
                     !words.empty())
    return words;
  else if constexpr (const sentence& kept = forward_words_of<F, typename context::save, training>::kept; !kept.empty())
    return kept;
  else if constexpr (has_modes<F>)
    return forward_words_of<expr::evaluation_of<F>, typename context::save, evaluation>::value;
  else
    return words;
}
template<class F, class Element, class... X>
inline constexpr const sentence& forward_words = words_of_forward<F, Element, X...>();

/// Of a call that runs formula Fm: F itself, or its evaluation.
template<class Fm, class F, class Element, class... X>
inline constexpr const sentence& call_words = exec::detail::call_words<
    Fm, typename call_of_tuple<Fm, F, Element, held_tuple<X...>>::template given_and<into_list<X...>>>;
template<class F, class Element, class... X>
inline constexpr const sentence& evaluation_words =
    call_words<std::conditional_t<has_modes<F>, expr::evaluation_of<F>, F>, F, Element, X...>;

} // namespace axnorm::layers
