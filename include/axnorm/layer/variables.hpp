// The tensors of a layer: parameters with their gradients, buffers, and the extents they are sized by. Used by Layer.
// Must not know how anything is computed.
#pragma once

#include <axnorm/axis/extent.hpp>
#include <axnorm/axis/shape_error.hpp>
#include <axnorm/layer/elements.hpp>
#include <axnorm/layer/owned.hpp>
#include <axnorm/layer/shared.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <boost/mp11/algorithm.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace axnorm {

/// A parameter and its gradient; layers that share a parameter share this.
template<class T>
struct parameter_memory {
  T value, gradient;
};

namespace layers {

/// Parameters and buffers of formula F.
template<class F, class Element>
class variables {
public:
  using parameters_of = owned_by<F, false>;
  using buffers_of = owned_by<F, true>;
  using axes = typename parameters_of::axes;
  static constexpr std::size_t parameter_count = parameters_of::count, buffer_count = buffers_of::count;
  static constexpr std::size_t axis_count = boost::mp11::mp_size<axes>::value;

private:
  template<std::size_t... I>
  static std::tuple<shared<parameter_memory<typename parameters_of::template tensor<Element, I>>>...>
      parameters_tuple(std::index_sequence<I...>);
  template<std::size_t... I>
  static std::tuple<typename buffers_of::template tensor<Element, I>...> buffers_tuple(std::index_sequence<I...>);

public:
  std::array<std::int64_t, axis_count> extents = unknown(); ///< by axis, -1 where it is not known yet
  decltype(parameters_tuple(std::make_index_sequence<parameter_count>{})) parameters;
  decltype(buffers_tuple(std::make_index_sequence<buffer_count>{})) buffers;
  std::int64_t batches = 0; ///< how many batches have been tracked
  bool sized = false;

  variables() = default;
  /// What is left behind has no tensors, but may get new ones.
  variables(variables&& other) noexcept
      : extents(other.extents), parameters(std::move(other.parameters)), buffers(std::move(other.buffers)),
        batches(std::exchange(other.batches, 0)), sized(std::exchange(other.sized, false)) {}
  variables& operator=(variables&& other) noexcept {
    extents = other.extents;
    parameters = std::move(other.parameters);
    buffers = std::move(other.buffers);
    batches = std::exchange(other.batches, 0);
    sized = std::exchange(other.sized, false);
    return *this;
  }
  ~variables() = default;
  /// A copy has memory of its own.
  variables(const variables& other)
      : extents(other.extents), parameters(other.parameters), buffers(other.buffers), batches(other.batches),
        sized(other.sized) {
    each_parameter([](const owned&, auto& p) {
      if (p) p = std::remove_cvref_t<decltype(p)>(*p);
    });
  }
  variables& operator=(const variables& other) {
    if (this != &other) *this = variables(other);
    return *this;
  }

  template<class A>
  static constexpr std::size_t axis_index = boost::mp11::mp_find<axes, A>::value;

  /// f(declaration, pointer to value and gradient)
  template<class Do>
  void each_parameter(Do f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (f(parameters_of::all[I], std::get<I>(parameters)), ...);
    }(std::make_index_sequence<parameter_count>{});
  }
  template<class Do>
  void each_parameter(Do f) const {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (f(parameters_of::all[I], std::get<I>(parameters)), ...);
    }(std::make_index_sequence<parameter_count>{});
  }
  /// f(declaration, tensor)
  template<class Do>
  void each_buffer(Do f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (f(buffers_of::all[I], std::get<I>(buffers)), ...);
    }(std::make_index_sequence<buffer_count>{});
  }
  template<class Do>
  void each_buffer(Do f) const {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (f(buffers_of::all[I], std::get<I>(buffers)), ...);
    }(std::make_index_sequence<buffer_count>{});
  }

  /// Makes all tensors if every extent that they need is known. Throws what tensors do; then nothing has changed.
  void size_up() {
    if (sized || !complete()) return;
    variables next;
    next.extents = extents;
    next.each_parameter([&](const owned& o, auto& p) {
      using memory = typename std::remove_cvref_t<decltype(p)>::element_type;
      using tensor = decltype(memory::value);
      std::remove_cvref_t<decltype(p)> made(memory{tensor(extents_for<tensor>()), tensor(extents_for<tensor>())});
      initialize(made->value, with_extents(o));
      made->gradient.fill(typename tensor::element_type(0));
      p = std::move(made);
    });
    next.each_buffer([&](const owned& o, auto& b) {
      using tensor = std::remove_cvref_t<decltype(b)>;
      b = tensor(extents_for<tensor>());
      initialize(b, o);
    });
    next.sized = true;
    *this = std::move(next);
  }

  /// The extent of an axis, before there are tensors.
  template<class D>
  void set(const D& extent) {
    if constexpr (boost::mp11::mp_contains<axes, typename D::axis_type>::value)
      extents[axis_index<typename D::axis_type>] = extent.value();
  }
  /// Throws shape_error if a call gives an axis of a buffer another extent than the buffer has.
  template<class X>
  void check_given([[maybe_unused]] const X& x) const {
    if constexpr (NamedExtent<X>)
      each_buffer([&](const owned& o, const auto& b) {
        using tensor = std::remove_cvref_t<decltype(b)>;
        const axis_value axis = axis_value_of<typename X::axis_type>();
        for (std::size_t i = 0; i < tensor::rank; ++i) {
          if (!(tensor::dims[i].axis == axis) || b.extent(i) == x.value()) continue;
          sentence s;
          s << o.name << " has extent " << b.extent(i) << " along axis " << axis << ", but the call gives "
            << std::int64_t{x.value()};
          throw shape_error(s.about(axis, b.extent(i), std::int64_t{x.value()}));
        }
      });
  }
  /// The extents that nobody gave, from an argument of a call: a tensor, a binding, an extent.
  template<class X>
  void learn(const X& x) {
    if constexpr (AnyTensor<X>)
      learn_from(x, typename X::axes{});
    else if constexpr (requires { x.bindings; })
      std::apply([&](const auto&... b) { (learn(b.value), ...); }, x.bindings);
    else if constexpr (requires { typename X::is_binding; })
      learn(x.value);
    else if constexpr (NamedExtent<X>)
      set(x);
  }

  /// Views of the layer's tensors and its extents, as a tuple of the type `Own`. `kept`: the buffers' numbers, one
  /// buffer after another, if they are not to be those of now.
  template<class Own>
  Own arguments(const Element* kept = nullptr) const {
    return [&]<class... X>(std::type_identity<std::tuple<X...>>) {
      return Own{argument(std::type_identity<X>{}, kept)...}; // in this order
    }(std::type_identity<Own>{});
  }

  /// Where backward writes the gradients of all parameters, as a tuple of views: the gradients' own memory, or, where
  /// they are added to, `fresh`.
  auto gradient_targets(bool adds, std::vector<Element>& fresh) const {
    std::int64_t total = 0;
    each_parameter([&](const owned&, const auto& p) { total += p->gradient.size(); });
    if (adds) fresh.resize(static_cast<std::size_t>(total));
    Element* next = fresh.data();
    return std::apply(
        [&](const auto&... p) {
          [[maybe_unused]] const auto target = [&](auto& gradient) {
            using view = typename std::remove_cvref_t<decltype(gradient)>::view_type;
            if (!adds) return gradient.view();
            Element* const at = next;
            next += gradient.size();
            return view(at, gradient.extents(), gradient.strides());
          };
          return std::tuple<typename std::remove_cvref_t<decltype(p->gradient)>::view_type...>{target(p->gradient)...};
        },
        parameters);
  }
  /// Adds what backward wrote into `fresh` to the gradients of the parameters that it has written.
  void add_gradients(const std::vector<Element>& fresh, const std::array<bool, parameter_count>& written) {
    const Element* next = fresh.data();
    std::size_t k = 0;
    each_parameter([&](const owned&, auto& p) {
      const bool adds = written[k++];
      Element* const to = p->gradient.data();
      for (std::int64_t i = 0, n = p->gradient.size(); i < n; ++i, ++next)
        if (adds)
          to[i] = static_cast<Element>(static_cast<rounding_type<Element>>(to[i]) +
                                       static_cast<rounding_type<Element>>(*next));
    });
  }

  template<fixed_string Name, class Other>
  void share(Other& other) {
    auto& mine = std::get<parameters_of::position(Name.view())>(parameters);
    auto& theirs = std::get<Other::parameters_of::position(Name.view())>(other.parameters);
    if (!mine || !theirs) throw std::logic_error("axnorm: layers share parameters once both have their tensors");
    for (std::size_t i = 0; i < mine->value.rank; ++i)
      if (mine->value.extent(i) != theirs->value.extent(i)) {
        sentence s;
        const axis_value axis = mine->value.dims[i].axis;
        s << "axis " << axis << " has extent " << mine->value.extent(i) << " in " << Name.view() << ", but "
          << theirs->value.extent(i) << " in the other layer's";
        throw shape_error(s.about(axis, mine->value.extent(i), theirs->value.extent(i)));
      }
    mine = theirs;
  }

  /// The first axis whose extent a tensor needs and nobody has given; none if all are known.
  axis_value missing() const {
    axis_value r{};
    const auto look = [&]<class... A>(boost::mp11::mp_list<A...>, const owned& o) {
      for (const auto& needed : {o.dims, o.sized_by})
        for (const axis_extent& d : needed)
          ((d.axis == axis_value_of<A>() && d.extent < 0 && extents[axis_index<A>] < 0 && !r ? void(r = d.axis)
                                                                                             : void()),
           ...);
    };
    for (const owned& o : parameters_of::all)
      look(axes{}, o);
    for (const owned& o : buffers_of::all)
      look(axes{}, o);
    return r;
  }
  bool complete() const { return !missing(); }

private:
  /// The same declaration with a number as its initial value, where that depends on extents.
  owned with_extents(owned o) const {
    if (o.by_extents == nullptr) return o;
    std::vector<std::int64_t> known;
    const auto look = [&]<class... A>(boost::mp11::mp_list<A...>, const axis_value& axis) {
      ((axis == axis_value_of<A>() ? known.push_back(extents[axis_index<A>]) : void()), ...);
    };
    for (const axis_extent& d : o.sized_by)
      look(axes{}, d.axis);
    o.initial = o.by_extents(known.data());
    return o;
  }
  template<class X, class... Specs>
  void learn_from(const X& x, axis_list<Specs...>) {
    std::size_t i = 0;
    const auto look = [&]<class A>(std::type_identity<A>) {
      if constexpr (boost::mp11::mp_contains<axes, A>::value)
        if (extents[axis_index<A>] < 0) extents[axis_index<A>] = x.extent(i);
      ++i;
    };
    (look(std::type_identity<axis_of_t<Specs>>{}), ...);
  }
  template<fixed_string Name, class V>
  bound<Name, V> argument(std::type_identity<bound<Name, V>>, const Element*& kept) const {
    if constexpr (constexpr std::size_t p = parameters_of::position(Name.view()); p < parameter_count) {
      return {std::as_const(std::get<p>(parameters)->value).view()};
    } else {
      const V now = std::get<buffers_of::position(Name.view())>(buffers).view();
      if (kept == nullptr) return {now};
      const Element* const then = std::exchange(kept, kept + now.size());
      return {V(then, now.extents(), now.strides())};
    }
  }
  template<class A>
  dim_t<A, std::int64_t> argument(std::type_identity<dim_t<A, std::int64_t>>, const Element*) const {
    const std::int64_t extent = extents[axis_index<A>];
    if (extent < 0) {
      sentence s;
      s << "the number of groups " << A::label << " is not given; give dim<" << A::label
        << ">(...) to the layer's constructor";
      s.axis << A::label;
      throw shape_error(s);
    }
    return {extent};
  }

  static constexpr std::array<std::int64_t, axis_count> unknown() {
    std::array<std::int64_t, axis_count> r{};
    for (std::int64_t& e : r)
      e = dynamic_extent;
    return r;
  }
  template<class T>
  extents_array<T::rank> extents_for() const {
    return []<class... Specs>(axis_list<Specs...>, const std::array<std::int64_t, axis_count>& e) {
      return extents_array<sizeof...(Specs)>{
          (static_extent_of<Specs> >= 0 ? static_extent_of<Specs> : e[axis_index<axis_of_t<Specs>>])...};
    }(typename T::axes{}, extents);
  }
};

} // namespace layers
} // namespace axnorm
