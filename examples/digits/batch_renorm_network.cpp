// Networks with batch renormalization, a norm that is written in this example.
// Used by models.cpp.
// Must not know of training.
#include "models.hpp"
#include "network.hpp"
#include "norms.hpp"

namespace digits {

std::unique_ptr<model> batch_renorm_network(randomness& random) { return std::make_unique<network<BRN>>(random); }

} // namespace digits
