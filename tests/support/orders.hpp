// Which half of the memory orders, if not all of them, a build of the tests tries: AXNORM_TESTS_ORDERS of CMake.
// Used by the tests that compile one formula or graph for several orders. Knows neither.
#pragma once

namespace axnorm::check {

/// Each formula is in the tests with several orders, the first one always N, C, H, W.
enum class orders { all, first, others };
inline constexpr orders orders_tried = orders::AXNORM_TESTS_ORDERS;

} // namespace axnorm::check
