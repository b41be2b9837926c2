// The catalogue of published norms, and its list, for who wants all of them. Each is a formula of a few lines in a file
// of its own, which says its rows, too. Not part of <axnorm/axnorm.hpp>. Written by norm/catalogue/list.cmake.
#pragma once

#include <axnorm/norm/catalogue/adaptive_instance_norm.hpp>
#include <axnorm/norm/catalogue/batch_instance_norm.hpp>
#include <axnorm/norm/catalogue/batch_renorm.hpp>
#include <axnorm/norm/catalogue/conditional_norm.hpp>
#include <axnorm/norm/catalogue/dynamic_erf.hpp>
#include <axnorm/norm/catalogue/dynamic_tanh.hpp>
#include <axnorm/norm/catalogue/entry.hpp>
#include <axnorm/norm/catalogue/evo_norm.hpp>
#include <axnorm/norm/catalogue/filter_response_norm.hpp>
#include <axnorm/norm/catalogue/ghost_batch_norm.hpp>
#include <axnorm/norm/catalogue/global_response_norm.hpp>
#include <axnorm/norm/catalogue/instance_enhancement_norm.hpp>
#include <axnorm/norm/catalogue/l1_batch_norm.hpp>
#include <axnorm/norm/catalogue/local_norms.hpp>
#include <axnorm/norm/catalogue/masked_norm.hpp>
#include <axnorm/norm/catalogue/mean_only_batch_norm.hpp>
#include <axnorm/norm/catalogue/mode_norm.hpp>
#include <axnorm/norm/catalogue/modulation.hpp>
#include <axnorm/norm/catalogue/online_norm.hpp>
#include <axnorm/norm/catalogue/pixel_norm.hpp>
#include <axnorm/norm/catalogue/positional_norm.hpp>
#include <axnorm/norm/catalogue/power_norm.hpp>
#include <axnorm/norm/catalogue/query_key_norm.hpp>
#include <axnorm/norm/catalogue/residual_norm.hpp>
#include <axnorm/norm/catalogue/reversible_instance_norm.hpp>
#include <axnorm/norm/catalogue/rms_variants.hpp>
#include <axnorm/norm/catalogue/scale_norm.hpp>
#include <axnorm/norm/catalogue/softmax.hpp>
#include <axnorm/norm/catalogue/standardize.hpp>
#include <axnorm/norm/catalogue/sync_batch_norm.hpp>
#include <axnorm/norm/catalogue/usual_norms.hpp>
#include <axnorm/norm/catalogue/weight_norm.hpp>

namespace axnorm::catalogue {

// clang-format off
/// The rows, in the order of the printed catalogue.
using entries = in_sections<
    adaptive_instance_norm_rows,
    batch_instance_norm_rows,
    batch_renorm_rows,
    conditional_norm_rows,
    dynamic_erf_rows,
    dynamic_tanh_rows,
    evo_norm_rows,
    filter_response_norm_rows,
    ghost_batch_norm_rows,
    global_response_norm_rows,
    instance_enhancement_norm_rows,
    l1_batch_norm_rows,
    local_norms_rows,
    masked_norm_rows,
    mean_only_batch_norm_rows,
    mode_norm_rows,
    modulation_rows,
    online_norm_rows,
    pixel_norm_rows,
    positional_norm_rows,
    power_norm_rows,
    query_key_norm_rows,
    residual_norm_rows,
    reversible_instance_norm_rows,
    rms_variants_rows,
    scale_norm_rows,
    softmax_rows,
    standardize_rows,
    sync_batch_norm_rows,
    usual_norms_rows,
    weight_norm_rows>;
// clang-format on

/// The entry of that name.
template<fixed_string Name>
using find = entry_named<Name, entries>;

} // namespace axnorm::catalogue
