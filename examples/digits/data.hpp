// The handwritten digits: 1,797 pictures of 8 x 8 pixels from the UCI repository's optical recognition data set, in the
// file that scikit-learn ships, and how they are split for training and testing.
// Used by main.cpp.
// Must not know of networks.
#pragma once

#include "model.hpp"

#include <filesystem>

namespace digits {

struct digit_data {
  samples train, test;
};

/// Reads digits.csv.gz, compressed or not: in each line the 64 pixels from 0 to 16, row by row, and the digit. Two
/// thirds, the same in every run, are for training. Throws failure, with one line that begins with the file's name.
digit_data read_digits(const std::filesystem::path& file);

/// Copies the pictures and labels at these places into `to`, which is sized to fit.
void gather(const samples& from, std::span<const int> places, samples& to);

} // namespace digits
