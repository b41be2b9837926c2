#include "row.hpp"

#include <axnorm/graph/part_words.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <utility>

namespace example {

std::int64_t shown_extent(std::string_view label) {
  constexpr std::pair<std::string_view, std::int64_t> extents[]{
      {"N", 32},  {"C", 64}, {"H", 56}, {"W", 56},   {"T", 512},   {"K", 4},
      {"S", 128}, {"D", 64}, {"G", 4},  {"Head", 8}, {"Out", 256}, {"In", 128},
  };
  for (const auto& [name, extent] : extents)
    if (name == label) return extent;
  return 1;
}

namespace detail {

std::string axes_text(axnorm::sequence_view<const axnorm::axis_extent> axes) {
  return axnorm::expr::printer::axes(axes);
}
std::string owned_text(const axnorm::layers::owned& o) {
  if (o.by_extents != nullptr) return std::string(o.name) + " " + axes_text(o.dims) + " by " + axes_text(o.sized_by);
  std::array<char, 32> initial{};
  std::snprintf(initial.data(), initial.size(), " %g", o.initial);
  return std::string(o.name) + " " + axes_text(o.dims) + initial.data();
}

std::vector<std::string> statistics_text(const reductions& r, axnorm::sequence_view<const axnorm::axis_extent> axes) {
  std::vector<std::string> list;
  for (const reductions::one& one : r.all) {
    std::string text = (one.is_window ? "windows along " : "") + axnorm::graph::parts_words(r, one.over, axes) +
                       " -> " + axnorm::graph::parts_words(r, one.kept, axes);
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
  }
  return list;
}

} // namespace detail
} // namespace example
