// Many trainings side by side, each on one thread.
// Used by main.cpp.
// Must not know what is reported of them.
#pragma once

#include "training.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace digits {

using trainings = std::vector<std::unique_ptr<training>>;

/// Trains all until they have had `epochs` epochs, or as many as their settings say if these are fewer. `after` is
/// called after each epoch of each, by one thread at a time. If anything throws, the others stop after their epoch, and
/// it is thrown again.
void train(const trainings& all, const digit_data& data, int epochs, int threads,
           const std::function<void(std::size_t which)>& after);

} // namespace digits
