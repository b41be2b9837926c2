// Catch2, version 2 or 3, whichever is installed.
// Included by every runtime test; must not know what is tested.
#pragma once

#include <string>

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
/// For CHECK_THROWS_WITH: a text that has this part.
inline auto containing(const std::string& part) { return Catch::Matchers::ContainsSubstring(part); }
#else
#include <catch2/catch.hpp>
/// For CHECK_THROWS_WITH: a text that has this part.
inline auto containing(const std::string& part) { return Catch::Matchers::Contains(part); }
#endif
