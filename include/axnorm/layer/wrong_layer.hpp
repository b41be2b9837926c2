// What stands in for a Layer of something that is no formula, or of one with a mistake inside, so that there is one
// error and not one at every use. Used by layer.hpp. Must not know how layers work.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/exec/instruction_set.hpp>
#include <axnorm/expr/expr.hpp>
#include <axnorm/tensor/element.hpp>
#include <axnorm/tensor/wrong_tensor.hpp>

#include <iosfwd>
#include <string_view>
#include <type_traits>

namespace axnorm {
inline namespace AXNORM_ISA {
template<class F, class Element>
class Layer;
} // namespace AXNORM_ISA

/// What stands for the formula of a Layer that was to find it among its values.
template<class X>
struct given_by_value {
  using given = X;
};

namespace layers {

template<class F>
inline constexpr bool is_layer = false;
template<class F, class Element>
inline constexpr bool is_layer<Layer<F, Element>> = true;

template<class F>
inline constexpr bool is_deduced = false;
template<class X>
inline constexpr bool is_deduced<given_by_value<X>> = true;

template<class F, class Element>
constexpr sentence words_of_layer() {
  sentence s;
  if constexpr (is_layer<F>)
    s << "Layer<...> takes a formula, but a layer was given";
  else if constexpr (expr::whole_formula<F>)
    s << "Layer<...> takes a type that names a formula, but the type of an expression was given; write "
         "Layer<formula_of<f>>";
  else if constexpr (expr::is_evaluation_of<F>)
    return s;
  else if constexpr (is_deduced<F>)
    s << "a layer has its formula as a template argument, as in Layer<LayerNorm<C>> layer{...}, but "
      << expr::readable_name<typename F::given>() << " was given as a value";
  else if constexpr (!expr::names_formula<F> && !expr::broken_formula<F>)
    s << "Layer<...> takes a type that names a formula, such as LayerNorm<C>, but "
      << (requires { F::formula; } ? "the formula is not static constexpr in " : "") << expr::readable_name<F>()
      << (requires { F::formula; } ? "" : " was given");
  else if constexpr (!FloatingElement<Element>)
    s << "the parameters of a layer are floating-point numbers, but " << expr::readable_name<Element>() << " was given";
  else if constexpr (!expr::broken_formula<F>)
    for (const expr::entry& e : expr::listing_of<F>.entries)
      if (e.kind == expr::term::wrong) return *e.why;
  return s;
}
/// What is wrong with `Layer<F, Element>` as a type.
template<class F, class Element>
inline constexpr sentence layer_words = words_of_layer<F, Element>();

template<class X>
inline constexpr sentence mode_words = [] {
  sentence s;
  return s << "train and eval choose the mode of a layer; auto [y, context] = layer.forward(x) trains, layer(x) "
              "evaluates";
}();
template<class L>
inline constexpr sentence printed_layer = [] {
  sentence s;
  return s << "layers are printed by axnorm/layer/io.hpp, which is not included";
}();
// The header's own are more special, for every kind of stream.
template<class Char, class Traits, class L, class Wrong = spell<printed_layer<L>>>
requires requires { typename L::formula; }
Wrong operator<<(std::basic_ostream<Char, Traits>&, const L&);

/// Two quiet values, for `auto [y, context]`.
struct two_quiet {
  axnorm::detail::quiet first, second;
};
/// What is called of a layer that is a mistake; all has been said.
struct quiet_layer {
  void train(bool = true);
  void eval();
  bool is_training() const;
  template<class... X>
  two_quiet forward(X&&...);
  template<class... X>
  axnorm::detail::quiet context(X&&...) const;
  template<class... X>
  void commit(X&&...);
  template<class... X>
  axnorm::detail::quiet backward(X&&...);
  template<class... X>
  axnorm::detail::quiet operator()(X&&...) const;
};

} // namespace layers

inline namespace AXNORM_ISA {

/// A layer type that is a mistake: making one is an error that says which.
template<class F, class Element>
requires(!layers::layer_words<F, Element>.empty())
class Layer<F, Element> : public layers::quiet_layer {
public:
  template<class... X, class Wrong = spell<layers::layer_words<F, Element>>>
  Layer(X&&...) = delete;
};

template<class X, class... Y>
Layer(const X&, const Y&...) -> Layer<given_by_value<X>, float>;

/// A layer whose formula the compiler has reported.
template<class F, class Element>
requires(expr::broken_formula<F> && layers::layer_words<F, Element>.empty())
class Layer<F, Element> : public layers::quiet_layer {
public:
  template<class... X>
  Layer(X&&...) { // NOLINT: takes anything
    expr::unsaid_formula<F>::mention();
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm
