// What the command line says.
// Used by main.cpp.
// Must not know what is done with it.
#pragma once

#include "../support/options.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace digits {

using examples::argument_error;

struct arguments {
  bool help = false;
  std::filesystem::path data;
  std::filesystem::path out = "curves";
  std::vector<std::string> norms; // in the order of the tables
  std::vector<int> batches;       // from the largest to the smallest
  int seeds = 3;
  int epochs = 20;
  int stop_after = 0; // epochs; 0: not before the end
  int threads = 0;    // 0: as many as there are processors
  std::filesystem::path save, resume;
};

extern const char* const usage;

/// Reads the command line; the data's file, if it is not named there, is what the environment says in AXNORM_DIGITS.
/// Throws argument_error with one line.
arguments read_arguments(int count, const char* const* words);

} // namespace digits
