// Running local contrast.
// Used by main.cpp, through runs.hpp; a file of its own because compiling a norm takes longer than running it.
// Must not know of timing, tables or sheets.
#include "figures.hpp"
#include "norms.hpp"
#include "runs.hpp"

namespace photographs {

picture_norm local_contrast_norm() {
  return {"local contrast",
          "windows of {H, W}",
          "H, W",
          [](image& y, const image& of, const image&) { evaluate<LocalContrast{}>(into(y), x = of); },
          [](const image& of, const image&) { return figures_of(explain<LocalContrast>(x = of)); },
          [](const image& of, const image&) { return reference::local_contrast(of, local_window, local_floor); }};
}

} // namespace photographs
