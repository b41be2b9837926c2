// What the units for different instruction sets have for the program.
#pragma once

#include <axnorm/tensor/tensor.hpp>

using Sequence = axnorm::Tensor<float, axnorm::axes::N, axnorm::axes::C, axnorm::axes::L>;

Sequence normalized_v2(const Sequence& x);
Sequence normalized_v3(const Sequence& x);
Sequence normalized_v4(const Sequence& x);
/// What stands for the code that they use.
const void* code_v2();
const void* code_v3();
const void* code_v4();
