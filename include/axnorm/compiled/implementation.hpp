// What source files of compiled layers include, which then say `template class provider<D, here>;` for each layer. Such
// a file is compiled once for each level, with AXNORM_LEVEL, which makes the code; and once more without, which makes
// the choice among the levels that AXNORM_LEVELS lists. See target.cmake. Not for units that use layers.
#pragma once

#include <axnorm/compiled/interface.hpp>

#ifdef AXNORM_LEVEL

#include <axnorm/compiled/level_code.hpp>

#else

#include <memory>

#ifndef AXNORM_LEVELS
#define AXNORM_LEVELS base
#endif

namespace axnorm::compiled {

using here = chosen;

template<level... L>
struct levels {};
using enum level;
/// What this library is built for.
using built_levels = levels<AXNORM_LEVELS>;

namespace detail {
template<class D, level... L>
std::unique_ptr<interface<D>> make(level used, const typename D::arguments& arguments, levels<L...>) {
  std::unique_ptr<interface<D>> r;
  ((L == used ? void(r = provider<D, at<L>>::make(arguments)) : void()), ...);
  return r;
}
} // namespace detail

template<class D>
std::unique_ptr<interface<D>> provider<D, chosen>::make(const typename D::arguments& arguments) {
  return detail::make<D>(used_level(), arguments, built_levels{});
}

} // namespace axnorm::compiled

#endif
