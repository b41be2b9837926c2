// What the command line says.
// Used by main.cpp.
// Must not know what is done with it.
#pragma once

#include "../support/options.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace photographs {

struct arguments {
  bool help = false;
  std::filesystem::path out = "sheets";
  int threads = 0; // 0: as many as OpenMP gives
  std::vector<std::filesystem::path> pictures;
};

using examples::argument_error;

inline constexpr std::size_t most_pictures = 12;

extern const char* const usage;

/// Reads the command line; without pictures in it, the two of the folder that the environment names in
/// AXNORM_PHOTOGRAPHS. Throws argument_error with one line.
arguments read_arguments(int count, const char* const* words);

} // namespace photographs
