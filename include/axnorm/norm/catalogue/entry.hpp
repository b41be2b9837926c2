// What a header of the catalogue says of its norms for the printed table, the pictures and the tests: their names,
// their formulas, operands that they are shown and tested with. Types only. Knows no norm.
//
// A norm is added by a header in this folder and nothing else. It declares the formula, and at its end, under the name
// of the file, its rows; my_norm.hpp:
//
//     using my_norm_rows = rows<section::images, entry<"MyNorm", MyNorm, image, sweeps<2, 2>>>;
//
// From that come examples/catalogue and its picture (examples/draw), and tests of the results beside the reference
// evaluator, of gradients beside finite differences, of state, evaluation and sweeps. docs/CONTRIBUTING.md says more.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/fixed_string.hpp>
#include <axnorm/expr/expr.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace axnorm::catalogue {

/// Axes of the operands that axnorm has no names for: heads of attention; outputs and inputs of a filter.
struct Head : axis<"Head"> {};
struct Out : axis<"Out"> {};
struct In : axis<"In"> {};

/// A tensor of numbers with these axes, bound under `Name`.
template<fixed_string Name, class... Axes>
struct operand {
  static constexpr auto name = Name;
};
/// The same of numbers that are above 0, such as counts and variances.
template<fixed_string Name, class... Axes>
struct positive {
  static constexpr auto name = Name;
};
/// A tensor of booleans.
template<fixed_string Name, class... Axes>
struct mask {
  static constexpr auto name = Name;
};
/// A tensor of labels: integers that are positions along axis `Of` of a parameter.
template<fixed_string Name, class Of, class... Axes>
struct label {
  static constexpr auto name = Name;
};
/// A number that each call binds.
template<fixed_string Name>
struct number {
  static constexpr auto name = Name;
};

using image = operand<"x", axes::N, axes::C, axes::H, axes::W>;
using tokens = operand<"x", axes::N, axes::T, axes::C>;

/// What is expected of the plans of both halves of a training step: how many times each goes over data.
template<int Forward, int Backward>
struct sweeps {
  static constexpr int forward = Forward, backward = Backward;
};

namespace detail {
template<class X>
struct is_sweeps : std::false_type {};
template<int Forward, int Backward>
struct is_sweeps<sweeps<Forward, Backward>> : std::true_type {};
} // namespace detail

/// One row of the catalogue: operands, and `sweeps` if they are known. A formula may take other operands than these, if
/// they have its axes.
template<fixed_string Name, class Formula, class... Said>
struct entry {
  static constexpr std::string_view name = Name.view();
  using formula = Formula;
  using operands = boost::mp11::mp_remove_if<boost::mp11::mp_list<Said...>, detail::is_sweeps>;
  /// -1 where nothing is said.
  using expected = boost::mp11::mp_front<boost::mp11::mp_push_back<
      boost::mp11::mp_copy_if<boost::mp11::mp_list<Said...>, detail::is_sweeps>, sweeps<-1, -1>>>;
};

/// The sections of the catalogue, in the order of the printed table.
enum class section : std::uint8_t {
  usual,
  batch,       ///< relatives of batch norm
  images,      ///< of maps and their channels
  conditioned, ///< by another input
  features,    ///< of the features of tokens
  any_axes,
  weights, ///< of a layer's weights
};

/// The rows of one header.
template<section Where, class... Entry>
struct rows {
  static constexpr section where = Where;
  using entries = boost::mp11::mp_list<Entry...>;
};

namespace detail {
template<section Where, class... Rows>
using rows_in =
    boost::mp11::mp_append<boost::mp11::mp_list<>, boost::mp11::mp_if_c<Rows::where == Where, typename Rows::entries,
                                                                        boost::mp11::mp_list<>>...>;

template<fixed_string Name>
struct is_named {
  template<class Entry>
  using fn = boost::mp11::mp_bool<Entry::name == Name.view()>;
};
} // namespace detail

/// The rows of several headers as one list, section by section.
template<class... Rows>
using in_sections =
    boost::mp11::mp_append<detail::rows_in<section::usual, Rows...>, detail::rows_in<section::batch, Rows...>,
                           detail::rows_in<section::images, Rows...>, detail::rows_in<section::conditioned, Rows...>,
                           detail::rows_in<section::features, Rows...>, detail::rows_in<section::any_axes, Rows...>,
                           detail::rows_in<section::weights, Rows...>>;

/// The entry of that name in a list of them.
template<fixed_string Name, class Entries>
using entry_named = boost::mp11::mp_at<Entries, boost::mp11::mp_find_if_q<Entries, detail::is_named<Name>>>;

} // namespace axnorm::catalogue
