// The name that was probably meant: the nearest by edit distance. Used by sentences about unknown names.
// Must not know what the names are of.
#pragma once

#include <axnorm/axis/sentence.hpp>

#include <cstddef>
#include <string_view>

namespace axnorm {

/// Insertions, deletions and replacements that make `b` of `a`; names longer than 63 characters count as far apart.
constexpr std::size_t edit_distance(std::string_view a, std::string_view b) {
  constexpr std::size_t longest = 63;
  if (a.size() > longest || b.size() > longest) return a == b ? 0 : longest;
  std::size_t row[longest + 1]{};
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] != b[j - 1] ? 1 : 0);
      diagonal = row[j];
      const std::size_t removed = row[j] + 1, inserted = row[j - 1] + 1;
      row[j] = removed < inserted ? removed : inserted;
      if (replaced < row[j]) row[j] = replaced;
    }
  }
  return row[b.size()];
}

/// Collects candidates; `best` is the nearest within two edits that keeps something of the name, or empty.
struct nearest_name {
  std::string_view wanted;
  std::string_view best{};
  std::size_t distance = 3;

  constexpr void consider(std::string_view candidate) {
    const std::size_t d = edit_distance(wanted, candidate);
    const std::size_t longer = wanted.size() > candidate.size() ? wanted.size() : candidate.size();
    if (d >= distance || d >= longer) return;
    distance = d;
    best = candidate;
  }
};

/// `; did you mean weight?`, or nothing.
constexpr sentence& operator<<(sentence& s, const nearest_name& n) {
  if (!n.best.empty()) s << "; did you mean " << n.best << '?';
  return s;
}

} // namespace axnorm
