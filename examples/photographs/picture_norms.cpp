// Running contrast and the colours of another picture.
// Used by main.cpp, through runs.hpp.
// Must not know of timing, tables or sheets.
#include "norms.hpp"
#include "runs.hpp"

namespace photographs {
namespace {

plan_figures figures() { return {2, 2, 2}; }

} // namespace

picture_norm contrast_norm() {
  return {"contrast",
          "{H, W}",
          "Colour 3",
          [](image& y, const image& of, const image&) { evaluate<Contrast{}>(into(y), x = of); },
          [](const image&, const image&) { return figures(); },
          [](const image& of, const image&) { return reference::contrast(of, eps); }};
}

picture_norm colour_norm() {
  return {"AdaIN",
          "{H, W}",
          "2 of Colour 3",
          [](image& y, const image& of, const image& in) { evaluate<ColoursOf{}>(into(y), x = of, style = in); },
          [](const image&, const image&) { return figures(); },
          [](const image& of, const image& in) { return reference::colours_of(of, in, eps); }};
}

} // namespace photographs
