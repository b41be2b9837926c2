// The name of a type as the compiler prints it, for sentences about types that are not axes.
// Used by checks only: never for identity, since two local types may print alike.
#pragma once

#include <string_view>

namespace axnorm {

/// `float`, `axes::N`, ...; what a local or unnamed type prints as depends on the compiler.
template<class X>
constexpr std::string_view type_name() {
  const std::string_view all = __PRETTY_FUNCTION__;
  const std::size_t first = all.find("X = ") + 4;
  // g++ appends `; std::string_view = ...]`, clang only `]`.
  const std::size_t semicolon = all.find(';', first);
  std::string_view name = all.substr(first, (semicolon == std::string_view::npos ? all.size() - 1 : semicolon) - first);
  // g++ leaves out the namespace that this function is in.
  if (name.starts_with("axnorm::")) name.remove_prefix(8);
  return name;
}

} // namespace axnorm
