#include <axnorm/axnorm.hpp>
#include <axnorm/compiled.hpp>
using namespace axnorm;
using namespace axnorm::axes;

compiled::Layer<GroupNorm<>> layer(
    dim<C>(64)); // expect class: a compiled GroupNorm<> is made from the extents of axes {C, G}, each as dim<...>(...)
