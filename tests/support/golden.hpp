// Reads the files of tests/golden, which tests/golden/vector_file.py describes: inputs, and what PyTorch computes from
// them. Knows no formula.
#pragma once

#include "support/catch.hpp"
#include <axnorm/tensor/tensor.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace axnorm::golden {

/// A tensor of the file: its axes from the outermost to the innermost, and PyTorch's largest error in float.
struct entry {
  std::string type;
  std::size_t offset = 0;
  double error = 0;
  std::vector<std::pair<std::string, std::int64_t>> axes;

  std::size_t bytes_each() const;
  std::int64_t count() const;
};

/// A whole file. Throws std::runtime_error, with its path and what is wrong, for a file that is not as described and
/// for a tensor that it does not have.
class file {
public:
  explicit file(std::string path);

  const entry& at(const std::string& name) const;
  bool has(const std::string& name) const { return entries_.contains(name); }

  /// The tensor `name` in any order of its axes.
  template<class T, class... Axes>
  Tensor<T, Axes...> read(const std::string& name) const {
    using result = Tensor<T, Axes...>;
    extents_array<sizeof...(Axes)> extents{};
    std::vector<std::string_view> axes;
    for (const auto& dim : result::dims)
      axes.push_back(dim.axis.label);
    const std::vector<double> numbers = elements(name, std::is_same_v<T, bool>, axes, extents.data());
    result r(extents);
    std::transform(numbers.begin(), numbers.end(), r.data(), [](double v) { return static_cast<T>(v); });
    return r;
  }
  /// The same as numbers, without types: `labels` names the axes, the last one fastest. Fills in their extents.
  std::vector<double> numbers(const std::string& name, const std::vector<std::string_view>& labels,
                              std::vector<std::int64_t>& extents) const {
    extents.assign(labels.size(), 0);
    return elements(name, at(name).type == "u8", labels, extents.data());
  }

private:
  /// The elements of `name`, the last of `axes` fastest, and its extents.
  std::vector<double> elements(const std::string& name, bool of_bool, const std::vector<std::string_view>& axes,
                               std::int64_t* extents) const;
  void add(const std::string& line);
  double number(const entry& e, std::size_t position) const;
  [[noreturn]] void refuse(const std::string& why) const;

  std::string path_;
  std::map<std::string, entry> entries_;
  std::vector<char> elements_;
};

/// The outermost axis of tensors that have a part for each of several steps.
struct Step : axis<"Step"> {};

/// tests/golden/vectors.
const file& vectors();

/// The largest absolute errors of a tensor, beside the largest magnitude that it should have.
struct errors {
  double ours = 0, torch = 0, scale = 0;
};

errors compared(const std::vector<double>& found, const double* exact, double torch);

/// How far a tensor is from an exact one, where PyTorch's float is off by `torch`. An element that is NaN makes the
/// error infinite.
template<class T, class... Axes>
errors compared(const Tensor<T, Axes...>& found, const Tensor<double, Axes...>& exact, double torch) {
  if (exact.extents() != found.extents()) throw std::runtime_error("the exact tensor has other extents");
  return compared({found.data(), found.data() + found.size()}, exact.data(), torch);
}

/// The same with the exact one of that name in tests/golden/vectors.
template<class T, class... Axes>
errors compared(const Tensor<T, Axes...>& found, const std::string& name) {
  return compared(found, vectors().read<double, Axes...>(name), vectors().at(name).error);
}

/// What a float result may be off by: 2e-6 of the largest magnitude; if each element is a sum of `summed` terms, 1e-6
/// times the root of that where it is more. For data that varies little PyTorch in float is off by a thousand times as
/// much, which says nothing about axnorm.
double allowed(const errors& e, double summed = 1);

/// Errors of so many ulps of the largest magnitude are a few roundings, which the one or the other happens to be lucky
/// with: the exact result itself, rounded to float, is half an ulp off, and a sum has a rounding for each term.
inline constexpr double few_ulps = 4 * 0x1p-23;

/// An error as a multiple of PyTorch's; 0 if there is none, or none but a few ulps.
double beside_torch(const errors& e);

void check(const std::string& name, const errors& e, double most);
/// What is computed in float: the bound above, and never off by more than twice what PyTorch's float is off by. Where
/// it is rounded to halves, `unit` of the largest magnitude more.
void check_single(const std::string& name, const errors& e, double summed = 1, double unit = 0);

} // namespace axnorm::golden
