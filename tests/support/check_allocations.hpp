// How often a program has asked for memory by operator new, in any thread. With the address sanitizer, whose operators
// find other mistakes, the count stays 0. Used by the tests of calls that may allocate nothing. Knows no call.
#pragma once

#include <cstddef>

namespace axnorm::check {

std::size_t allocations();

/// How often `call` asks for memory.
template<class Call>
std::size_t allocations_of(Call call) {
  const std::size_t before = allocations();
  call();
  return allocations() - before;
}

} // namespace axnorm::check
