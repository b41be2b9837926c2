// The table of results on standard output: one row a norm.
// Used by main.cpp.
// Must not know how the figures came about.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace photographs {

/// What there is to say of one norm.
struct norm_figures {
  std::string name;
  std::string over;       // the axes that it reduces
  std::string statistics; // the axes and extents that its statistics have
  int sweeps = 0;         // passes over the input's elements
  double bytes_moved = 0; // between memory and processor, by the plan
  double bytes_least = 0; // every operand and result once
  double error = 0;       // the largest, as a share of the largest magnitude
  double seconds = 0;
  double copy_seconds = 0; // of copying the output's size
};

/// A heading line, then one aligned row each.
void print_table(std::ostream& out, const std::string& heading, const std::vector<norm_figures>& rows);

} // namespace photographs
