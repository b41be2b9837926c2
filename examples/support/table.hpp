// Aligned columns of text on standard output.
// Used by the examples' programs.
// Must not know what the cells say.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

namespace examples {

/// Rows of as many cells each, in columns as wide as their widest cell: the first `left_columns` aligned to the left,
/// the others, numbers, to the right.
void print_rows(std::ostream& out, const std::vector<std::vector<std::string>>& rows, std::size_t left_columns);

/// A number by a format of printf's.
std::string formatted(const char* format, double value);

} // namespace examples
