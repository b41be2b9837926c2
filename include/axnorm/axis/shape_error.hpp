// The exception for what only extents known at run time can tell; its text is the sentence a compile error would be.
// Thrown by every floor that meets extents, before anything is written. Must not know which checks there are.
#pragma once

#include <axnorm/axis/sentence.hpp>

#include <stdexcept>
#include <string>

namespace axnorm {

/// Axes or extents that do not fit. The fields are empty where the check has nothing to say in them.
class shape_error : public std::invalid_argument {
public:
  explicit shape_error(const sentence& s)
      : std::invalid_argument(std::string(s.view())), axis(s.axis.view()), expected(s.expected.view()),
        given(s.given.view()) {}

  std::string axis;     ///< the label of the axis
  std::string expected; ///< what was expected of it
  std::string given;    ///< what was given
};

/// Throws if there is something to say. Out of line, as errors are rare and their code is long.
[[gnu::cold, gnu::noinline]] constexpr void throw_if(const sentence& s) {
  if (!s.empty()) throw shape_error(s);
}

} // namespace axnorm
