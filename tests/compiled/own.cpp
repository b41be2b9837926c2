// The code of that layer.
#include "own.hpp"

#include <axnorm/compiled/implementation.hpp>

template class axnorm::compiled::provider<axnorm::compiled::formula_layer<Own>, axnorm::compiled::here>;
