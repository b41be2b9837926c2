// Running contrast and the colours of another picture.
// Used by main.cpp, through runs.hpp.
// Must not know of timing, tables or sheets.
#include "figures.hpp"
#include "norms.hpp"
#include "runs.hpp"

namespace photographs {

picture_norm contrast_norm() {
  return {"contrast",
          "{H, W}",
          "Colour 3",
          [](image& y, const image& of, const image&) { evaluate<Contrast{}>(into(y), x = of); },
          [](const image& of, const image&) { return figures_of(explain<Contrast>(x = of)); },
          [](const image& of, const image&) { return reference::contrast(of, eps); }};
}

picture_norm colour_norm() {
  return {"AdaIN",
          "{H, W}",
          "2 of Colour 3",
          [](image& y, const image& of, const image& in) { evaluate<ColoursOf{}>(into(y), x = of, style = in); },
          [](const image& of, const image& in) { return figures_of(explain<ColoursOf>(x = of, style = in)); },
          [](const image& of, const image& in) { return reference::colours_of(of, in, eps); }};
}

} // namespace photographs
