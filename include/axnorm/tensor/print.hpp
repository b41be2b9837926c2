// How a tensor is printed: its element type, axes and extents, then its values in aligned columns, long axes shortened.
// Used by axnorm/io.hpp. Must not know anything but views.
#pragma once

#include <axnorm/tensor/element.hpp>
#include <axnorm/tensor/element_name.hpp>
#include <axnorm/tensor/view.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

namespace axnorm {

namespace detail {

/// A value as text: bytes as numbers, bool as 0 and 1, floating ones in the stream's precision.
template<class E>
std::string element_text(E e, std::streamsize precision) {
  std::ostringstream text;
  text.precision(precision);
  if constexpr (is_half_element<E>)
    text << static_cast<float>(e);
  else if constexpr (std::integral<E>)
    text << +e;
  else
    text << e;
  return text.str();
}

/// The indices of an axis that are shown, -1 where some are left out.
inline std::vector<std::int64_t> shown(std::int64_t extent, bool shorten) {
  constexpr std::int64_t edge = 3;
  std::vector<std::int64_t> r;
  for (std::int64_t i = 0; i < extent; ++i) {
    if (shorten && extent > 2 * edge && i == edge) {
      r.push_back(-1);
      i = extent - edge;
    }
    r.push_back(i);
  }
  return r;
}

template<class V>
class tensor_printer {
public:
  tensor_printer(std::ostream& out, const V& v) : out_(out), v_(v), precision_(out.precision()) {
    constexpr std::int64_t most = 1000;
    for (std::size_t i = 0; i < V::rank; ++i)
      shown_[i] = shown(v.extent(i), v.size() > most);
  }

  void print() {
    out_ << element_name<typename V::value_type>() << ' ' << '{';
    for (std::size_t i = 0; i < V::rank; ++i)
      out_ << (i == 0 ? "" : ", ") << V::dims[i].axis.label << '=' << v_.extent(i);
    out_ << '}';
    if (v_.empty()) return;
    measure<0>();
    rows<0>();
  }

private:
  template<std::size_t Axis>
  void measure() {
    if constexpr (Axis == V::rank)
      width_ = std::max(width_, element_text(v_[index_], precision_).size());
    else
      for (const std::int64_t i : shown_[Axis]) {
        if (i < 0) continue;
        index_[Axis] = i;
        measure<Axis + 1>();
      }
  }

  /// One line for each row along the last axis, an empty one between matrices; brackets as in the libraries people
  /// know.
  template<std::size_t Axis>
  void rows() {
    if constexpr (V::rank == 0) {
      out_ << ' ' << element_text(v_[index_], precision_);
    } else if constexpr (Axis == V::rank) {
      const std::string s = element_text(v_[index_], precision_);
      out_ << std::string(width_ - s.size(), ' ') << s;
    } else {
      if constexpr (Axis == 0) out_ << '\n';
      out_ << '[';
      bool first = true;
      for (const std::int64_t i : shown_[Axis]) {
        if (!first) {
          if constexpr (Axis + 1 == V::rank)
            out_ << ' ';
          else
            out_ << std::string(V::rank - Axis - 1, '\n') << std::string(Axis + 1, ' ');
        }
        first = false;
        index_[Axis] = i;
        if (i < 0)
          out_ << "...";
        else
          rows<Axis + 1>();
      }
      out_ << ']';
    }
  }

  std::ostream& out_;
  const V& v_;
  std::streamsize precision_;
  std::array<std::vector<std::int64_t>, V::rank> shown_;
  extents_array<V::rank> index_{};
  std::size_t width_ = 0;
};

template<class V>
std::ostream& print_tensor(std::ostream& out, const V& v) {
  tensor_printer<V>(out, v).print();
  return out;
}

} // namespace detail
} // namespace axnorm
