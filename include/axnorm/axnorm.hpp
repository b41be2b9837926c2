// The umbrella: everything but stream output (axnorm/io.hpp), formulas as text (axnorm/expr/print.hpp), ranges
// (axnorm/tensor/ranges.hpp) and the catalogue (axnorm/norm/catalogue.hpp).
// For users; nothing inside the library includes it.
#pragma once

// clang-format off
#include <axnorm/exec/strict_math.hpp> // first: it may refuse
// clang-format on
#include <axnorm/evaluate.hpp>
#include <axnorm/exec/explain.hpp>
#include <axnorm/exec/gradient.hpp>
#include <axnorm/exec/plan_of.hpp>
#include <axnorm/layer/explain.hpp>
#include <axnorm/layer/layer.hpp>
#include <axnorm/layer/optimizer.hpp>
#include <axnorm/layer/torch.hpp>
#include <axnorm/layer/weights.hpp>
#include <axnorm/tensor/algorithm.hpp>
#include <axnorm/tensor/copy.hpp>
#include <axnorm/tensor/rename.hpp>
#include <axnorm/tensor/slice.hpp>
