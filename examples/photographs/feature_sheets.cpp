// Contact sheets of filters, their feature maps before and after each norm, and the distributions of their values.
// Used by main.cpp.
// Must not know how anything was computed.
#include "../support/contact_sheet.hpp"
#include "../support/plot.hpp"
#include "histogram.hpp"
#include "sheets.hpp"
#include "shown.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

namespace photographs {
namespace {

using axnorm::axes::C;

constexpr std::int64_t plane = crop_side * crop_side;
constexpr colour before_ink{107, 111, 118};

/// Values after a norm are shown from blue to red between as many deviations below and above 0.
constexpr float map_deviations = 3;

std::span<const float> map_of(const feature_maps& maps, std::size_t crop, std::size_t filter) {
  const auto channels = static_cast<std::size_t>(maps.extent<C>());
  return {maps.data() + (crop * channels + filter) * plane, static_cast<std::size_t>(plane)};
}

bitmap shown_map(const feature_maps& maps, std::size_t crop, std::size_t filter, float limit) {
  return shown_signed(map_of(maps, crop, filter).data(), crop_side, crop_side, limit);
}

bitmap shown_filter(const oriented_filter& filter) {
  float largest = 0;
  for (const float tap : filter.taps)
    largest = std::max(largest, std::abs(tap));
  return shown_signed(filter.taps.data(), filter.side(), filter.side(), largest);
}

double root_mean_square(const feature_maps& maps, std::size_t crop) {
  double total = 0;
  for (std::size_t c = 0; c < filters; ++c)
    for (const float value : map_of(maps, crop, c))
      total += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(total / (filters * plane));
}

std::string decimal(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2g", value);
  return text.data();
}

/// The scale of blue to red, with its ends named.
void draw_scale(pen& with, point at, double width, const std::string& low, const std::string& high, double text_size) {
  const double height = text_size * 0.9;
  for (int i = 0; i < static_cast<int>(width); ++i)
    with.fill({at.x + i, at.y - height * 0.85, 1, height}, signed_colour(static_cast<float>(2 * i / width - 1)));
  with.text({at.x - text_size * 0.5, at.y}, low, {text_size, theme::muted, face::regular, align::right});
  with.text({at.x + width + text_size * 0.5, at.y}, high, {text_size, theme::muted, face::regular, align::left});
}

/// The crop with the strongest feature maps of the first photograph, and those with the strongest and the weakest of
/// the last.
std::vector<std::size_t> telling_crops(const feature_work& of) {
  std::vector<double> strengths;
  for (std::size_t n = 0; n < of.crops.size(); ++n)
    strengths.push_back(root_mean_square(of.maps, n));
  const auto pick = [&](std::size_t photograph, bool strongest) {
    std::size_t best = of.crops.size();
    for (std::size_t n = 0; n < of.crops.size(); ++n)
      if (of.crops[n].photograph == photograph &&
          (best == of.crops.size() || (strongest ? strengths[n] > strengths[best] : strengths[n] < strengths[best])))
        best = n;
    return best;
  };
  const std::size_t last = of.photographs.size() - 1;
  std::vector<std::size_t> picked{pick(0, true), pick(last, true), pick(last, false)};
  picked.erase(std::unique(picked.begin(), picked.end()), picked.end());
  return picked;
}

} // namespace

bitmap filter_sheet(const feature_work& of) {
  const std::size_t crop = telling_crops(of).front();
  contact_sheet sheet;
  sheet.title = "Thirty-two oriented filters";
  sheet.lines = {"Waves under a Gaussian window, in eight directions, two sizes and two phases, and what each answers "
                 "to one crop of " +
                     of.photographs[of.crops[crop].photograph].name + ".",
                 "Channel c is direction c / 4; a direction's four filters are one group of group norm."};
  sheet.cell_width = 232;
  sheet.cell_height = 118;
  sheet.text_size = 17;
  sheet.gap = 14;
  const auto strength = static_cast<float>(3 * root_mean_square(of.maps, crop));
  for (std::size_t row = 0; row < 4; ++row) {
    sheet.rows.emplace_back();
    for (std::size_t column = 0; column < orientations; ++column) {
      const std::size_t c = column * 4 + row;
      const bitmap kernel = shown_filter(of.bank[c]), answer = shown_map(of.maps, crop, c, strength);
      const auto draw = [kernel, answer](pen& with, const box& at) {
        const int side = static_cast<int>(at.height), left = static_cast<int>(at.left), top = static_cast<int>(at.top);
        const int times = std::max(1, (side - 8) / kernel.width);
        const bitmap large = magnified(kernel, times);
        with.fill({at.left, at.top, static_cast<double>(side) - 4, at.height}, signed_colour(0));
        with.picture(left + (side - 4 - large.width) / 2, top + (side - large.height) / 2, large);
        with.picture(left + side - 4, top, resized(answer, side, side));
      };
      sheet.rows.back().push_back({{}, draw, std::to_string(c) + ": " + of.bank[c].label()});
    }
  }
  return drawn(sheet);
}

bitmap feature_sheet(const feature_work& of) {
  constexpr std::array<std::size_t, 2> channels{16, 11}; // a fine line filter and a coarse edge filter
  const std::vector<std::size_t> chosen = telling_crops(of);
  double mean_square = 0;
  for (const std::size_t n : chosen)
    mean_square += std::pow(root_mean_square(of.maps, n), 2) / static_cast<double>(chosen.size());
  const double limit = 3 * std::sqrt(mean_square);

  contact_sheet sheet;
  sheet.title = "Feature maps before and after";
  sheet.lines = {
      "One batch of 16 crops through 32 filters {N, C, H, W}. Each norm is the same formula over another set of axes: "
      "what it evens out is what shares a statistic."};
  sheet.columns = {{"crop", {}}, {"x", "one scale for all"}};
  for (const normalized& norm : of.norms)
    sheet.columns.push_back({norm.name, "over " + norm.over});
  sheet.cell_width = 232;
  sheet.gap = 12;
  for (const std::size_t c : channels)
    for (const std::size_t n : chosen) {
      const photograph& from = of.photographs[of.crops[n].photograph];
      sheet.rows.push_back(
          {{shown(cut(from, of.crops[n])), {}, {}}, {shown_map(of.maps, n, c, static_cast<float>(limit)), {}, {}}});
      for (const normalized& norm : of.norms)
        sheet.rows.back().push_back({shown_map(norm.values, n, c, map_deviations), {}, {}});
      sheet.row_labels.push_back(from.name + ", " + of.bank[c].label());
    }
  sheet.footer_height = 34;
  sheet.footer = [limit](pen& with, const box& at) {
    const double y = at.top + 22;
    draw_scale(with, {at.left + 232 + 60, y}, 140, "x  −" + decimal(limit), decimal(limit), 15);
    draw_scale(with, {at.left + 232 * 2 + 12 * 2 + 120, y}, 140, "after  −3", "3", 15);
  };
  return drawn(sheet);
}

bitmap histogram_sheet(const feature_work& of) {
  const auto limit = [&] {
    double total = 0;
    for (std::size_t n = 0; n < of.crops.size(); ++n)
      total += std::pow(root_mean_square(of.maps, n), 2);
    return 6 * std::sqrt(total / static_cast<double>(of.crops.size()));
  }();
  // All counts, channel by channel: those of x first, then of each norm.
  constexpr double after_limit = 8;
  std::vector<std::vector<histogram>> counts(filters);
#pragma omp parallel for schedule(dynamic)
  for (std::size_t c = 0; c < static_cast<std::size_t>(filters); ++c) {
    counts[c].emplace_back(-limit, limit, 81);
    for (std::size_t k = 0; k < of.norms.size(); ++k)
      counts[c].emplace_back(-after_limit, after_limit, 81);
    for (std::size_t n = 0; n < of.crops.size(); ++n) {
      counts[c][0].add(map_of(of.maps, n, c));
      for (std::size_t k = 0; k < of.norms.size(); ++k)
        counts[c][k + 1].add(map_of(of.norms[k].values, n, c));
    }
  }

  contact_sheet sheet;
  sheet.title = "Values of each feature map before and after";
  sheet.lines = {"For each of the 32 filters: how the values of all 16 crops are distributed, before (grey, in the "
                 "filter's units) "
                 "and after each norm. Shares of values in each step, upwards, in powers of ten."};
  sheet.cell_width = 280;
  sheet.cell_height = 270;
  sheet.gap = 14;
  for (std::size_t row = 0; row < 4; ++row) {
    sheet.rows.emplace_back();
    for (std::size_t column = 0; column < orientations; ++column) {
      const std::size_t c = column * 4 + row;
      const bitmap kernel = shown_filter(of.bank[c]);
      const std::string label = std::to_string(c) + ": " + of.bank[c].label();
      const auto draw = [&of, &values = counts[c], kernel, label, limit](pen& with, const box& at) {
        with.picture(static_cast<int>(at.left), static_cast<int>(at.top), resized(kernel, 36, 36));
        with.text({at.left + 44, at.top + 24}, label, {15, theme::ink, face::bold, align::left});
        std::vector<curve> after;
        for (std::size_t k = 0; k < of.norms.size(); ++k)
          after.push_back({values[k + 1].outline(), of.norms[k].ink, false});
        draw_plot(with, {at.left, at.top + 40, at.width, 90}, {{values[0].outline(), before_ink, true}},
                  {.left = -limit, .right = limit, .logarithmic = true, .lowest = 1e-6, .ticks = 5, .text_size = 12});
        draw_plot(with, {at.left, at.top + 130, at.width, at.height - 130}, after,
                  {.left = -after_limit,
                   .right = after_limit,
                   .logarithmic = true,
                   .lowest = 1e-6,
                   .ticks = 8,
                   .text_size = 12});
      };
      sheet.rows.back().push_back({{}, draw, {}});
    }
  }
  sheet.footer_height = 34;
  sheet.footer = [&of](pen& with, const box& at) {
    std::vector<legend_entry> entries{{"before", before_ink}};
    for (const normalized& norm : of.norms)
      entries.push_back({norm.name + " over " + norm.over, norm.ink});
    draw_legend(with, {at.left, at.top + 22}, entries, 17);
  };
  return drawn(sheet);
}

} // namespace photographs
