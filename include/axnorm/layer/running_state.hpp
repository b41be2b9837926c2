// A layer's tensors, and how what is observed of batches is mixed into its buffers. Base of what runs a layer's calls.
// Knows no call.
#pragma once

#include <axnorm/exec/instruction_set.hpp>
#include <axnorm/exec/training.hpp>
#include <axnorm/layer/elements.hpp>
#include <axnorm/layer/variables.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>

namespace axnorm::layers {
inline namespace AXNORM_ISA {

template<class F, class Element>
class running_state {
protected:
  /// How the weight of a new value is found: as the formula says, or as the layer has been told.
  struct averaging {
    enum kind : std::uint8_t { declared, given, cumulative } how = declared;
    double weight = 0;
  };

  variables<F, Element> v_;
  averaging averaging_{};
  bool counts_batches_ = true;

  /// How much the next batch counts in each tracked statistic.
  using weights_list =
      std::array<double, std::tuple_size_v<std::remove_cvref_t<decltype(expr::listing_of<F>.tracked)>>>;
  weights_list weights_of_batch(std::int64_t batch) const {
    const auto& tracked = expr::listing_of<F>.tracked;
    weights_list weights{};
    for (std::size_t k = 0; k < weights.size(); ++k)
      weights[k] = averaging_.how == averaging::given        ? averaging_.weight
                   : averaging_.how == averaging::cumulative ? 1 / static_cast<double>(batch)
                                                             : tracked[k].weight(batch);
    return weights;
  }
  template<class C>
  void commit_now(C& ctx, const weights_list& weights) {
    if (!ctx.empty) mix_in<false>(ctx.saved.numbers.data(), ctx.saved.tracked, weights);
    if (counts_batches_) ++v_.batches;
    ctx.committed = true;
  }
  template<class C>
  void commit_late(C& ctx, const weights_list& weights) {
    if (!ctx.empty) mix_in<true>(ctx.saved.late.data(), ctx.saved.late.size(), weights);
    ctx.late_committed = true;
  }
  /// Mixes in what has been observed: on the way back if `Late`, else on the way forward.
  template<bool Late>
  void mix_in(const double* observed, std::size_t count, const weights_list& weights) {
    std::size_t held = 0;
    const auto takes = [](const owned& o) { return o.tracked >= 0 && o.late == Late; };
    v_.each_buffer([&](const owned& o, auto& b) { held += takes(o) ? static_cast<std::size_t>(b.size()) : 0u; });
    if (held != count) exec::detail::refuse_saved(static_cast<std::int64_t>(held), count);
    for (std::size_t k = 0; k < weights.size(); ++k)
      v_.each_buffer([&](const owned& o, auto& b) {
        if (takes(o) && o.tracked == static_cast<int>(k)) observed = mix(b, observed, weights[k]);
      });
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::layers
