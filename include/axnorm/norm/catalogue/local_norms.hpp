// Norms of neighbourhoods: local response and divisive normalization. Formulas, nothing else.
#pragma once

#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/catalogue/entry.hpp>

namespace axnorm::catalogue {

/// What α of local response normalization multiplies: the mean of the squares in the window, or their sum.
enum class response : bool { averaged, summed };

/// x / (k + α S)^β, S the squares of `Size` neighbouring channels (Krizhevsky, Sutskever, Hinton: ImageNet
/// Classification with Deep Convolutional Neural Networks, 2012, section 3.3). As in PyTorch, S is the mean, k = 1, α =
/// 1e-4, β = 0.75; with `response::summed` as in the paper: the sum, and k = 2. Channels that do not exist count as 0;
/// a window of even size reaches one further down, as PyTorch's does (ONNX's reaches one further up). No parameters.
template<int Size, response What = response::averaged>
struct LocalResponseNorm {
  static constexpr auto x = input<"x">;
  static constexpr double k = What == response::summed ? 2 : 1;
  static constexpr double alpha = What == response::summed ? 1e-4 : 1e-4 / Size;
  static constexpr auto formula = x / pow(k + alpha * window_sum<axes::C>(square(x), Size), 0.75);
};

/// v / √(ρ² + mean of v²), v = x - mean, means over all channels of Size × Size positions around each (Ren, Liao,
/// Urtasun, Sinz, Zemel: Normalizing the Normalizers, arXiv 1611.04520). Positions outside count as 0, and divisors are
/// those of whole windows. No parameters; ρ² is `Constant`. In the authors' code the window of the mean and that of the
/// squares may differ in size (both are divided by the size of the former), the result may have a scale and a shift,
/// and windows of even size reach one further up, where these reach one further down.
template<int Size, auto Constant = 1.0>
struct DivisiveNorm {
  static constexpr auto x = input<"x">;
  static constexpr auto around(const auto& e) {
    return mean<Over<axes::C>>(window_sum<axes::H>(window_sum<axes::W>(e, Size), Size)) * (1.0 / (Size * Size));
  }
  static constexpr auto centred = x - around(x);
  static constexpr auto formula = centred * rsqrt(Constant + around(square(centred)));
};

using local_norms_rows = rows<section::images, entry<"LocalResponseNorm<5>", LocalResponseNorm<5>, image>,
                              entry<"DivisiveNorm<3>", DivisiveNorm<3>, image>>;

} // namespace axnorm::catalogue
