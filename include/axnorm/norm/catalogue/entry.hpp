// What the list of the catalogue says of a norm: its name, its formula, and operands that it is shown and tested with.
// Types only. Knows no norm.
#pragma once

#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/fixed_string.hpp>

#include <boost/mp11/list.hpp>

#include <string_view>

namespace axnorm::catalogue {

/// A tensor of numbers with these axes, bound under `Name`.
template<fixed_string Name, class... Axes>
struct operand {
  static constexpr auto name = Name;
};
/// A tensor of booleans.
template<fixed_string Name, class... Axes>
struct mask {
  static constexpr auto name = Name;
};
/// A number that each call binds.
template<fixed_string Name>
struct number {
  static constexpr auto name = Name;
};

/// One row of the catalogue. A formula may take other operands than these, if they have its axes.
template<fixed_string Name, class Formula, class... Operands>
struct entry {
  static constexpr std::string_view name = Name.view();
  using formula = Formula;
  using operands = boost::mp11::mp_list<Operands...>;
};

} // namespace axnorm::catalogue
