// The picture of the learning curves.
// Used by main.cpp.
// Must not know how the results came about.
#pragma once

#include "../support/bitmap.hpp"
#include "results.hpp"

namespace digits {

examples::bitmap curves_sheet(const results& of);

} // namespace digits
