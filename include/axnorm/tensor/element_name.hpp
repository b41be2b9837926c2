// The names of element types, as tensors are printed and described with them. Must not know tensors.
#pragma once

#include <axnorm/tensor/element.hpp>

#include <string_view>
#include <type_traits>

namespace axnorm {

/// The name of an element type: `float`, `bfloat16`, `int32`, ...
template<TensorElement E>
constexpr std::string_view element_name() {
  if constexpr (std::is_same_v<E, float>)
    return "float";
  else if constexpr (std::is_same_v<E, double>)
    return "double";
  else if constexpr (std::is_same_v<E, float16>)
    return "float16";
  else if constexpr (std::is_same_v<E, bfloat16>)
    return "bfloat16";
  else if constexpr (std::is_same_v<E, bool>)
    return "bool";
  else if constexpr (std::is_signed_v<E>)
    return sizeof(E) == 1 ? "int8" : sizeof(E) == 2 ? "int16" : sizeof(E) == 4 ? "int32" : "int64";
  else
    return sizeof(E) == 1 ? "uint8" : sizeof(E) == 2 ? "uint16" : sizeof(E) == 4 ? "uint32" : "uint64";
}

} // namespace axnorm
