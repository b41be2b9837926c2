// One of two translation units that include the library: what it defines in headers can meet in one program.
#include "other.hpp"
#include <axnorm/axnorm.hpp>

int main() { return other(); }
