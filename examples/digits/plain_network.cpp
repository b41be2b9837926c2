// Networks with no norm.
// Used by models.cpp.
// Must not know of training.
#include "models.hpp"
#include "network.hpp"
#include "norms.hpp"

namespace digits {

std::unique_ptr<model> plain_network(randomness& random) { return std::make_unique<network<NoNorm>>(random); }

} // namespace digits
