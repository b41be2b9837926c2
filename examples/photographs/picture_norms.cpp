// Running the norms of whole photographs.
// Used by main.cpp, through runs.hpp.
// Must not know of timing, tables or sheets.
#include "runs.hpp"

#if __has_include(<axnorm/exec/evaluate.hpp>)
#error "the formulas are not connected yet"
#else

namespace photographs {
namespace {

picture_norm stand_in(std::string name, std::string over, std::string statistics,
                      std::function<std::vector<double>(const image&, const image&)> truth) {
  return {std::move(name),
          std::move(over),
          std::move(statistics),
          [truth](image& y, const image& x, const image& style) {
            const std::vector<double> values = truth(x, style);
            for (std::size_t i = 0; i < values.size(); ++i)
              y.data()[i] = static_cast<float>(values[i]);
          },
          [](const image&, const image&) { return plan_figures{2, 2, 2}; },
          truth};
}

} // namespace

picture_norm contrast_norm() {
  return stand_in("contrast", "H W", "Colour 3",
                  [](const image& x, const image&) { return reference::contrast(x, eps); });
}

picture_norm colour_norm() {
  return stand_in("AdaIN", "H W", "2 x Colour 3",
                  [](const image& x, const image& style) { return reference::colours_of(x, style, eps); });
}

picture_norm local_contrast_norm() {
  return stand_in("local contrast", "windows of H W", "H W",
                  [](const image& x, const image&) { return reference::local_contrast(x, local_window, local_floor); });
}

} // namespace photographs
#endif
