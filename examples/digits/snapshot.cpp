// Copying tensors out, and seeing copies as tensors.
// Used by training.cpp.
// Must not know of networks or of files.
#include "snapshot.hpp"

#include <utility>

namespace digits {
namespace {

template<class Element>
axnorm::state_view typed(const saved_tensor& tensor, std::vector<axnorm::axis_extent> dims) {
  // Vectors of bytes begin where any element may.
  return axnorm::named_view<const Element>{tensor.name, reinterpret_cast<const Element*>(tensor.bytes.data()),
                                           static_cast<std::int64_t>(tensor.bytes.size() / sizeof(Element)),
                                           std::move(dims)};
}

} // namespace

std::vector<saved_tensor> saved(const std::vector<axnorm::state_view>& state) {
  std::vector<saved_tensor> copies;
  for (const axnorm::state_view& from : state) {
    saved_tensor& to = copies.emplace_back();
    to.name = from.name;
    to.kind = from.kind();
    for (const axnorm::axis_extent& dim : from.dims) {
      to.axes.emplace_back(dim.axis.label);
      to.extents.push_back(dim.extent);
    }
    for (const std::byte b : from.bytes())
      to.bytes.push_back(static_cast<std::uint8_t>(b));
  }
  return copies;
}

std::vector<axnorm::state_view> views_of(const std::vector<saved_tensor>& tensors) {
  std::vector<axnorm::state_view> views;
  for (const saved_tensor& tensor : tensors) {
    std::vector<axnorm::axis_extent> dims;
    for (std::size_t i = 0; i < tensor.axes.size(); ++i)
      dims.push_back({{tensor.axes[i], {}}, tensor.extents[i]});
    views.push_back(tensor.kind == axnorm::element_kind::int64 ? typed<std::int64_t>(tensor, std::move(dims))
                                                               : typed<float>(tensor, std::move(dims)));
  }
  return views;
}

} // namespace digits
