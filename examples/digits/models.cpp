// The list of all norms: one line each here, one formula each in norms.hpp, one file each to compile it.
// Used through model.hpp.
// Must not know the norms' formulas.
#include "models.hpp"

#include <algorithm>
#include <array>

namespace digits {

std::span<const norm_choice> norm_choices() {
  static constexpr std::array<norm_choice, 8> all{{{"none", plain_network},
                                                   {"BN", batch_norm_network},
                                                   {"LN", layer_norm_network},
                                                   {"IN", instance_norm_network},
                                                   {"GN", group_norm_network},
                                                   {"RMS", rms_norm_network},
                                                   {"SN", switchable_norm_network},
                                                   {"BRN", batch_renorm_network}}};
  return all;
}

const norm_choice* find_norm(const std::string& name) {
  const std::span<const norm_choice> all = norm_choices();
  const auto found = std::find_if(all.begin(), all.end(), [&](const norm_choice& c) { return c.name == name; });
  return found == all.end() ? nullptr : &*found;
}

} // namespace digits
