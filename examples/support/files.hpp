// Files and folders, and what went wrong with them.
// Used by the examples' programs.
// Must not know what is inside.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <vector>

namespace examples {

/// What went wrong, in one line for whoever runs the program.
struct failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The file at once, or failure with the system's reason.
std::vector<std::uint8_t> read_file(const std::filesystem::path& file);

/// Writes a file so that at no time a part of it stands under its name: to a file beside it, then renamed.
void write_file(const std::filesystem::path& file, std::span<const std::uint8_t> bytes);

/// Makes a folder, and those above it, if there is none.
void make_folder(const std::filesystem::path& folder);

} // namespace examples
