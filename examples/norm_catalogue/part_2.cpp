#include "part.hpp"

template void example::add_rows<2>(std::vector<row>&);
