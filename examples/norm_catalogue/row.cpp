#include "row.hpp"

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
  std::array<char, 32> initial{};
  std::snprintf(initial.data(), initial.size(), " %g", o.initial);
  return std::string(o.name) + " " + axes_text(o.dims) + initial.data();
}

namespace {

/// A part of an axis for people: `C`, of groups `groups of C` and `C in a group`, of a second input's own axis `H'`.
std::string label_of(const reductions& r, int part) {
  const axnorm::axis_value& axis = r.parts[static_cast<std::size_t>(part)].axis;
  std::string label(axis.label);
  for (const axnorm::graph::axis_chain& chain : r.chains) {
    if (chain.count < 2) continue;
    for (int k = 0; k < chain.count; ++k)
      if (r.chain_parts[static_cast<std::size_t>(chain.first + k)] == part)
        return k + 1 < chain.count ? "groups of " + std::string(chain.axis.label) : label + " in a group";
  }
  for (int other = 0; other < part; ++other)
    if (r.parts[static_cast<std::size_t>(other)].axis == axis) label += "'";
  return label;
}

std::string set_text(const reductions& r, axnorm::graph::axis_mask axes,
                     axnorm::sequence_view<const axnorm::axis_extent> order) {
  std::vector<std::pair<std::size_t, std::string>> labels;
  for (int part = 0; part < static_cast<int>(r.parts.size()); ++part) {
    if ((axes >> part & 1) == 0) continue;
    std::size_t at = 0;
    while (at < order.size() && !(order[at].axis == r.parts[static_cast<std::size_t>(part)].axis))
      ++at;
    labels.emplace_back(at, label_of(r, part));
  }
  std::stable_sort(labels.begin(), labels.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text = "{";
  for (const auto& [at, label] : labels)
    text += (text.size() > 1 ? ", " : "") + label;
  return text + "}";
}

} // namespace

std::vector<std::string> statistics_text(const reductions& r, axnorm::sequence_view<const axnorm::axis_extent> axes) {
  std::vector<std::string> list;
  for (const reductions::one& one : r.all) {
    std::string text =
        (one.is_window ? "windows along " : "") + set_text(r, one.over, axes) + " -> " + set_text(r, one.kept, axes);
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
  }
  return list;
}

} // namespace detail
} // namespace example
