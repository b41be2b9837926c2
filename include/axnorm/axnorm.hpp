// The umbrella: everything but stream output (axnorm/io.hpp), ranges (axnorm/tensor/ranges.hpp) and other libraries
// (axnorm/interop/).
// For users; nothing inside the library includes it.
#pragma once
