// Networks with switchable norm.
// Used by models.cpp.
// Must not know of training.
#include "models.hpp"
#include "network.hpp"
#include "norms.hpp"

namespace digits {

std::unique_ptr<model> switchable_norm_network(randomness& random) { return std::make_unique<network<SN>>(random); }

} // namespace digits
