// The usual norms as rows of the catalogue. Names, nothing else.
#pragma once

#include <axnorm/norm/catalogue/entry.hpp>
#include <axnorm/norm/named.hpp>

namespace axnorm::catalogue {

using usual_norms_rows =
    rows<section::usual, entry<"BatchNorm", BatchNorm, image>,
         entry<"LayerNorm<C, H, W>", LayerNorm<axes::C, axes::H, axes::W>, image>,
         entry<"LayerNorm<C>", LayerNorm<axes::C>, tokens>, entry<"InstanceNorm", InstanceNorm, image>,
         entry<"GroupNorm<4>", GroupNorm<4>, image>, entry<"SwitchableNorm2d", SwitchableNorm2d, image>,
         entry<"RMSNorm<C>", RMSNorm<axes::C>, tokens>>;

} // namespace axnorm::catalogue
