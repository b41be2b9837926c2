// A layer of a project's own, as it is declared for whoever uses it: for one type of input.
#pragma once

#include <axnorm/compiled/declaration.hpp>
#include <axnorm/norm/norm.hpp>

#include <string_view>

using Own = axnorm::Norm<axnorm::Over<axnorm::axes::N, axnorm::axes::L>, axnorm::Affine<axnorm::axes::C>,
                         axnorm::Tracked<axnorm::axes::C>>;

template<>
struct axnorm::compiled::declared<Own> {
  using extents = axis_list<axes::C>;
  using inputs = input_types<input_type<float, axes::N, axes::C, axes::L>>;
  static constexpr std::string_view name = "Own";
};
extern template class axnorm::compiled::provider<axnorm::compiled::formula_layer<Own>, axnorm::compiled::chosen>;
