#include "part.hpp"

template void example::add_rows<4>(std::vector<row>&);
