// PyTorch's layers under their names, in namespace axnorm::torch. For users.
#pragma once

#include <axnorm/layer/torch/batch_norm.hpp>
#include <axnorm/layer/torch/layer_norm.hpp>
