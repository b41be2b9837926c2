// The language of formulas, whole. Used by norms and by who writes formulas; knows no graph and no memory.
#pragma once

#include <axnorm/expr/compose.hpp>
#include <axnorm/expr/functions.hpp>
#include <axnorm/expr/gather.hpp>
#include <axnorm/expr/initial.hpp>
#include <axnorm/expr/operators.hpp>
#include <axnorm/expr/reductions.hpp>
#include <axnorm/expr/state.hpp>
#include <axnorm/expr/variable.hpp>
#include <axnorm/expr/with_gradient.hpp>
