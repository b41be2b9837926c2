// A function for each norm that makes a network with it, with random weights.
// Used by models.cpp; each is in a file of its own, since compiling a norm takes longer than training with it.
// Must not know the norms' formulas.
#pragma once

#include "model.hpp"

namespace digits {

std::unique_ptr<model> plain_network(randomness& random);
std::unique_ptr<model> batch_norm_network(randomness& random);
std::unique_ptr<model> layer_norm_network(randomness& random);
std::unique_ptr<model> instance_norm_network(randomness& random);
std::unique_ptr<model> group_norm_network(randomness& random);
std::unique_ptr<model> rms_norm_network(randomness& random);
std::unique_ptr<model> switchable_norm_network(randomness& random);
std::unique_ptr<model> batch_renorm_network(randomness& random);

} // namespace digits
