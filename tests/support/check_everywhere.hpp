// Runs a formula of the list in all the ways that need no compilation of their own: extents, numbers, spacing, in
// place, masks; each with 1, 2 and 5 threads. Used by the tests of formulas. Knows no formula.
#pragma once

#include "support/catch.hpp"
#include "support/check_formula.hpp"
#include "support/orders.hpp"
#include <axnorm/axis/type_name.hpp>

#include <string>
#include <type_traits>
#include <vector>

namespace axnorm::check {

std::string description(const settings& s);

/// All different and prime; large enough for threads, all different; with ones; with nothing; whole packs and tails of
/// packs along every axis.
inline constexpr std::array<std::int64_t, 4> primes{3, 7, 5, 11}, many{5, 14, 23, 31};
inline constexpr std::array<std::array<std::int64_t, 4>, 8> corners{{{1, 7, 1, 11},
                                                                     {3, 1, 5, 1},
                                                                     {1, 1, 1, 1},
                                                                     {3, 7, 0, 11},
                                                                     {0, 7, 5, 11},
                                                                     {2, 16, 4, 16},
                                                                     {2, 6, 33, 4},
                                                                     {17, 6, 3, 2}}};

/// The ways to run a formula whose extents are known at run time only.
std::vector<settings> all_ways();
/// Every pair of numbers, spacing and in place, where the types fix some extents: `primes` and nothing else.
std::vector<settings> all_pairs();

template<class F, class E, class... Specs>
void check_ways(const std::vector<settings>& ways) {
  for (const settings& s : ways) {
    if (s.in_place && !F::may_overwrite_x) continue;
    if (s.numbers == data::specials && !F::takes_specials) continue;
    if constexpr (requires { F::takes_empty; })
      if (!F::takes_empty && (s.extents[0] == 0 || s.extents[2] == 0)) continue;
    if (s.numbers == data::huge && !F::takes_huge) continue;
    if constexpr (requires { F::takes(s.numbers); })
      if (!F::takes(s.numbers)) continue;
    const report r = check_formula<F, E, Specs...>(s);
    INFO(type_name<F>() << ", " << description(s) << ": " << r.message);
    CHECK(r.good);
  }
}

/// Whether this build leaves the axes in the order of `Specs` to another one.
template<class... Specs>
inline constexpr bool left_out =
    orders_tried != orders::all &&
    (orders_tried == orders::first) !=
        std::is_same_v<boost::mp11::mp_list<Specs...>, boost::mp11::mp_list<axes::N, axes::C, axes::H, axes::W>>;

/// Formula F on elements E, axes in the order of `Specs`, in all ways.
template<class F, class E, class... Specs>
void check_in_every_build() {
  constexpr bool fixed = (... || requires { typename Specs::fixed_axis; });
  if constexpr (!fixed) check_ways<F, E, Specs...>(all_ways());
  check_ways<F, E, Specs...>(all_pairs());
}
/// The same, but each build leaves some orders to others.
template<class F, class E, class... Specs>
void check_everywhere() {
  if constexpr (!left_out<Specs...>) check_in_every_build<F, E, Specs...>();
}

} // namespace axnorm::check
