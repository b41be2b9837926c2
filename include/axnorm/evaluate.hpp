// What units need that evaluate formulas and do not train: tensors, the language, norms, evaluate. The umbrella,
// axnorm/axnorm.hpp, has more, and takes longer to compile. For users; nothing inside the library includes it but that.
#pragma once

#if __cplusplus < 202002L
#error "axnorm needs C++20: compile with -std=c++20"
#endif

// First what compilers show at mistakes, so that they need not say at length from where it is included.
// clang-format off
#include <axnorm/exec/strict_math.hpp>
#include <axnorm/axis/mistake.hpp>
#include <axnorm/tensor/wrong_tensor.hpp>
#include <axnorm/tensor/tensor.hpp>
// clang-format on
#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/axis_set.hpp>
#include <axnorm/axis/extent.hpp>
#include <axnorm/axis/group.hpp>
#include <axnorm/axis/shape.hpp>
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/expr/expr.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/view.hpp>
