// Headers of others that nearly every runtime test includes, precompiled once for each build tree.
// None of axnorm's own: a mistake in one of those must break only the tests that include it.
#pragma once

#include "support/catch.hpp"

#include <boost/hana.hpp>
#include <boost/mp11.hpp>
#include <xsimd/xsimd.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>
