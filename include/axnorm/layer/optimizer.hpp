// All optimizers. For users; must not know layers.
#pragma once

#include <axnorm/layer/adam.hpp>
#include <axnorm/layer/sgd.hpp>
