// The tables of results on standard output.
// Used by main.cpp.
// Must not know how the results came about.
#pragma once

#include "results.hpp"

#include <iosfwd>

namespace digits {

/// Test accuracies, a row a norm and a column a batch size.
void print_accuracies(std::ostream& out, const results& of);

/// What switchable norm has learned, a row for each layer and batch size; nothing if there was none.
void print_switches(std::ostream& out, const results& of);

} // namespace digits
