#include "part.hpp"

template void example::add_rows<0>(std::vector<row>&);
