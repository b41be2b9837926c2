// The numbers that tests feed to formulas: the same ones for every run with one seed, whatever the element type. Knows
// no formula and no memory.
#pragma once

#include "support/check_memory.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace axnorm::check {

/// What the elements of the inputs are like.
enum class data {
  normal,   ///< standard normal
  far,      ///< mean 1e4, deviation 1
  outlying, ///< standard normal, but the first 16 elements are near 3000
  constant, ///< one number everywhere
  huge,     ///< deviation 1e15 (1e3 in float16)
  tiny,     ///< deviation 1e-20 (1e-5 in float16)
  specials, ///< standard normal but for one NaN and one infinity
};

inline const std::vector<data> all_data{data::normal, data::far,  data::outlying, data::constant,
                                        data::huge,   data::tiny, data::specials};

std::string name_of(data d);

/// `count` numbers of that kind that elements of type E (a floating one or bool) hold exactly.
template<class E>
std::vector<double> numbers_of(data kind, std::int64_t count, unsigned seed);

/// 0 or 1; the first `off` of them 0.
std::vector<double> mask_of(std::int64_t count, unsigned seed, std::int64_t off = 0);

} // namespace axnorm::check
