// A layer whose code is in a library: what a unit that uses it is compiled with. Has the calls of axnorm::Layer for one
// input, and none of its machinery. Base of the layers in named.hpp. Must not know formulas or instruction sets.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/compiled/interface.hpp>
#include <axnorm/compiled/words.hpp>
#include <axnorm/exec/bind.hpp>
#include <axnorm/layer/load_state.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace axnorm::compiled {

/// What a forward leaves for backward, with the input if that was a temporary; a tensor of the caller must live,
/// unchanged, until then.
template<class In>
class context;
template<class E, class... Axes>
class context<input_type<E, Axes...>> {
public:
  using is_context = void;
  /// Whether a forward has filled it.
  bool is_filled() const { return saved_ != nullptr && saved_->is_filled(); }
  /// Whether everything that the call observed for running statistics is a finite number.
  bool is_finite() const { return saved_ == nullptr || saved_->is_finite(); }

private:
  template<class D>
  friend class layer;
  Tensor<E, Axes...> input_{};
  std::unique_ptr<saved> saved_{};
};

/// The layer that D declares: see declaration.hpp, and axnorm::Layer for what the calls mean. Element types of
/// parameters and buffers are float. Inputs are those that the declaration lists, with any extents and strides; results
/// have the input's axes in its order. The code is that of the level which was used when the layer was made.
template<class D>
class layer {
  using code = interface<D>;
  template<class X>
  using input_for = typename detail::input_of_tensor<std::remove_cvref_t<X>>::type;
  template<class X>
  using context_for = context<input_for<X>>;
  template<class X>
  using tensor_for = typename detail::input_of_tensor<std::remove_cvref_t<X>>::tensor;

public:
  using declaration = D;
  using element_type = float;

  layer(const layer& other) : code_(other.code_->clone()) {}
  layer(layer&&) noexcept = default;
  layer& operator=(const layer& other) { return *this = layer(other); }
  layer& operator=(layer&&) noexcept = default;
  ~layer() = default;

  /// The level of instruction sets that the layer's code is for.
  level built_for() const { return code_->built_for(); }
  std::string text() const { return code_->text(); }

  void train(bool on = true) { code_->train(on); }
  void eval() { code_->train(false); }
  bool is_training() const { return code_->is_training(); }

  /// The result in the layer's mode, and what backward needs: `auto [y, ctx] = layer.forward(x)`; or
  /// `layer.forward(x, into(y), ctx)`, where nothing is allocated but the first time. Throws as Layer::forward.
  template<class X, class... More>
  requires(detail::forward_words<D, X, More...>.empty())
  auto forward(X&& x, More&&... more) {
    if constexpr ((layers_context<More> || ...)) {
      forward_into(std::forward<X>(x), context_in(more...), result_in<X>(more...), detail::threads_in(more...));
    } else if constexpr ((exec::Into<More> || ...)) {
      context_for<X> c;
      forward_into(std::forward<X>(x), c, result_in<X>(more...), detail::threads_in(more...));
      return c;
    } else {
      std::pair<tensor_for<X>, context_for<X>> r(tensor_for<X>(x.extents()), context_for<X>());
      forward_into(std::forward<X>(x), r.second, r.first.view(), detail::threads_in(more...));
      return r;
    }
  }
  template<class X, class... More, class Wrong = spell<detail::forward_words<D, X, More...>>>
  requires(!detail::forward_words<D, X, More...>.empty())
  Wrong forward(X&&, More&&...);

  /// An empty context for inputs of this type.
  template<class X>
  requires(detail::forward_words<D, X>.empty())
  context_for<X> context(const X&) const {
    return {};
  }

  /// The gradient of the input; those of the parameters are overwritten, or with `accumulate` added to:
  /// `auto dx = layer.backward(ctx, dy)`, `layer.backward(ctx, dy, into(dx), accumulate)`. Throws as Layer::backward.
  template<class In, class Dy, class... More>
  requires(detail::backward_words<In, Dy, More...>.empty())
  auto backward(compiled::context<In>& c, const Dy& dy, More&&... more) {
    if (c.saved_ == nullptr)
      throw std::logic_error("axnorm: backward takes a context that a forward of this layer has filled");
    constexpr bool adds = (exec::Accumulate<More> || ...);
    const typename In::view arriving(dy);
    if constexpr ((exec::Into<More> || ...)) {
      calls<In>(*code_).backward(*c.saved_, arriving, result_in<Dy>(more...), adds, detail::threads_in(more...));
    } else {
      tensor_for<Dy> dx(dy.extents());
      calls<In>(*code_).backward(*c.saved_, arriving, dx.view(), adds, detail::threads_in(more...));
      return dx;
    }
  }
  template<class In, class Dy, class... More, class Wrong = spell<detail::backward_words<In, Dy, More...>>>
  requires(!detail::backward_words<In, Dy, More...>.empty())
  Wrong backward(compiled::context<In>&, const Dy&, More&&...);

  /// The result in evaluation mode: `layer(x)`, `layer(x, into(y))`. Safe from several threads. Throws as a call of
  /// Layer.
  template<class X, class... More>
  requires(detail::call_words<D, X, More...>.empty())
  auto operator()(const X& x, More&&... more) const {
    const typename input_for<X>::view from(x);
    if constexpr ((exec::Into<More> || ...)) {
      calls<input_for<X>>(*code_).evaluate(from, result_in<X>(more...), detail::threads_in(more...));
    } else {
      tensor_for<X> y(x.extents());
      calls<input_for<X>>(*code_).evaluate(from, y.view(), detail::threads_in(more...));
      return y;
    }
  }
  template<class X, class... More, class Wrong = spell<detail::call_words<D, X, More...>>>
  requires(!detail::call_words<D, X, More...>.empty())
  Wrong operator()(const X&, More&&...) const;

  /// As those of Layer.
  std::vector<named_view<float>> parameters() { return code_->parameters(); }
  std::vector<named_view<float>> gradients() { return code_->gradients(); }
  std::vector<named_view<float>> buffers() { return code_->buffers(); }
  std::vector<state_view> state() { return code_->state(); }
  template<StateRange State>
  void load_state(const State& from) {
    axnorm::load_state(state(), from);
  }
  template<class X, class Wrong = spell<axnorm::detail::state_words<X>>>
  requires(!StateRange<X>)
  Wrong load_state(const X&);
  void zero_gradients() { code_->zero_gradients(); }
  std::int64_t batches_tracked() const { return code_->batches_tracked(); }

protected:
  explicit layer(const typename D::arguments& arguments) : code_(provider<D, chosen>::make(arguments)) {}

private:
  template<class In>
  static calls_with<In>& calls(code& c) {
    return c;
  }
  template<class X>
  static constexpr bool layers_context = requires { typename std::remove_cvref_t<X>::is_context; };

  template<class First, class... Rest>
  static auto& context_in(First& first, Rest&... rest) {
    if constexpr (layers_context<First>)
      return first;
    else
      return context_in(rest...);
  }
  template<class X, class First, class... Rest>
  static auto result_in(First& first, Rest&... rest) {
    if constexpr (exec::Into<First>)
      return typename input_for<X>::result(std::get<0>(first.results));
    else
      return result_in<X>(rest...);
  }
  template<class X, class In>
  void forward_into(X&& x, compiled::context<In>& c, const typename In::result& y, int threads) {
    if constexpr (!std::is_lvalue_reference_v<X> && !requires { typename std::remove_cvref_t<X>::is_view; }) {
      auto held = std::forward<X>(x);
      calls<In>(*code_).forward(typename In::view(held), y, c.saved_, threads);
      c.input_ = std::move(held);
    } else {
      calls<In>(*code_).forward(typename In::view(x), y, c.saved_, threads);
    }
  }

  std::unique_ptr<code> code_;
};

} // namespace axnorm::compiled
