// A unit that is compiled for one instruction set and includes the library, as others of the program do for theirs.
#include "unit.hpp"

#include <axnorm/axnorm.hpp>

#define PASTED_RAW(a, b) a##b
#define PASTED(a, b) PASTED_RAW(a, b)

using LN = axnorm::Norm<axnorm::Over<axnorm::axes::C, axnorm::axes::L>>;

Sequence PASTED(normalized_, UNIT)(const Sequence& x) { return axnorm::evaluate<LN{}>(x); }
const void* PASTED(code_, UNIT)() { return &axnorm::evaluate<LN{}>; }
