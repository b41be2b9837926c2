// The umbrella: everything but stream output (axnorm/io.hpp) and ranges (axnorm/tensor/ranges.hpp).
// For users; nothing inside the library includes it.
#pragma once

#if __cplusplus < 202002L
#error "axnorm needs C++20: compile with -std=c++20"
#endif

#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/axis_set.hpp>
#include <axnorm/axis/extent.hpp>
#include <axnorm/axis/group.hpp>
#include <axnorm/axis/shape.hpp>
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/exec/explain.hpp>
#include <axnorm/exec/gradient.hpp>
#include <axnorm/exec/plan_of.hpp>
#include <axnorm/expr/expr.hpp>
#include <axnorm/layer/layer.hpp>
#include <axnorm/layer/optimizer.hpp>
#include <axnorm/layer/torch.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/algorithm.hpp>
#include <axnorm/tensor/copy.hpp>
#include <axnorm/tensor/rename.hpp>
#include <axnorm/tensor/slice.hpp>
#include <axnorm/tensor/tensor.hpp>
#include <axnorm/tensor/view.hpp>
