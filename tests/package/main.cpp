// One of two translation units that include the library: what it defines in headers can meet in one program.
#include <axnorm/axnorm.hpp>

#include "other.hpp"

int main() { return other(); }
