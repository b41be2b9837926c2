// Contact sheets of whole photographs, before and after.
// Used by main.cpp.
// Must not know how anything was computed.
#include "../support/contact_sheet.hpp"
#include "../support/plot.hpp"
#include "histogram.hpp"
#include "sheets.hpp"
#include "shown.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace photographs {
namespace {

using axnorm::axes::H;
using axnorm::axes::W;

/// Normalized values from this many deviations below the mean to as many above are shown from black to white.
constexpr float picture_deviations = 2;

bitmap shown_normalized(const image& values) { return shown(values, -picture_deviations, picture_deviations); }

std::string size_of(const image& of) { return std::to_string(of.extent<W>()) + " × " + std::to_string(of.extent<H>()); }

constexpr std::array<colour, 3> inks{{{204, 51, 51}, {46, 139, 67}, {44, 95, 196}}};

/// The distributions of the three colours, in steps that hold the same number of eight-bit levels each.
std::vector<histogram> colour_histograms(const image& of, double low, double high) {
  const auto plane = static_cast<std::size_t>(of.extent<H>() * of.extent<W>());
  std::vector<histogram> all;
  for (std::size_t c = 0; c < 3; ++c) {
    all.emplace_back(low, high, 64);
    all.back().add({of.data() + c * plane, plane});
  }
  return all;
}

/// Two plots over each other: the values of a photograph before and after.
drawing before_and_after(const image& before, const image& after) {
  const auto first = std::make_shared<std::vector<histogram>>(colour_histograms(before, -0.5 / 255, 255.5 / 255));
  const auto second = std::make_shared<std::vector<histogram>>(colour_histograms(after, -3.5, 3.5));
  return [first, second](pen& with, const box& at) {
    const auto plot = [&](const box& where, const std::vector<histogram>& values, const char* across) {
      double highest = 0;
      std::vector<curve> curves;
      for (std::size_t c = 0; c < 3; ++c) {
        highest = std::max(highest, values[c].largest_share());
        curves.push_back({values[c].outline(), inks[c], true});
      }
      // One full channel can tower over everything else; the rest should still be seen.
      draw_plot(with, where, curves,
                {.across = across,
                 .up = "share of pixels",
                 .left = values[0].low(),
                 .right = values[0].high(),
                 .highest = std::min(highest * 1.08, 0.08),
                 .ticks = 7,
                 .text_size = 13});
    };
    plot({at.left, at.top, at.width, at.height / 2}, *first, "before");
    plot({at.left, at.top + at.height / 2, at.width, at.height / 2}, *second, "after, in deviations from the mean");
  };
}

} // namespace

bitmap overview_sheet(std::span<const photograph> before, std::span<const treated> after) {
  contact_sheet sheet;
  sheet.title = "Photographs normalized over named axes";
  sheet.lines = {"Each column is one formula of a line or two; its checks and its loops are derived from it."};
  sheet.columns = {{"x", "as it is in the file"},
                   {"contrast", "each colour: mean 0, deviation 1 over {H, W}"},
                   {"colours of another picture", "that picture's mean and deviation over {H, W}"},
                   {"local contrast", "divided by the deviation within a moving window"}};
  for (std::size_t i = 0; i < before.size(); ++i)
    sheet.rows.push_back(
        {{shown(before[i].pixels), {}, before[i].name + ", " + size_of(before[i].pixels)},
         {shown_normalized(after[i].contrast), {}, {}},
         {shown(after[i].colours),
          {},
          after[i].style == i ? "there is no other picture" : "colours of " + before[after[i].style].name},
         {shown_normalized(after[i].local), {}, {}}});
  return drawn(sheet);
}

bitmap contrast_sheet(std::span<const photograph> before, std::span<const treated> after) {
  contact_sheet sheet;
  sheet.title = "Contrast";
  sheet.lines = {
      "Every colour of every picture is brought to mean 0 and deviation 1 over its rows and columns {H, W}."};
  sheet.formula = "(x - mean<Over<H, W>>(x)) * rsqrt(var<Over<H, W>>(x) + 1e-5)";
  sheet.columns = {
      {"before", {}}, {"after", "black to white: −2 to 2 deviations"}, {"values of red, green and blue", {}}};
  sheet.cell_width = 620;
  for (std::size_t i = 0; i < before.size(); ++i)
    sheet.rows.push_back({{shown(before[i].pixels), {}, before[i].name + ", " + size_of(before[i].pixels)},
                          {shown_normalized(after[i].contrast), {}, {}},
                          {{}, before_and_after(before[i].pixels, after[i].contrast), {}}});
  return drawn(sheet);
}

bitmap colour_sheet(std::span<const photograph> before, std::span<const treated> after) {
  contact_sheet sheet;
  sheet.title = "Colours of another picture (AdaIN)";
  sheet.lines = {
      "Contrast is normalized as before, then given the mean and deviation of another picture, of whatever size."};
  sheet.formula =
      "(x - mean<S>(x)) * rsqrt(var<S>(x) + 1e-5) * sqrt(var<S>(style) + 1e-5) + mean<S>(style), S = Over<H, W>";
  sheet.columns = {{"before", {}}, {"style", "only its statistics are used"}, {"after", {}}};
  sheet.cell_width = 620;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const photograph& style = before[after[i].style];
    sheet.rows.push_back({{shown(before[i].pixels), {}, before[i].name + ", " + size_of(before[i].pixels)},
                          {shown(style.pixels), {}, style.name + ", " + size_of(style.pixels)},
                          {shown(after[i].colours), {}, before[i].name + " in the colours of " + style.name}});
  }
  return drawn(sheet);
}

bitmap local_contrast_sheet(std::span<const photograph> before, std::span<const treated> after) {
  contact_sheet sheet;
  sheet.title = "Local contrast";
  sheet.lines = {
      "The mean of what surrounds a pixel is taken off, and the rest divided by the deviation there: shadows and "
      "lights show as much as the rest."};
  sheet.formula = "(x - local_mean) / (sqrt(local(square(grey - local_mean))) + 0.1)";
  sheet.columns = {{"before", {}}, {"after", "black to white: −2 to 2"}};
  sheet.cell_width = 900;
  for (std::size_t i = 0; i < before.size(); ++i)
    sheet.rows.push_back({{shown(before[i].pixels), {}, before[i].name + ", " + size_of(before[i].pixels)},
                          {shown_normalized(after[i].local), {}, {}}});
  return drawn(sheet);
}

} // namespace photographs
