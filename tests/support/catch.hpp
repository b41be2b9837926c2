// Catch2, version 2 or 3, whichever is installed.
// Included by every runtime test; must not know what is tested.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
