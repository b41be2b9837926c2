// Printing: axes, sets, shapes, sentences, elements and tensors on streams. Not in the umbrella: streams cost compile
// time. Included by who prints. Must not know formulas; what a floor above axis/ and tensor/ prints is in a header of
// its own.
#pragma once

#include <axnorm/axis/axis_set.hpp>
#include <axnorm/axis/sentence.hpp>
#include <axnorm/axis/shape.hpp>
#include <axnorm/axis/type_name.hpp>
#include <axnorm/tensor/element.hpp>
#include <axnorm/tensor/make_view.hpp>
#include <axnorm/tensor/print.hpp>

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <type_traits>

namespace axnorm {

/// The label.
inline std::ostream& operator<<(std::ostream& out, const axis_value& a) { return out << a.label; }

/// `C`, or `C=64`.
inline std::ostream& operator<<(std::ostream& out, const axis_extent& a) {
  out << a.axis.label;
  return a.extent == dynamic_extent ? out : out << '=' << a.extent;
}

inline std::ostream& operator<<(std::ostream& out, const sentence& s) { return out << s.view(); }

/// `{C, H, W}`, sorted as sets are.
template<Axis... A>
std::ostream& operator<<(std::ostream& out, axis_set<A...>) {
  [[maybe_unused]] const char* between = "{";
  ((out << between << A::label, between = ", "), ...);
  return out << (sizeof...(A) == 0 ? "{}" : "}");
}

/// `C=32`
template<class A, class E>
std::ostream& operator<<(std::ostream& out, const dim_t<A, E>& d) {
  return out << A::label << '=' << d.value();
}

/// `{N=32, C=64, H=7}`
template<class... A, class Map>
std::ostream& operator<<(std::ostream& out, const shape<axis_list<A...>, Map>& s) {
  [[maybe_unused]] const char* between = "{";
  ((out << between << A::label << '=' << std::size_t(s.template extent<A>()), between = ", "), ...);
  return out << (sizeof...(A) == 0 ? "{}" : "}");
}

inline std::ostream& operator<<(std::ostream& out, float16 x) { return out << static_cast<float>(x); }
inline std::ostream& operator<<(std::ostream& out, bfloat16 x) { return out << static_cast<float>(x); }

/// The element type, the axes with their extents, and the values: `float {N=2, C=3}` and a line for each row along the
/// last axis. Of more than 1000 elements the first and last three along each axis are printed.
template<AnyTensor X>
std::ostream& operator<<(std::ostream& out, const X& x) {
  const auto v = as_view(x);
  return detail::print_tensor(out, v);
}

} // namespace axnorm
