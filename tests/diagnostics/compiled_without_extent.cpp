#include <axnorm/axnorm.hpp>
#include <axnorm/compiled.hpp>
using namespace axnorm;
using namespace axnorm::axes;

// expect class: a compiled GroupNorm<> is made from the extents of axes {C, G}, each as dim<...>(...)
compiled::Layer<GroupNorm<>> layer(dim<C>(64));
