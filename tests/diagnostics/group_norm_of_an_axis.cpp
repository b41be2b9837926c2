#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using GN = GroupNorm<C>; // expect words of the compiler
