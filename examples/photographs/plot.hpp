// Histograms as curves or filled areas over labelled axes.
// Used by the sheets.
// Must not know what the values are.
#pragma once

#include "histogram.hpp"
#include "pen.hpp"

#include <span>
#include <string>

namespace photographs {

/// One distribution in a plot.
struct curve {
  const histogram* values;
  colour ink;
  bool filled = false;
};

struct plot_style {
  std::string across = {};    // what the axis across says, under its numbers; may be empty
  std::string up = {};        // and the axis up, beside its numbers; may be empty
  bool logarithmic = true;    // the share of values, upwards
  double lowest_share = 1e-5; // where a logarithmic axis begins
  double highest_share = 1;   // where either axis ends
  int ticks = 5;              // about so many numbers across
  double text_size = 12;
};

/// Draws into the box, axes and their labels included. All curves must have the bounds of the first.
void draw_plot(pen& with, const box& at, std::span<const curve> curves, const plot_style& style);

} // namespace photographs
