// Layer: a formula with the tensors that it declares. Training in two calls, evaluation in one; parameters, buffers and
// state as ranges of named views. Knows no norm: everything is derived from the declaration.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/exec/instruction_set.hpp>
#include <axnorm/layer/backward.hpp>
#include <axnorm/layer/calls.hpp>
#include <axnorm/layer/constructor_words.hpp>
#include <axnorm/layer/context.hpp>
#include <axnorm/layer/load_state.hpp>
#include <axnorm/layer/passes.hpp>
#include <axnorm/layer/variables.hpp>
#include <axnorm/layer/views.hpp>
#include <axnorm/layer/wrong_layer.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace axnorm {
inline namespace AXNORM_ISA {

/// A layer of the formula that F names: `Layer<BN> bn{dim<C>(64)}`. Its parameters and buffers hold `Element`s; inputs
/// of float16 and bfloat16 go with float.
///
/// Extents that its tensors need are given to the constructor, `dim<C>(64)`, or taken from the inputs of the first
/// call. A layer begins in training mode. Copies have tensors of their own. Calls of one layer in several threads are
/// safe as long as none changes it: evaluation; and forward with `uncommitted`, or of a formula that tracks nothing,
/// once the layer has its tensors.
template<class F, class Element = float>
class Layer : layers::layer_calls<F, Element> {
  using calls = layers::layer_calls<F, Element>;
  using typename calls::averaging, typename calls::evaluation, typename calls::parameters_of;
  using buffers_of = layers::owned_by<F, true>;
  using calls::v_, calls::hidden_parameters_, calls::averaging_, calls::training_, calls::untracked_,
      calls::counts_batches_, calls::demand_tensors;

public:
  using formula = F;
  using element_type = Element;

  Layer() { v_.size_up(); }
  /// Extents of axes that parameters or buffers have, `dim<C>(64)`. Throws shape_error for one that contradicts the
  /// formula.
  template<NamedExtent... D>
  requires(sizeof...(D) > 0 && layers::extent_words<F, D...>.empty())
  explicit Layer(const D&... extents) {
    (layers::check_given_extent<F>(extents), ...);
    (v_.set(extents), ...);
    v_.size_up();
  }
  template<NamedExtent... D, class Wrong = spell<layers::extent_words<F, D...>>>
  requires(sizeof...(D) > 0 && !layers::extent_words<F, D...>.empty())
  explicit Layer(const D&...) = delete;
  template<class First, class... X, class Wrong = spell<layers::argument_words<F, First, X...>>>
  requires(!std::derived_from<std::remove_cvref_t<First>, Layer> && !layers::argument_words<F, First, X...>.empty())
  explicit Layer(First&&, X&&...) = delete;

  // -- modes ----------------------------------------------------------------------------------------------------------
  /// In training mode statistics are those of the batch, and tracked ones are mixed into the buffers.
  void train(bool on = true) { training_ = on; }
  /// In evaluation mode tracked statistics are read from the buffers.
  void eval() { training_ = false; }
  template<AnyTensor X, class Wrong = spell<layers::mode_words<X>>>
  Wrong train(const X&);
  template<AnyTensor X, class Wrong = spell<layers::mode_words<X>>>
  Wrong eval(const X&);
  bool is_training() const { return training_; }
  /// The weight of the new value in running statistics, in place of what the formula says: from 0 to 1, as PyTorch's
  /// momentum. Throws std::invalid_argument for anything else.
  void momentum(double weight) {
    if (!(weight >= 0 && weight <= 1))
      throw std::invalid_argument("axnorm: momentum is the weight of the new value, from 0 to 1");
    averaging_ = {averaging::given, weight};
  }
  /// Running statistics are the plain average of all batches, as PyTorch's momentum=None.
  void momentum(Cumulative) { averaging_ = {averaging::cumulative, 0}; }

  // -- training -------------------------------------------------------------------------------------------------------
  /// The results of the formula in the layer's mode, and what backward needs:
  ///   auto [y, ctx] = layer.forward(x);
  ///   layer.forward(x, into(y), ctx);        no allocation but the first time; `auto ctx = layer.context(x)` makes one
  /// In training mode the running statistics are updated when everything else is done; with `uncommitted` they wait for
  /// `commit`. `recompute` and `keep<"name">` choose what passes to backward. Arguments are bound as for evaluate; the
  /// layer's own tensors are bound by it. Throws shape_error as evaluate does, before anything is written, and if a
  /// result would be written over an input that backward reads.
  template<class... X>
  requires(layers::forward_words<F, Element, X...>.empty())
  auto forward(X&&... x) {
    using made = layers::context_of<X...>;
    using given = typename layers::context_among<X...>::type;
    if constexpr (std::is_void_v<given>) {
      made ctx;
      if constexpr ((exec::Into<X> || ...)) {
        this->run_forward(ctx, std::forward<X>(x)...);
        return ctx;
      } else {
        auto y = this->run_forward(ctx, std::forward<X>(x)...);
        return std::pair<decltype(y), made>(std::move(y), std::move(ctx));
      }
    } else {
      return this->run_forward(calls::context_in(x...), std::forward<X>(x)...);
    }
  }
  template<class... X, class Wrong = spell<layers::forward_words<F, Element, X...>>>
  requires(!(is_mistake<X> || ...) && !layers::forward_words<F, Element, X...>.empty())
  Wrong forward(X&&...);
  template<class... X>
  requires(is_mistake<X> || ...)
  layers::two_quiet forward(X&&...);

  /// An empty context for a forward with arguments of these types.
  template<class... X>
  layers::context_of<X...> context(X&&...) const { // NOLINT(cppcoreguidelines-missing-std-forward): types alone count
    return {};
  }

  /// Mixes what a forward with `uncommitted` observed into the running statistics, and what backward has since; an
  /// input without elements counts as a batch but changes nothing. Once for each forward, and again after backward if
  /// that has observed something: throws std::logic_error for a context that has nothing to commit.
  template<layers::Context C>
  void commit(C& ctx) {
    if (ctx.filled_by != calls::formula_key || (ctx.committed && ctx.late_committed))
      throw std::logic_error("axnorm: commit takes a context in which a forward of this layer has observed something "
                             "that is not committed yet");
    const std::int64_t batch = ctx.committed ? ctx.batch : v_.batches + 1;
    const auto weights = ctx.empty ? typename calls::weights_list{} : this->weights_of_batch(batch);
    ctx.batch = batch;
    if (!ctx.committed) this->commit_now(ctx, weights);
    if (!ctx.late_committed) this->commit_late(ctx, weights);
  }

  /// The way back from the gradients `dy` of the results: returns those of the inputs (several as a tuple, in their
  /// order in the formula) and overwrites those of the parameters, `gradients()`, or adds to them:
  ///   auto dx = layer.backward(ctx, dy);   layer.backward(ctx, dy, into(dx), accumulate);
  /// Several results have `upstream(dy, ds)`. dx may be the memory of dy or of x. What a rule of with_gradient tracks
  /// is mixed into its buffers when everything else is done, or waits for `commit` as what forward observed does.
  /// Throws shape_error before anything is written; std::logic_error if no forward of this layer has filled the
  /// context.
  template<class C, class Dy, class... X>
  requires(layers::backward_words<F, Element, C, Dy, X...>.empty())
  auto backward(C& ctx, Dy&& dy, X&&... x) {
    using way = layers::way_back<F, F, Element, C>;
    static constexpr bool writes = (exec::Into<X> || ...);
    if (ctx.filled_by != calls::formula_key)
      throw std::logic_error("axnorm: backward takes a context that a forward of this layer has filled");
    const bool adds = (exec::Accumulate<X> || ...);
    int threads = 0;
    ((threads = exec::threads_in(x, threads)), ...);
    auto arriving = [&] {
      if constexpr (exec::Upstream<Dy>)
        return std::forward<Dy>(dy);
      else
        return upstream(std::forward<Dy>(dy));
    }();
    if constexpr (writes) {
      auto targets = std::tuple_cat(calls::targets_in(x)...);
      this->run_backward(ctx, arriving, targets, adds, threads);
    } else {
      return [&]<std::size_t... J>(std::index_sequence<J...>) {
        std::tuple<typename way::template input_tensor<J>...> made{
            typename way::template input_tensor<J>(this->template extents_of_input<way, J>(ctx))...};
        auto targets = std::make_tuple(std::get<J>(made).view()...);
        this->run_backward(ctx, arriving, targets, adds, threads);
        if constexpr (sizeof...(J) == 1)
          return std::get<0>(std::move(made));
        else
          return made;
      }(std::make_index_sequence<way::input_count>{});
    }
  }

  template<class C, class Dy, class... X, class Wrong = spell<layers::backward_words<F, Element, C, Dy, X...>>>
  requires(!layers::backward_words<F, Element, C, Dy, X...>.empty())
  Wrong backward(C&, Dy&&, X&&...);
  template<class X, class Wrong = spell<layers::lone_argument_words<X>>>
  Wrong backward(X&&);

  // -- evaluation -----------------------------------------------------------------------------------------------------
  /// The results in evaluation mode, as evaluate gives them: `layer(x)`, `layer(x, into(y))`. Changes nothing; with
  /// `into` nothing is allocated. Throws std::logic_error in training mode if that would give something else, and
  /// before the layer has its tensors.
  template<class... X>
  requires(layers::evaluation_words<F, Element, X...>.empty())
  auto operator()(X&&... x) const {
    if (layers::has_modes<F> && training_ && !untracked_)
      throw std::logic_error("axnorm: a layer that is called evaluates, but it is in training mode; "
                             "use eval() before, or forward");
    demand_tensors();
    // An untracked layer's derived class has it bound whatever training needs.
    if constexpr (layers::has_modes<F>)
      if constexpr (layers::call_words<F, F, Element, X...>.empty())
        if (untracked_) return this->template evaluate_as<F>(x...);
    return this->template evaluate_as<evaluation>(x...);
  }
  template<class... X, class Wrong = spell<layers::evaluation_words<F, Element, X...>>>
  requires(!(is_mistake<X> || ...) && !layers::evaluation_words<F, Element, X...>.empty())
  Wrong operator()(X&&...) const;
  template<class... X>
  requires(is_mistake<X> || ...)
  axnorm::detail::quiet operator()(X&&...) const;

  // -- tensors --------------------------------------------------------------------------------------------------------
  /// Whether the layer has its tensors: the extents that they need are known.
  bool is_sized() const { return v_.sized; }
  /// Parameter `Name`, a view.
  template<fixed_string Name>
  requires(parameters_of::position(Name.view()) < parameters_of::count)
  auto parameter() {
    demand_tensors();
    return std::get<parameters_of::position(Name.view())>(v_.parameters)->value.view();
  }
  template<fixed_string Name, class Wrong = spell<layers::name_words<F, false, Name>>>
  requires(parameters_of::position(Name.view()) == parameters_of::count)
  Wrong parameter();
  template<class X, class Wrong = spell<layers::name_in_call_words<X>>>
  Wrong parameter(const X&);
  /// The gradient of parameter `Name`, a view.
  template<fixed_string Name>
  requires(parameters_of::position(Name.view()) < parameters_of::count)
  auto gradient() {
    demand_tensors();
    return std::get<parameters_of::position(Name.view())>(v_.parameters)->gradient.view();
  }
  template<fixed_string Name, class Wrong = spell<layers::name_words<F, false, Name>>>
  requires(parameters_of::position(Name.view()) == parameters_of::count)
  Wrong gradient();
  /// Buffer `Name`, a view.
  template<fixed_string Name>
  requires(buffers_of::position(Name.view()) < buffers_of::count)
  auto buffer() {
    demand_tensors();
    return std::get<buffers_of::position(Name.view())>(v_.buffers).view();
  }
  template<fixed_string Name, class Wrong = spell<layers::name_words<F, true, Name>>>
  requires(buffers_of::position(Name.view()) == buffers_of::count)
  Wrong buffer();
  /// Parameter `Name` becomes one with that of another layer: its value and its gradient, for as long as one of the
  /// layers lives. Gradients of both go there: use `accumulate`, and give it to an optimizer with the parameters of one
  /// layer only. Throws shape_error if the extents differ.
  template<fixed_string Name, class G>
  requires(layers::sharing_words<F, G, Name>.empty())
  void share(Layer<G, Element>& other) {
    v_.template share<Name>(other.v_);
  }
  template<fixed_string Name, class G, class Wrong = spell<layers::sharing_words<F, G, Name>>>
  requires(!layers::sharing_words<F, G, Name>.empty())
  Wrong share(Layer<G, Element>&);

  /// Views of the parameters, of their gradients, and of the buffers, in the order of declaration. Empty before the
  /// layer has its tensors.
  std::vector<named_view<Element>> parameters() { return layers::parameter_views(v_, hidden_parameters_); }
  std::vector<named_view<Element>> gradients() { return layers::gradient_views(v_, hidden_parameters_); }
  std::vector<named_view<Element>> buffers() { return layers::buffer_views(v_, untracked_); }
  /// Everything that a checkpoint has to hold: parameters, buffers, and where there are tracked statistics the number
  /// of batches in them, `num_batches_tracked`.
  std::vector<state_view> state() { return layers::state_views(v_, hidden_parameters_, untracked_); }
  /// Copies a state into the layer. Throws, before anything is written, if a name is missing or unknown, or if axes,
  /// extents or element types differ.
  template<StateRange State>
  void load_state(const State& from) {
    demand_tensors();
    axnorm::load_state(state(), from);
  }
  template<class X, class Wrong = spell<axnorm::detail::state_words<X>>>
  requires(!StateRange<X>)
  Wrong load_state(const X&);
  /// Makes the gradients of all parameters 0.
  void zero_gradients() {
    v_.each_parameter([](const layers::owned&, auto& p) {
      if (p) p->gradient.fill(Element(0));
    });
  }
  /// How many batches the running statistics hold.
  std::int64_t batches_tracked() const { return v_.batches; }

protected:
  /// For layers with options: parameters that are there, with their initial values, but are nobody's to learn; and
  /// statistics that are always those of the batch.
  template<fixed_string Name>
  void hide_parameter() {
    constexpr std::size_t k = parameters_of::position(Name.view());
    hidden_parameters_[k] = true;
  }
  void leave_untracked() { untracked_ = true; }
  void leave_uncounted() { counts_batches_ = false; }

private:
  template<class, class>
  friend class Layer;
};

} // namespace AXNORM_ISA
} // namespace axnorm
