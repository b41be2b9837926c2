// Columns as wide as their widest cell, names to the left and numbers to the right.
// Used by main.cpp.
// Must not know how the figures came about.
#include "table.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>

namespace photographs {
namespace {

constexpr std::size_t columns = 8, left_columns = 3;
using row = std::array<std::string, columns>;

std::string formatted(const char* format, double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

/// Characters shown, of UTF-8 text: all bytes but those that continue one.
std::size_t shown_width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

} // namespace

void print_table(std::ostream& out, const std::string& heading, const std::vector<norm_figures>& rows) {
  std::vector<row> cells{{"norm", "reduces", "statistics", "sweeps", "bytes/least", "max error", "time", "of copy"}};
  for (const norm_figures& of : rows)
    cells.push_back({of.name, of.over, of.statistics, std::to_string(of.sweeps),
                     formatted("%.2f", of.bytes_moved / of.bytes_least), formatted("%.1e", of.error),
                     formatted("%.3f ms", of.seconds * 1e3), formatted("%.2f", of.copy_seconds / of.seconds)});
  std::array<std::size_t, columns> widths{};
  for (const row& line : cells)
    for (std::size_t i = 0; i < columns; ++i)
      widths[i] = std::max(widths[i], shown_width(line[i]));
  out << heading << '\n';
  for (const row& line : cells) {
    out << ' ';
    for (std::size_t i = 0; i < columns; ++i) {
      const std::string padding(widths[i] - shown_width(line[i]), ' ');
      out << ' ' << (i < left_columns ? line[i] + padding : padding + line[i]) << ' ';
    }
    out << '\n';
  }
}

} // namespace photographs
