// The other of two translation units that include the library.
#include "other.hpp"

#include <axnorm/axnorm.hpp>

int other() { return 0; }
