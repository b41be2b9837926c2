#include "part.hpp"

template void example::add_rows<5>(std::vector<row>&);
