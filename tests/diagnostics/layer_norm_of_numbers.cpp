#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using LN = LayerNorm<64>; // expect words of the compiler
