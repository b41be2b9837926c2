// Trainings in a file: CBOR (RFC 8949), a format that other programs read as well.
// Used by main.cpp.
// Must not know what a training does.
#pragma once

#include "snapshot.hpp"

#include <filesystem>
#include <vector>

namespace digits {

/// Writes the file whole or not at all. Throws failure.
void write_states(const std::filesystem::path& file, const std::vector<snapshot>& trainings);

/// Throws failure, with one line that begins with the file's name.
std::vector<snapshot> read_states(const std::filesystem::path& file);

} // namespace digits
