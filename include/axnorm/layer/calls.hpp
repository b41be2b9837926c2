// What a layer's calls do with its tensors: arguments are put together, passes run. Base of Layer, which has the names
// and the checks.
#pragma once

#include <axnorm/axis/sentence.hpp>
#include <axnorm/axis/shape_error.hpp>
#include <axnorm/exec/instruction_set.hpp>
#include <axnorm/layer/backward.hpp>
#include <axnorm/layer/context.hpp>
#include <axnorm/layer/passes.hpp>
#include <axnorm/layer/running_state.hpp>
#include <axnorm/layer/variables.hpp>
#include <axnorm/layer/views.hpp>
#include <axnorm/tensor/algorithm.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace axnorm {
inline namespace AXNORM_ISA {
template<class F, class Element>
class Layer;
} // namespace AXNORM_ISA

namespace layers {
inline namespace AXNORM_ISA {

[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_unsized(const axis_value& axis) {
  sentence s;
  s << "axnorm: the extent of axis " << axis << " is not known yet: give dim<" << axis
    << ">(...) to the layer's constructor, or call forward first";
  throw std::logic_error(std::string(s.view()));
}

template<class F, class Element>
class layer_calls : protected running_state<F, Element> {
protected:
  using state = running_state<F, Element>;
  using state::v_, state::weights_of_batch, state::commit_now, state::commit_late;
  using typename state::weights_list;
  template<class, class>
  friend class axnorm::Layer;
  using evaluation = std::conditional_t<has_modes<F>, expr::evaluation_of<F>, F>;
  using parameters_of = owned_by<F, false>;
  /// What contexts know the formula by: those of different layers may be of one type.
  static constexpr const void* formula_key = &expr::listing_of<F>;

  hidden_parameters<F> hidden_parameters_{};
  bool training_ = true, untracked_ = false;

  void demand_tensors() const {
    if (v_.sized) return;
    refuse_unsized(v_.missing());
  }

  template<class First, class... Rest>
  static auto& context_in(First& first, Rest&... rest) {
    if constexpr (Context<First>)
      return first;
    else
      return context_in(rest...);
  }
  template<class X>
  static auto targets_in(X& x) {
    if constexpr (exec::Into<X>)
      return exec::values_of(x);
    else
      return std::tuple<>{};
  }
  template<class X>
  static auto into_in(X& x) {
    if constexpr (exec::Into<X>)
      return std::tie(x);
    else
      return std::tuple<>{};
  }

  /// The layer's tensors and extents as arguments of a call, by the types that `Call` has for them.
  template<class Call>
  auto own(const Element* kept = nullptr) const {
    return v_.template arguments<typename Call::own>(kept);
  }
  /// Calls f(buffer) for each that formula Fm reads.
  template<class Fm, class Use>
  void each_read([[maybe_unused]] Use f) const {
    [[maybe_unused]] const auto& buffers = v_.buffers; // (g++ 12 does not find v_ in the inner function)
    [&]<std::size_t... B>(std::index_sequence<B...>) {
      (
          [&] {
            if constexpr (has_variable<Fm>(owned_by<F, true>::all[B].name)) f(std::get<B>(buffers));
          }(),
          ...);
    }(std::make_index_sequence<owned_by<F, true>::count>{});
  }
  /// The numbers of these buffers, one after another.
  template<class Fm>
  void keep_buffers(std::vector<double>& read) const {
    read.clear();
    each_read<Fm>([&](const auto& b) { read.insert(read.end(), b.data(), b.data() + b.size()); });
  }
  /// The numbers that a forward kept; throws std::logic_error if they are not as many as this layer's.
  template<class Fm>
  const Element* kept_buffers(const std::vector<double>& read) const {
    std::int64_t size = 0;
    each_read<Fm>([&](const auto& b) { size += b.size(); });
    if (size != static_cast<std::int64_t>(read.size())) exec::detail::refuse_saved(size, read.size());
    static thread_local std::vector<Element> kept;
    kept.assign(read.begin(), read.end());
    return kept.data();
  }

  /// Takes what the layer's tensors lack from the arguments of its first call; afterwards the layer has tensors, or an
  /// exception has left it without.
  template<class Held, class Then>
  decltype(auto) sized_by(const Held& held, Then then) {
    if (v_.sized) return then();
    const auto before = v_.extents;
    std::apply([&](const auto&... x) { (v_.learn(x), ...); }, held);
    try {
      v_.size_up();
      demand_tensors();
      return then();
    } catch (...) {
      v_ = {};
      v_.extents = before;
      throw;
    }
  }

  template<class C, class... X>
  auto run_forward(C& ctx, X&&... x) {
    ctx.filled_by = nullptr;
    int threads = 0;
    ((threads = exec::threads_in(x, threads)), ...);
    auto targets = std::tuple_cat(into_in(x)...);
    ctx.arguments = std::tuple_cat(held_or_none(std::forward<X>(x))...);
    ctx.empty = std::apply([](const auto&... a) { return (is_empty(a) || ...); }, ctx.arguments);
    return sized_by(ctx.arguments, [&] {
      std::apply([&](const auto&... a) { (v_.check_given(a), ...); }, ctx.arguments);
      const bool evaluates = has_modes<F> && !training_ && !untracked_;
      ctx.evaluating = evaluates;
      const auto run = [&] {
        if constexpr (has_modes<F>)
          if (evaluates) return forward_as<evaluation>(ctx, threads, targets);
        return forward_as<F>(ctx, threads, targets);
      };
      const bool tracks = !evaluates && !untracked_ && expr::listing_of<F>.tracked.size() > 0;
      const bool commits = tracks && !(Uncommitted<X> || ...);
      // Before anything is computed: a schedule may throw.
      const auto weights = commits && !ctx.empty ? weights_of_batch(v_.batches + 1) : weights_list{};
      const auto finish = [&] {
        ctx.filled_by = formula_key;
        ctx.committed = !tracks;
        ctx.waits = !commits;
        ctx.late_committed = true;
        ctx.batch = tracks ? v_.batches + 1 : 0;
        ctx.saved.late.clear();
        if (commits) commit_now(ctx, weights);
      };
      if constexpr (std::is_void_v<decltype(run())>) {
        run();
        finish();
      } else {
        auto y = run();
        finish();
        return y;
      }
    });
  }
  template<class Fm, class C, class Targets>
  auto forward_as(C& ctx, int threads, Targets& targets) {
    using call = call_of_tuple<Fm, F, Element, typename C::held>;
    auto own_arguments = own<call>();
    keep_buffers<Fm>(ctx.read);
    return std::apply([&](auto&... x) { return exec::forward_call<Fm, typename C::save>(threads, ctx.saved, x...); },
                      std::tuple_cat(references(ctx.arguments), references(own_arguments), references(targets)));
  }
  template<class Tuple>
  static auto references(Tuple& t) {
    return std::apply([](auto&... x) { return std::tie(x...); }, t);
  }
  template<class Fm, class... X>
  auto evaluate_as(X&... x) const {
    using call = call_of_tuple<Fm, F, Element, held_tuple<X&...>>;
    auto own_arguments = own<call>();
    return std::apply([&](auto&... o) { return exec::evaluate_call<Fm>(x..., o...); }, own_arguments);
  }

  template<class Way, std::size_t J, class C>
  static auto extents_of_input(C& ctx) {
    const auto values = std::apply([](auto&... x) { return std::tuple_cat(exec::values_of(x)...); }, ctx.arguments);
    return std::get<Way::template given_position<J>>(values).extents();
  }
  /// Throws unless what takes the gradient of input J has its extents.
  template<class Way, std::size_t J, class C, class T>
  static void check_target(C& ctx, const T& target) {
    using input = typename Way::template input_tensor<J>;
    const auto extents = extents_of_input<Way, J>(ctx);
    for (std::size_t i = 0; i < input::rank; ++i)
      for (std::size_t k = 0; k < T::rank; ++k) {
        if (!(input::dims[i].axis == T::dims[k].axis) || extents[i] == target.extent(k)) continue;
        sentence s;
        const axis_value& axis = input::dims[i].axis;
        s << "axis " << axis << " has extent " << extents[i] << " in " << Way::variables[Way::input(J)] << ", but "
          << target.extent(k) << " in what takes its gradient";
        throw shape_error(s.about(axis, extents[i], target.extent(k)));
      }
  }
  /// Throws unless what takes the gradient of input J, on which this mode depends in no way, is memory of its own or
  /// the very memory of what forward or backward was given.
  template<class Way, std::size_t J, class C, class Up, class Targets>
  void check_unused_target(C& ctx, Up& arriving, const Targets& targets) const {
    const auto& mine = std::get<J>(targets);
    check_target<Way, J>(ctx, mine);
    const auto piece_at = [](const auto& view) {
      exec::memory m;
      exec::place(m, view);
      return exec::piece_of(m, static_cast<int>(std::remove_cvref_t<decltype(view)>::rank), sizeof(*view.data()));
    };
    const exec::piece own = piece_at(mine);
    bool free = !exec::overlaps_itself(own);
    const auto look = [&](const auto& other) {
      if constexpr (requires { other.data(); }) {
        const exec::piece there = piece_at(other);
        const bool very_same = there.first == own.first && there.rank == own.rank && there.size == own.size &&
                               there.extent == own.extent && there.stride == own.stride;
        free = free && (very_same || !exec::overlaps(own, there));
      }
    };
    std::apply(
        [&](auto&... a) {
          std::apply([&](const auto&... v) { (look(v), ...); },
                     std::tuple_cat(exec::values_of(a)..., exec::values_of(arriving)));
        },
        ctx.arguments);
    v_.each_parameter([&](const owned&, const auto& p) {
      free = free && !exec::overlaps(own, piece_at(p->value)) && !exec::overlaps(own, piece_at(p->gradient));
    });
    [&]<std::size_t... K>(std::index_sequence<K...>) {
      ((free = free && (K == J || !exec::overlaps(own, piece_at(std::get<K>(targets))))), ...);
    }(std::make_index_sequence<std::tuple_size_v<Targets>>{});
    if (free) return;
    sentence s;
    s << "what takes the gradient of " << Way::variables[Way::input(J)]
      << " shares memory with another tensor of the call";
    throw shape_error(s);
  }
  template<class C, class Up, class Targets>
  void run_backward(C& ctx, Up& arriving, Targets& targets, bool adds, int threads) {
    if constexpr (has_modes<F>)
      if (ctx.evaluating) return backward_as<evaluation>(ctx, arriving, targets, adds, threads);
    if constexpr (tracks_late<F>) {
      // Before anything is computed: a schedule may throw.
      const bool tracks = ctx.batch > 0;
      const auto weights = tracks && !ctx.waits && !ctx.empty ? weights_of_batch(ctx.batch) : weights_list{};
      backward_as<F>(ctx, arriving, targets, adds, threads);
      ctx.late_committed = !tracks;
      if (tracks && !ctx.waits) commit_late(ctx, weights);
    } else {
      backward_as<F>(ctx, arriving, targets, adds, threads);
    }
  }
  template<class Fm, class C, class Up, class Targets>
  void backward_as(C& ctx, Up& arriving, Targets& targets, bool adds, int threads) {
    using all = way_back<F, F, Element, C>;
    using way = way_back<Fm, F, Element, C>;
    // Inputs that this mode has no use for are no variables of its formula: their gradients are 0.
    const auto each_unused = [&](auto use) {
      [&]<std::size_t... J>(std::index_sequence<J...>) {
        (
            [&] {
              if constexpr (!way::has(all::variables[all::input(J)])) use(std::integral_constant<std::size_t, J>{});
            }(),
            ...);
      }(std::make_index_sequence<all::input_count>{});
    };
    each_unused([&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
      check_unused_target<all, J>(ctx, arriving, targets);
    });
    // What is added to gets its gradients by way of memory of this thread: one way back does for both.
    static thread_local std::vector<Element> fresh;
    const auto of_parameters = v_.gradient_targets(adds, fresh);
    const auto target = [&]<std::size_t K>(std::integral_constant<std::size_t, K>) {
      if constexpr (way::is_parameter(K))
        return std::get<parameters_of::position(way::variables[K])>(of_parameters);
      else
        return std::get<all::input_position(way::variables[K])>(targets);
    };
    // Buffers are what they were for forward, whatever has been mixed in since.
    auto own_arguments = own<typename way::call>(kept_buffers<Fm>(ctx.read));
    [&]<std::size_t... K>(std::index_sequence<K...>) {
      auto results = into(target(std::integral_constant<std::size_t, K>{})...);
      std::apply(
          [&](auto&... x) {
            exec::backward_call<Fm, typename C::save, typename way::given>(threads, ctx.saved, x..., arriving, results);
          },
          std::tuple_cat(references(ctx.arguments), references(own_arguments)));
    }(std::make_index_sequence<way::variable_count>{});
    each_unused([&]<std::size_t J>(std::integral_constant<std::size_t, J>) { fill(std::get<J>(targets), 0); });
    if (adds) return v_.add_gradients(fresh, way::has_parameter);
    std::size_t k = 0;
    v_.each_parameter([&](const owned&, auto& p) {
      if (!way::has_parameter[k++]) p->gradient.fill(Element(0));
    });
  }
};

} // namespace AXNORM_ISA
} // namespace layers
} // namespace axnorm
