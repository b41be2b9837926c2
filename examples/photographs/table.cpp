// What stands in the columns.
// Used by main.cpp.
// Must not know how the figures came about.
#include "table.hpp"

#include "../support/table.hpp"

#include <ostream>

namespace photographs {

void print_table(std::ostream& out, const std::string& heading, const std::vector<norm_figures>& rows) {
  using examples::formatted;
  std::vector<std::vector<std::string>> cells{
      {"norm", "reduces", "statistics", "sweeps", "bytes/least", "max error", "time", "of copy"}};
  for (const norm_figures& of : rows)
    cells.push_back({of.name, of.over, of.statistics, std::to_string(of.sweeps),
                     formatted("%.2f", of.bytes_moved / of.bytes_least), formatted("%.1e", of.error),
                     formatted("%.3f ms", of.seconds * 1e3), formatted("%.2f", of.copy_seconds / of.seconds)});
  out << heading << '\n';
  examples::print_rows(out, cells, 3);
}

} // namespace photographs
