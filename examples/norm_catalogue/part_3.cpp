#include "part.hpp"

template void example::add_rows<3>(std::vector<row>&);
