#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

using set = Over<1>; // expect words of the compiler
