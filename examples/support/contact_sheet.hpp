// A contact sheet: titled rows of equal columns, in each cell a picture or a drawing, with a caption under it.
// Used by whatever draws.
// Must not know what the pictures show.
#pragma once

#include "pen.hpp"

#include <functional>
#include <string>
#include <vector>

namespace examples {

namespace theme {
inline constexpr colour paper{251, 250, 247}, ink{34, 37, 42}, muted{107, 111, 118}, hairline{222, 220, 214};
}

/// Draws something into a box, on its own.
using drawing = std::function<void(pen&, const box&)>;

struct cell {
  bitmap picture;      // shrunk or grown to fit; may be empty
  drawing draw;        // or drawn into the whole cell instead
  std::string caption; // under it; may be empty
};

/// A line of text and a smaller one under it, either of which may be empty.
struct heading {
  std::string text, detail;
};

struct contact_sheet {
  std::string title;
  std::vector<std::string> lines;      // under the title
  std::string formula;                 // under these, as code
  std::vector<heading> columns;        // over the columns, or none
  std::vector<std::string> row_labels; // beside the rows, upwards, or none
  std::vector<std::vector<cell>> rows;
  int cell_width = 480;
  int cell_height = 0; // 0: as the pictures of a row need, up to 1.25 times the width
  int gap = 18;
  double text_size = 19; // of headings; everything else follows from it
  drawing footer;
  int footer_height = 0;
};

bitmap drawn(const contact_sheet& sheet);

/// Colours of a distribution and their names, in a row from the left of the box.
struct legend_entry {
  std::string name;
  colour ink;
};
void draw_legend(pen& with, point at, const std::vector<legend_entry>& entries, double text_size);

} // namespace examples
