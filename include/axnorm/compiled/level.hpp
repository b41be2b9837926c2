// The levels of instruction sets that the layers of axnorm::compiled are built for, and which of them this process
// uses. For users and for the library. Must not know layers.
#pragma once

#include <cstdint>
#include <string_view>

namespace axnorm::compiled {

/// `base` is what the project is compiled for, the others are levels of x86-64 as compilers know them
/// (-march=x86-64-v3): v2 has SSE4.2, v3 AVX2 and FMA, v4 AVX-512.
enum class level : std::uint8_t { base, v2, v3, v4 };

/// `base`, `v2`, `v3`, `v4`
std::string_view name_of(level l);

/// The highest level that the library was built for and that the processor and the system have. Throws
/// std::runtime_error if they have none.
level best_level();

/// The level of layers that are made from now on: the best one, or a lower one if the environment variable AXNORM_LEVEL
/// (v2, v3, ...) or a call of `use_level` says so. Throws what best_level throws; std::invalid_argument if AXNORM_LEVEL
/// names no level that the library was built for.
level used_level();

/// Layers that are made from now on use at most this level, whatever the environment says: the highest one that there
/// is up to it. For tests and for comparisons. Throws std::invalid_argument if there is none.
void use_level(level at_most);

} // namespace axnorm::compiled
