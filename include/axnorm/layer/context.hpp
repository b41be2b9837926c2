// What one call of a layer's forward leaves for backward: its arguments and the statistics. Held by the caller, so that
// a layer can be applied several times before going back. Knows no formula.
#pragma once

#include <axnorm/exec/training.hpp>
#include <axnorm/layer/held.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

namespace axnorm {

/// Made by `layer.context(x)` or returned by `layer.forward(x)`. Tensors of the caller are held as views: they must
/// live, unchanged, until backward; temporaries are moved in. `Save` says what passes to backward beside them.
template<class Save, class... Held>
class training_context {
public:
  using is_context = void;
  using save = Save;
  using held = std::tuple<Held...>;

  /// Whether a forward has filled it: only then there is a way back.
  bool is_filled() const { return filled_by != nullptr; }
  /// Whether everything that the call observed for running statistics is a finite number.
  bool is_finite() const {
    for (std::size_t i = 0; i < saved.tracked; ++i)
      if (!std::isfinite(saved.numbers[i])) return false;
    for (const double observed : saved.late)
      if (!std::isfinite(observed)) return false;
    return true;
  }

  // For layers.
  held arguments{};
  exec::saved_values saved{};
  std::vector<double> read{};      ///< the buffers that the call has read: they go on changing
  const void* filled_by = nullptr; ///< what stands for the formula whose forward filled it
  bool evaluating = false, committed = true;
  bool waits = false;         ///< what is observed waits for `commit`
  bool late_committed = true; ///< nothing that backward has observed waits
  std::int64_t batch = 0;     ///< the number of the batch that backward observes; 0 if it is not to
  bool empty = false;         ///< an argument had no elements, so statistics are those of nothing
};

} // namespace axnorm
