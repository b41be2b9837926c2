// The catalogue of norms as a table made from their declarations, or one of them in full: its formula, the derived
// backward graph, and the loop nests in words.
#include "row.hpp"

#include <cctype>
#include <cstddef>
#include <cstdio>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace {

using example::row;

std::vector<row> all_rows() {
  std::vector<row> r;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (example::add_rows<I>(r), ...);
  }(std::make_index_sequence<example::parts>{});
  return r;
}

std::string joined(const std::vector<std::string>& list, const char* between) {
  std::string r;
  for (const std::string& s : list)
    r += (r.empty() ? "" : between) + s;
  return r;
}
std::string two(const char* form, double a, double b) {
  char text[64];
  std::snprintf(text, sizeof text, form, a, b);
  return text;
}
/// Sweeps and bytes of both halves.
std::string sweeps_of(const row& r) {
  return std::to_string(example::sweeps(r.forward)) + " + " + std::to_string(example::sweeps(r.backward));
}
std::string bytes_of(const row& r) {
  return two("%.2f, %.2f", example::beside_minimum(r.forward), example::beside_minimum(r.backward));
}

/// `U+2192` for `->`: what pages have.
std::string with_arrows(std::string s) {
  for (std::size_t at; (at = s.find("->")) != std::string::npos;)
    s.replace(at, 2, "→");
  return s;
}

void print_table(const std::vector<row>& rows) {
  std::printf("%-29s %-44s %-38s %-34s %-7s %s\n", "norm", "statistics", "parameters", "state", "sweeps", "bytes");
  for (const row& r : rows)
    std::printf("%-29s %-44s %-38s %-34s %-7s %s\n", r.name.c_str(), joined(r.statistics, "; ").c_str(),
                joined(r.parameters, ", ").c_str(), joined(r.state, ", ").c_str(), sweeps_of(r).c_str(),
                bytes_of(r).c_str());
  std::printf(
      "%zu norms. Sweeps over data, forward + backward of a step of training; bytes over memory as multiples of "
      "the least.\n",
      rows.size());
}

void print_markdown(const std::vector<row>& rows) {
  std::puts("| norm | reduced → statistic | parameters | state | sweeps | bytes |\n|---|---|---|---|---|---|");
  for (const row& r : rows)
    std::printf("| `%s` | %s | %s | %s | %s | %s |\n", r.name.c_str(),
                with_arrows(joined(r.statistics, "<br>")).c_str(), joined(r.parameters, "<br>").c_str(),
                joined(r.state, "<br>").c_str(), sweeps_of(r).c_str(), bytes_of(r).c_str());
  for (const row& r : rows)
    std::printf("\n### %s\n\n```text\noperands: %s\n%s```\n", r.name.c_str(), joined(r.operands, ", ").c_str(),
                r.formula.c_str());
}

void print_whole(const row& r) {
  std::printf("%s\n\noperands: %s\nparameters: %s\nstate: %s\n\nformula\n%s\nbackward, derived and simplified\n%s\n",
              r.name.c_str(), joined(r.operands, ", ").c_str(), joined(r.parameters, ", ").c_str(),
              joined(r.state, ", ").c_str(), r.formula.c_str(), r.backward_graph.c_str());
  std::printf("forward\n%s\nbackward\n%s", r.forward.text().c_str(), r.backward.text().c_str());
}

/// Whether a name begins with what was asked for, whatever the case.
bool begins(const std::string& name, const std::string& asked) {
  if (asked.size() > name.size()) return false;
  for (std::size_t i = 0; i < asked.size(); ++i)
    if (std::tolower(static_cast<unsigned char>(name[i])) != std::tolower(static_cast<unsigned char>(asked[i])))
      return false;
  return true;
}

} // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> given(arguments + 1, arguments + count);
  const std::vector<row> rows = all_rows();
  if (given.empty()) {
    print_table(rows);
    return 0;
  }
  if (given[0] == "--markdown" && given.size() == 1) {
    print_markdown(rows);
    return 0;
  }
  for (const std::string& name : given) {
    bool found = false;
    for (const row& r : rows)
      if (begins(r.name, name)) {
        if (found || name != given[0]) std::puts("");
        print_whole(r);
        found = true;
      }
    if (!found) {
      std::cerr << "examples/catalogue: no norm is called " << name << "; without a name it lists them\n";
      return 2;
    }
  }
  return 0;
}
