// Reads the files of tests/golden, which tests/golden/vector_file.py describes: inputs, and what PyTorch computes from
// them. Knows no formula.
#pragma once

#include "support/catch.hpp"
#include <axnorm/tensor/algorithm.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace axnorm::golden {

static_assert(std::endian::native == std::endian::little, "elements are copied as they are in the file");

/// A tensor of the file: its axes from the outermost to the innermost, and PyTorch's largest error in float.
struct entry {
  std::string type;
  std::size_t offset = 0;
  double error = 0;
  std::vector<std::pair<std::string, std::int64_t>> axes;

  std::size_t bytes_each() const { return type == "f64" || type == "i64" ? 8 : type == "f32" ? 4 : 1; }
  std::int64_t count() const {
    std::int64_t n = 1;
    for (const auto& [name, extent] : axes)
      n *= extent;
    return n;
  }
};

/// A whole file. Throws std::runtime_error, with its path and what is wrong, for a file that is not as described and
/// for a tensor that it does not have.
class file {
public:
  explicit file(std::string path) : path_(std::move(path)) {
    std::ifstream in(path_, std::ios::binary);
    if (!in) refuse("cannot be opened; tests run in the project's root");
    std::string line;
    while (std::getline(in, line) && !line.empty())
      add(line);
    if (!in) refuse("ends before an empty line");
    elements_.assign(std::istreambuf_iterator<char>(in), {});
    for (const auto& [name, e] : entries_)
      if (e.offset + static_cast<std::size_t>(e.count()) * e.bytes_each() > elements_.size())
        refuse("is too short for " + name);
  }

  const entry& at(const std::string& name) const {
    const auto found = entries_.find(name);
    if (found == entries_.end()) refuse("has no tensor '" + name + "'");
    return found->second;
  }

  bool has(const std::string& name) const { return entries_.contains(name); }

  /// The tensor `name` in any order of its axes.
  template<class T, class... Axes>
  Tensor<T, Axes...> read(const std::string& name) const {
    using result = Tensor<T, Axes...>;
    constexpr std::size_t rank = sizeof...(Axes);
    const entry& e = at(name);
    if ((e.type == "u8") != std::is_same_v<T, bool>) refuse("has elements of type " + e.type + " in " + name);
    if (e.axes.size() != rank) refuse("has other axes in " + name);
    extents_array<rank> extents{};
    std::array<std::int64_t, rank> strides{};
    for (std::size_t k = 0; k < rank; ++k) {
      std::int64_t stride = 1;
      for (auto a = e.axes.rbegin(); a != e.axes.rend() && a->first != result::dims[k].axis.label; ++a)
        stride *= a->second;
      strides[k] = stride;
      for (const auto& [axis, extent] : e.axes)
        if (axis == result::dims[k].axis.label) extents[k] = extent;
      if (extents[k] == 0) refuse("has no axis " + std::string(result::dims[k].axis.label) + " in " + name);
    }
    result r(extents);
    generate(r, [&](auto... index) {
      std::int64_t position = 0;
      std::size_t k = 0;
      ((position += index * strides[k++]), ...);
      return number<T>(e, static_cast<std::size_t>(position));
    });
    return r;
  }

private:
  void add(const std::string& line) {
    std::istringstream words(line);
    std::string of, name, axis;
    entry e;
    if (!(words >> of >> name >> e.type >> e.offset >> e.error)) refuse("has a line that is not understood: " + line);
    if (e.type != "f32" && e.type != "f64" && e.type != "u8" && e.type != "i64")
      refuse("has an element type that is not known: " + line);
    while (words >> axis) {
      const std::size_t is = axis.find('=');
      std::int64_t extent = 0;
      if (is == std::string::npos || !(std::istringstream(axis.substr(is + 1)) >> extent) || extent < 1)
        refuse("has an extent that is not understood: " + line);
      e.axes.emplace_back(axis.substr(0, is), extent);
    }
    if (!entries_.emplace(of + ' ' + name, e).second) refuse("has two tensors " + of + ' ' + name);
  }
  template<class T>
  T number(const entry& e, std::size_t position) const {
    const char* const from = elements_.data() + e.offset + position * e.bytes_each();
    if (e.type == "u8") return static_cast<T>(*from != 0);
    if (e.type == "i64") return number_of<T, std::int64_t>(from);
    return e.type == "f64" ? number_of<T, double>(from) : number_of<T, float>(from);
  }
  template<class T, class Stored>
  static T number_of(const char* from) {
    Stored v{};
    std::memcpy(&v, from, sizeof v);
    return static_cast<T>(v);
  }
  [[noreturn]] void refuse(const std::string& why) const { throw std::runtime_error(path_ + ' ' + why); }

  std::string path_;
  std::map<std::string, entry> entries_;
  std::vector<char> elements_;
};

/// The outermost axis of tensors that have a part for each of several steps.
struct Step : axis<"Step"> {};

inline const file& vectors() {
  static const file f("tests/golden/vectors");
  return f;
}

/// The largest absolute errors of a tensor, beside the largest magnitude that it should have.
struct errors {
  double ours = 0, torch = 0, scale = 0;
};

/// How far a tensor is from an exact one, where PyTorch's float is off by `torch`. An element that is NaN makes the
/// error infinite.
template<class T, class... Axes>
errors compared(const Tensor<T, Axes...>& found, const Tensor<double, Axes...>& exact, double torch) {
  if (exact.extents() != found.extents()) throw std::runtime_error("the exact tensor has other extents");
  errors e{.torch = torch};
  for (std::int64_t i = 0; i < exact.size(); ++i) {
    const double difference = std::abs(static_cast<double>(found.data()[i]) - exact.data()[i]);
    e.ours = std::isnan(difference) ? HUGE_VAL : std::max(e.ours, difference);
    e.scale = std::max(e.scale, std::abs(exact.data()[i]));
  }
  return e;
}

/// The same with the exact one of that name in tests/golden/vectors.
template<class T, class... Axes>
errors compared(const Tensor<T, Axes...>& found, const std::string& name) {
  return compared(found, vectors().read<double, Axes...>(name), vectors().at(name).error);
}

/// What a float result may be off by: 2e-6 of the largest magnitude; if each element is a sum of `summed` terms, 1e-6
/// times the root of that where it is more. For data that varies little PyTorch in float is off by a thousand times as
/// much, which says nothing about axnorm.
inline double allowed(const errors& e, double summed = 1) { return std::max(2e-6, 1e-6 * std::sqrt(summed)) * e.scale; }

inline void check(const std::string& name, const errors& e, double most) {
  CAPTURE(name, e.ours, e.torch, e.scale);
  CHECK(e.ours <= most);
}

} // namespace axnorm::golden
