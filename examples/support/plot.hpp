// Curves and filled areas over labelled axes.
// Used by whatever draws.
// Must not know what the numbers are.
#pragma once

#include "pen.hpp"

#include <string>
#include <vector>

namespace examples {

/// One line in a plot, through points in the plot's units.
struct curve {
  std::vector<point> points;
  colour ink;
  bool filled = false; // down to the axis across
};

struct plot_style {
  std::string across = {};  // what the axis across says, under its numbers; may be empty
  std::string up = {};      // and the axis up, beside its numbers; may be empty
  double left = 0;          // where the axis across begins
  double right = 1;         // and where it ends
  bool logarithmic = false; // upwards
  double lowest = 0;        // where the axis up begins
  double highest = 1;       // and where it ends; what is beyond is drawn at the end
  int ticks = 5;            // about so many numbers across
  double text_size = 12;
};

/// Draws into the box, axes and their labels included.
void draw_plot(pen& with, const box& at, const std::vector<curve>& curves, const plot_style& style);

} // namespace examples
