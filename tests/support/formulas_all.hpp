// The whole list of formulas as a list of types, and what runs all of it: one element type and memory order of the full
// product. Knows not what is in the list.
#pragma once

#include "support/check_everywhere.hpp"
#include "support/formulas_elementwise.hpp"
#include "support/formulas_norms.hpp"
#include "support/formulas_reductions.hpp"

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <type_traits>

namespace axnorm::formulas {

using everything =
    boost::mp11::mp_list<mixed_types, labelled, arithmetic, functions, activations, powers, casts, names,
                         outer_products, parameters_only, sums, variances, extremes, lacking, masked_statistics,
                         weighted_statistics, windows, shapes_of_distributions, pairs, batch_norm, batch_norm_given,
                         layer_norm, instance_norm, group_norm, static_groups, nested_groups, all_but, rms_norm,
                         filter_response_norm, positional_norm, global_response_norm, l1_batch_norm, local_norms,
                         switchable_norm, norm_of_norm, adaptive_instance_norm, residual_norm, evolved_norm, mixed_sets,
                         batch_instance_norm, two_speeds, softmax, rows, masked_norms, weighted_norm>;

template<class F>
using count_of = boost::mp11::mp_size<typename F::results>;
static_assert(boost::mp11::mp_apply<boost::mp11::mp_plus, boost::mp11::mp_transform<count_of, everything>>::value >=
                  100,
              "the list has a hundred formulas at least");

/// Every formula of the list on elements E with the image's axes in the order of `Specs`.
template<class E, class... Specs>
void check_everything() {
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, everything>>(
      []<class F>(std::type_identity<F>) { check::check_everywhere<F, E, Specs...>(); });
}

} // namespace axnorm::formulas
