// PyTorch's LayerNorm, RMSNorm, GroupNorm and LocalResponseNorm: their constructors, defaults and refusals over
// declarations of a line. For users. Deviations are listed in docs/training.md.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/axis_list.hpp>
#include <axnorm/axis/fixed_string.hpp>
#include <axnorm/axis/sentence.hpp>
#include <axnorm/layer/torch/named_layer.hpp>
#include <axnorm/layer/torch/options.hpp>
#include <axnorm/norm/norm.hpp>
#include <axnorm/norm/rms.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace axnorm::torch {
inline namespace AXNORM_ISA {

namespace detail {

/// `(7,)`, `(5, 7)`
template<std::size_t M>
std::string shape_text(const std::array<std::int64_t, M>& shape) {
  std::string r = "(";
  for (std::size_t i = 0; i < M; ++i)
    r += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  return r + (M == 1 ? ",)" : ")");
}

template<fixed_string Name>
constexpr sentence words_without_axes() {
  sentence s;
  return s << Name.view() << "<...> takes the axes it normalizes over, but there are none";
}
template<fixed_string Name>
inline constexpr sentence axes_words = words_without_axes<Name>();

/// Of an extent that stands alone.
template<fixed_string Name>
inline constexpr sentence braces_words = [] {
  sentence s;
  return s << Name.view() << " takes the extents of its axes in braces, as in " << Name.view() << "<L> layer({64})";
}();

/// Of extents that are fewer or more than the axes.
template<fixed_string Name, std::size_t Count, class... Axes>
inline constexpr sentence count_words = [] {
  sentence s;
  return s << Name.view() << " over " << axnorm::detail::dims_of<Axes...> << " takes " << sizeof...(Axes)
           << (sizeof...(Axes) == 1 ? " extent" : " extents") << ", but " << Count
           << (Count == 1 ? " was given" : " were given");
}();

template<int Size>
constexpr sentence words_of_window() {
  sentence s;
  return s << "LocalResponseNorm<size> takes a window of at least 1 channel, but the size is " << Size;
}
template<int Size>
inline constexpr sentence window_words = words_of_window<Size>();

/// arXiv: Krizhevsky, Sutskever, Hinton, ImageNet classification with deep convolutional neural networks, 3.3 (NIPS
/// 2012), with PyTorch's division of alpha by the size.
template<int Size, class Channel>
struct local_response_formula {
  static constexpr auto x = input<"x">;
  static constexpr auto formula =
      x / pow(scalar<"k"> + scalar<"alpha"> * (1.0 / Size) * window_sum<Channel>(square(x), Size), scalar<"beta">);
};

template<class Batch, class Channel, class Groups>
using group_norm_formula = Norm<Over<AllBut<Batch, Channel>, Group<Channel, Groups>>, Affine<Channel>, GivenEps>;

} // namespace detail

/// Layer norm over `Axes` (arXiv 1607.06450), which also carry weight and bias: `LayerNorm<L> ln({64})`. An input has
/// these axes, and any others.
template<class Element, class... Axes>
class LayerNormOf : public detail::named_layer<LayerNormOf<Element, Axes...>, "LayerNorm",
                                               Norm<Over<Axes...>, Affine<Axes...>, GivenEps>, Element,
                                               detail::accepts_with<0, Axes...>> {
  using base = detail::named_layer<LayerNormOf, "LayerNorm", Norm<Over<Axes...>, Affine<Axes...>, GivenEps>, Element,
                                   detail::accepts_with<0, Axes...>>;
  template<class, fixed_string, class, FloatingElement, class...>
  friend class detail::named_layer;

public:
  /// normalized_shape: the extents of the axes, in their order. Throws shape_error for a negative one,
  /// std::invalid_argument for a negative eps.
  explicit LayerNormOf(const std::array<std::int64_t, sizeof...(Axes)>& normalized_shape,
                       const layer_norm_options& options = {})
  requires(sizeof...(Axes) > 0)
      : LayerNormOf(normalized_shape, options, std::index_sequence_for<Axes...>{}) {}
  // In braces: a better match than an array, as which too few extents would be filled up, and than a copy of the layer
  // of one number.
  template<std::size_t Count>
  requires(Count == sizeof...(Axes))
  explicit LayerNormOf(const std::int64_t (&normalized_shape)[Count], const layer_norm_options& options = {})
      : LayerNormOf(std::to_array(normalized_shape), options) {}
  template<std::size_t Count, class Wrong = spell<detail::count_words<"LayerNorm", Count, Axes...>>>
  requires(Count != sizeof...(Axes) && sizeof...(Axes) > 0)
  explicit LayerNormOf(const std::int64_t (&)[Count], const layer_norm_options& = {}) = delete;
  template<std::integral E, class Wrong = spell<detail::braces_words<"LayerNorm">>>
  explicit LayerNormOf(E, const layer_norm_options& = {}) = delete;
  template<std::size_t Count, detail::Unnamed X, class... More, class Wrong = spell<detail::options_words<X>>>
  LayerNormOf(const std::int64_t (&)[Count], X, const More&...) = delete;
  template<std::integral E, detail::Unnamed X, class... More, class Wrong = spell<detail::braces_words<"LayerNorm">>>
  LayerNormOf(E, X, const More&...) = delete;
  template<class Wrong = spell<detail::axes_words<"LayerNorm">>>
  requires(sizeof...(Axes) == 0)
  explicit LayerNormOf(const std::array<std::int64_t, sizeof...(Axes)>&, const layer_norm_options& = {}) = delete;
  /// `LayerNorm((5, 7), eps=1e-05, elementwise_affine=True, bias=True)`
  std::string text() const {
    return "LayerNorm(" + detail::shape_text(shape_) + ", eps=" + detail::python_number(options_.eps) +
           ", elementwise_affine=" + detail::python_bool(options_.elementwise_affine) +
           ", bias=" + detail::python_bool(options_.elementwise_affine && options_.bias) + ")";
  }

private:
  template<std::size_t... I>
  LayerNormOf(const std::array<std::int64_t, sizeof...(Axes)>& shape, const layer_norm_options& options,
              std::index_sequence<I...>)
      : base(options.eps, dim<Axes>(shape[I])...), options_(options), shape_(shape) {
    if (!options.elementwise_affine) this->template hide_parameter<"weight">();
    if (!options.elementwise_affine || !options.bias) this->template hide_parameter<"bias">();
  }
  template<class X>
  void check(const X& x) const {
    std::size_t i = 0;
    (detail::demand_extent<Axes>("LayerNorm", x, shape_[i++]), ...);
  }

  layer_norm_options options_;
  std::array<std::int64_t, sizeof...(Axes)> shape_;
};
template<class... Axes>
using LayerNorm = LayerNormOf<float, Axes...>;

/// By the root of the mean square over `Axes` (arXiv 1910.07467), which also carry the weight: `RMSNorm<L> rms({64})`.
template<class Element, class... Axes>
class RMSNormOf
    : public detail::named_layer<RMSNormOf<Element, Axes...>, "RMSNorm", RMS<Over<Axes...>, Scale<Axes...>, GivenEps>,
                                 Element, detail::accepts_with<0, Axes...>> {
  using base = detail::named_layer<RMSNormOf, "RMSNorm", RMS<Over<Axes...>, Scale<Axes...>, GivenEps>, Element,
                                   detail::accepts_with<0, Axes...>>;
  template<class, fixed_string, class, FloatingElement, class...>
  friend class detail::named_layer;

public:
  /// As LayerNorm.
  explicit RMSNormOf(const std::array<std::int64_t, sizeof...(Axes)>& normalized_shape,
                     const rms_norm_options& options = {})
  requires(sizeof...(Axes) > 0)
      : RMSNormOf(normalized_shape, options, std::index_sequence_for<Axes...>{}) {}
  // In braces: a better match than an array, as which too few extents would be filled up, and than a copy of the layer
  // of one number.
  template<std::size_t Count>
  requires(Count == sizeof...(Axes))
  explicit RMSNormOf(const std::int64_t (&normalized_shape)[Count], const rms_norm_options& options = {})
      : RMSNormOf(std::to_array(normalized_shape), options) {}
  template<std::size_t Count, class Wrong = spell<detail::count_words<"RMSNorm", Count, Axes...>>>
  requires(Count != sizeof...(Axes) && sizeof...(Axes) > 0)
  explicit RMSNormOf(const std::int64_t (&)[Count], const rms_norm_options& = {}) = delete;
  template<std::integral E, class Wrong = spell<detail::braces_words<"RMSNorm">>>
  explicit RMSNormOf(E, const rms_norm_options& = {}) = delete;
  template<std::size_t Count, detail::Unnamed X, class... More, class Wrong = spell<detail::options_words<X>>>
  RMSNormOf(const std::int64_t (&)[Count], X, const More&...) = delete;
  template<std::integral E, detail::Unnamed X, class... More, class Wrong = spell<detail::braces_words<"RMSNorm">>>
  RMSNormOf(E, X, const More&...) = delete;
  template<class Wrong = spell<detail::axes_words<"RMSNorm">>>
  requires(sizeof...(Axes) == 0)
  explicit RMSNormOf(const std::array<std::int64_t, sizeof...(Axes)>&, const rms_norm_options& = {}) = delete;
  /// `RMSNorm((7,), eps=None, elementwise_affine=True)`
  std::string text() const {
    return "RMSNorm(" + detail::shape_text(shape_) +
           ", eps=" + (options_.eps ? detail::python_number(*options_.eps) : "None") +
           ", elementwise_affine=" + detail::python_bool(options_.elementwise_affine) + ")";
  }

private:
  template<std::size_t... I>
  RMSNormOf(const std::array<std::int64_t, sizeof...(Axes)>& shape, const rms_norm_options& options,
            std::index_sequence<I...>)
      : base(options.eps.value_or(0), dim<Axes>(shape[I])...), options_(options), shape_(shape) {
    if (!options.elementwise_affine) this->template hide_parameter<"weight">();
  }
  template<class X>
  double eps_for() const {
    constexpr bool wide = std::is_same_v<std::remove_const_t<typename std::remove_cvref_t<X>::element_type>, double>;
    if (options_.eps) return *options_.eps;
    return wide ? std::numeric_limits<double>::epsilon() : double{std::numeric_limits<float>::epsilon()};
  }
  template<class X>
  void check(const X& x) const {
    std::size_t i = 0;
    (detail::demand_extent<Axes>("RMSNorm", x, shape_[i++]), ...);
  }

  rms_norm_options options_;
  std::array<std::int64_t, sizeof...(Axes)> shape_;
};
template<class... Axes>
using RMSNorm = RMSNormOf<float, Axes...>;

/// Over the positions and the channels of each group (arXiv 1803.08494), of inputs with axes N, C and any others, or
/// with the axes that are given in their place; the groups are an axis G of their own.
template<FloatingElement Element = float, Axis N = axes::N, Axis C = axes::C, Axis G = axes::G>
class GroupNormOf
    : public detail::named_layer<GroupNormOf<Element, N, C, G>, "GroupNorm", detail::group_norm_formula<N, C, G>,
                                 Element, detail::accepts_with<0, N, C>> {
  using base = detail::named_layer<GroupNormOf, "GroupNorm", detail::group_norm_formula<N, C, G>, Element,
                                   detail::accepts_with<0, N, C>>;
  template<class, fixed_string, class, FloatingElement, class...>
  friend class detail::named_layer;

public:
  template<detail::Unnamed X, class... More, class Wrong = spell<detail::options_words<X>>>
  GroupNormOf(std::int64_t, std::int64_t, X, const More&...) = delete;
  /// Throws shape_error if the groups do not divide the channels or there are none, std::invalid_argument for a
  /// negative eps.
  GroupNormOf(std::int64_t num_groups, std::int64_t num_channels, const group_norm_options& options = {})
      : base(options.eps, dim<C>(num_channels), dim<G>(num_groups)), options_(options), groups_(num_groups),
        channels_(num_channels) {
    if (num_groups == 0 || num_channels % num_groups != 0) {
      sentence s;
      s << "GroupNorm cuts " << num_channels << " channels into groups of one size, but " << num_groups
        << " groups were asked for";
      throw shape_error(s.about(axis_value_of<C>(), "a multiple of the groups", num_channels));
    }
    if (!options.affine) this->template hide_parameter<"weight">();
    if (!options.affine || !options.bias) this->template hide_parameter<"bias">();
  }
  /// `GroupNorm(3, 9, eps=1e-05, affine=True, bias=True)`
  std::string text() const {
    return "GroupNorm(" + std::to_string(groups_) + ", " + std::to_string(channels_) +
           ", eps=" + detail::python_number(options_.eps) + ", affine=" + detail::python_bool(options_.affine) +
           ", bias=" + detail::python_bool(options_.affine && options_.bias) + ")";
  }

private:
  template<class X>
  void check(const X& x) const {
    detail::demand_extent<C>("GroupNorm", x, channels_);
    const std::int64_t outside = x.template extent<N>() * groups_;
    if (x.size() > 0 && x.size() == outside) detail::refuse_single_value<C>("GroupNorm", "group", x);
  }

  group_norm_options options_;
  std::int64_t groups_, channels_;
};
using GroupNorm = GroupNormOf<>;

/// Each element by a power of the squares of `Size` neighbouring channels, of inputs with axes N, C and others,
/// or with the axes that are given in their place; the size of the window is part of the type: `LocalResponseNorm<5>
/// lrn;`. No parameters.
template<int Size, Axis N = axes::N, Axis C = axes::C>
class LocalResponseNorm : public Layer<detail::local_response_formula<std::max(Size, 1), C>> {
  using base = Layer<detail::local_response_formula<std::max(Size, 1), C>>;

  template<class X>
  static constexpr const sentence& words =
      detail::input_words<"LocalResponseNorm", void, X, detail::accepts_with<1, N, C>>;

public:
  explicit LocalResponseNorm(const local_response_norm_options& options = {})
  requires(Size > 0)
      : options_(options) {}
  template<class Wrong = spell<detail::window_words<Size>>>
  requires(Size <= 0)
  explicit LocalResponseNorm(const local_response_norm_options& = {}) = delete;
  /// `LocalResponseNorm(5, alpha=0.0001, beta=0.75, k=1.0)`
  std::string text() const {
    return "LocalResponseNorm(" + std::to_string(Size) + ", alpha=" + detail::python_number(options_.alpha) +
           ", beta=" + detail::python_number(options_.beta) + ", k=" + detail::python_number(options_.k) + ")";
  }

  /// What is wrong with inputs of type X; empty if nothing is.
  template<class X>
  static constexpr std::string_view refusal_of() {
    return words<X>.view();
  }

  /// As Layer::forward, of one input by position.
  template<class X, class... More>
  requires(words<X>.empty())
  auto forward(X&& x, More&&... more) {
    return base::forward(std::forward<X>(x), alpha(), beta(), k(), std::forward<More>(more)...);
  }
  template<class X, class... More, class Wrong = spell<words<X>>>
  requires(!words<X>.empty())
  Wrong forward(X&&, More&&...);
  /// As a call of Layer, of one input by position.
  template<class X, class... More>
  requires(words<X>.empty())
  auto operator()(X&& x, More&&... more) const {
    return base::operator()(std::forward<X>(x), alpha(), beta(), k(), std::forward<More>(more)...);
  }
  template<class X, class... More, class Wrong = spell<words<X>>>
  requires(!words<X>.empty())
  Wrong operator()(X&&, More&&...) const;
  /// As Layer::context.
  template<class X, class... More>
  auto context(X&& x, More&&... more) const {
    return base::context(std::forward<X>(x), alpha(), beta(), k(), std::forward<More>(more)...);
  }

private:
  bound<"alpha", double> alpha() const { return {options_.alpha}; }
  bound<"beta", double> beta() const { return {options_.beta}; }
  bound<"k", double> k() const { return {options_.k}; }

  local_response_norm_options options_;
};

} // namespace AXNORM_ISA
} // namespace axnorm::torch
