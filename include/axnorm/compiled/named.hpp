// The layers that the library axnorm::compiled has: PyTorch's by their names, and those of the usual norms. All that is
// compiled is declared here, in one place; the source files beside this one only put it into objects.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/compiled/declaration.hpp>
#include <axnorm/layer/torch/options.hpp>
#include <axnorm/norm/named.hpp>

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>

namespace axnorm::compiled {

// The inputs that layers are compiled for, in the order of their memory.
using features = axis_list<axes::N, axes::C>;
using tokens = axis_list<axes::N, axes::L, axes::C>;
using rows = axis_list<axes::N, axes::L>;
using sequence = axis_list<axes::N, axes::C, axes::L>;
using image = axis_list<axes::N, axes::C, axes::H, axes::W>;
using volume = axis_list<axes::N, axes::C, axes::D, axes::H, axes::W>;

// -- norms by their formulas, as compiled::Layer<...>
// --------------------------------------------------------------------

template<>
struct declared<BatchNorm> {
  using extents = axis_list<axes::C>;
  using inputs = inputs_over<features, image>;
  static constexpr std::string_view name = "BatchNorm";
};
template<>
struct declared<InstanceNorm> {
  using extents = axis_list<>;
  using inputs = inputs_over<sequence, image>;
  static constexpr std::string_view name = "InstanceNorm";
};
template<>
struct declared<LayerNorm<axes::C>> {
  using extents = axis_list<axes::C>;
  using inputs = inputs_over<features, tokens>;
  static constexpr std::string_view name = "LayerNorm<C>";
};
template<>
struct declared<RMSNorm<axes::C>> {
  using extents = axis_list<axes::C>;
  using inputs = inputs_over<features, tokens>;
  static constexpr std::string_view name = "RMSNorm<C>";
};
template<>
struct declared<GroupNorm<>> {
  using extents = axis_list<axes::C, axes::G>;
  using inputs = inputs_over<sequence, image>;
  static constexpr std::string_view name = "GroupNorm<>";
};
template<>
struct declared<SwitchableNorm1d> {
  using extents = axis_list<axes::C>;
  using inputs = inputs_over<features>;
  static constexpr std::string_view name = "SwitchableNorm1d";
};
template<>
struct declared<SwitchableNorm2d> {
  using extents = axis_list<axes::C>;
  using inputs = inputs_over<image>;
  static constexpr std::string_view name = "SwitchableNorm2d";
};

extern template class provider<formula_layer<BatchNorm>, chosen>;
extern template class provider<formula_layer<InstanceNorm>, chosen>;
extern template class provider<formula_layer<LayerNorm<axes::C>>, chosen>;
extern template class provider<formula_layer<RMSNorm<axes::C>>, chosen>;
extern template class provider<formula_layer<GroupNorm<>>, chosen>;
extern template class provider<formula_layer<SwitchableNorm1d>, chosen>;
extern template class provider<formula_layer<SwitchableNorm2d>, chosen>;

// -- PyTorch's layers: `namespace torch = axnorm::compiled::torch;`
// -----------------------------------------------------

namespace torch {

using axnorm::torch::batch_norm_options;
using axnorm::torch::group_norm_options;
using axnorm::torch::instance_norm_options;
using axnorm::torch::layer_norm_options;
using axnorm::torch::rms_norm_options;

/// A layer by PyTorch's name, with the arguments of its constructor. `Over`: the axes that are normalized over, where
/// the layer's type names them.
template<fixed_string Name, class Arguments, class Inputs, class... Over>
struct named {
  static constexpr std::string_view name = Name.view();
  using arguments = Arguments;
  using inputs = Inputs;
};

namespace detail {
template<fixed_string Name, class... Axes>
using batch_norm = named<Name, std::tuple<std::int64_t, batch_norm_options>, inputs_over<Axes...>>;
template<fixed_string Name, class... Axes>
using instance_norm = named<Name, std::tuple<std::int64_t, instance_norm_options>, inputs_over<Axes...>>;
template<class... Axes>
using shape = std::array<std::int64_t, sizeof...(Axes)>;

/// The inputs that a norm over these axes is compiled for.
template<class... Over>
struct inputs_of;
template<>
struct inputs_of<axes::C> {
  using type = inputs_over<features, tokens>;
};
template<>
struct inputs_of<axes::L> {
  using type = inputs_over<rows>;
};
template<>
struct inputs_of<axes::C, axes::H, axes::W> {
  using type = inputs_over<image>;
};
template<class... Over>
using layer_norm =
    named<"LayerNorm", std::tuple<shape<Over...>, layer_norm_options>, typename inputs_of<Over...>::type, Over...>;
template<class... Over>
using rms_norm =
    named<"RMSNorm", std::tuple<shape<Over...>, rms_norm_options>, typename inputs_of<Over...>::type, Over...>;
using group_norm =
    named<"GroupNorm", std::tuple<std::int64_t, std::int64_t, group_norm_options>, inputs_over<sequence, image>>;
} // namespace detail

/// A layer that is made from the number of features and options.
template<class D, class Options>
class by_features : public layer<D> {
public:
  explicit by_features(std::int64_t num_features, const Options& options = {}) : layer<D>({num_features, options}) {}
};
/// A layer that is made from the extents of the axes it normalizes over, and options.
template<class D, class Shape, class Options>
class by_shape : public layer<D> {
public:
  explicit by_shape(const Shape& normalized_shape, const Options& options = {})
      : layer<D>({normalized_shape, options}) {}
};

using BatchNorm1d = by_features<detail::batch_norm<"BatchNorm1d", features, sequence>, batch_norm_options>;
using BatchNorm2d = by_features<detail::batch_norm<"BatchNorm2d", image>, batch_norm_options>;
using BatchNorm3d = by_features<detail::batch_norm<"BatchNorm3d", volume>, batch_norm_options>;
using InstanceNorm1d = by_features<detail::instance_norm<"InstanceNorm1d", sequence>, instance_norm_options>;
using InstanceNorm2d = by_features<detail::instance_norm<"InstanceNorm2d", image>, instance_norm_options>;
using InstanceNorm3d = by_features<detail::instance_norm<"InstanceNorm3d", volume>, instance_norm_options>;
/// `LayerNorm<C>`, `LayerNorm<L>`, `LayerNorm<C, H, W>`
template<class... Over>
using LayerNorm = by_shape<detail::layer_norm<Over...>, detail::shape<Over...>, layer_norm_options>;
/// `RMSNorm<C>`, `RMSNorm<L>`
template<class... Over>
using RMSNorm = by_shape<detail::rms_norm<Over...>, detail::shape<Over...>, rms_norm_options>;
class GroupNorm : public layer<detail::group_norm> {
public:
  GroupNorm(std::int64_t num_groups, std::int64_t num_channels, const group_norm_options& options = {})
      : layer<detail::group_norm>({num_groups, num_channels, options}) {}
};

} // namespace torch

extern template class provider<torch::BatchNorm1d::declaration, chosen>;
extern template class provider<torch::BatchNorm2d::declaration, chosen>;
extern template class provider<torch::BatchNorm3d::declaration, chosen>;
extern template class provider<torch::InstanceNorm1d::declaration, chosen>;
extern template class provider<torch::InstanceNorm2d::declaration, chosen>;
extern template class provider<torch::InstanceNorm3d::declaration, chosen>;
extern template class provider<torch::LayerNorm<axes::C>::declaration, chosen>;
extern template class provider<torch::LayerNorm<axes::L>::declaration, chosen>;
extern template class provider<torch::LayerNorm<axes::C, axes::H, axes::W>::declaration, chosen>;
extern template class provider<torch::RMSNorm<axes::C>::declaration, chosen>;
extern template class provider<torch::RMSNorm<axes::L>::declaration, chosen>;
extern template class provider<torch::GroupNorm::declaration, chosen>;

} // namespace axnorm::compiled
