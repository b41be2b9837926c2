// describe(...): what a tensor, a formula or a layer is, as text. For debuggers, logs and users. Not in the umbrella,
// for compile time.
#pragma once

#include <axnorm/graph/describe.hpp>
#include <axnorm/layer/describe.hpp>
#include <axnorm/tensor/describe.hpp>
