// Headers that nearly every runtime test includes, precompiled once for each build tree.
#pragma once

#include "support/catch.hpp"
#include <axnorm/axnorm.hpp>

#include <boost/hana.hpp>
#include <boost/mp11.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>
