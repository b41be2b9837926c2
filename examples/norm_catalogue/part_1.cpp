#include "part.hpp"

template void example::add_rows<1>(std::vector<row>&);
