// What a layer is, as text: its formula, its mode, its tensors. For a debugger and for logs.
#pragma once

#include <axnorm/graph/describe.hpp>
#include <axnorm/layer/layer.hpp>
#include <axnorm/tensor/describe.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace axnorm {

/// The formula as `describe` has it, then whether the layer trains, and each parameter with its gradient and each
/// buffer as tensors are described.
template<class L>
requires requires(L& l) {
  typename L::formula;
  l.is_training();
  l.state();
}
[[gnu::used, gnu::noinline]] std::string describe(const L& layer) {
  std::string r = describe<typename L::formula>();
  r += layer.is_training() ? "in training mode" : "in evaluation mode";
  if (!layer.is_sized()) return r + ", without tensors yet\n";
  r += "\n";
  // Views of a layer's tensors are those of one that may be changed; nothing is changed here.
  L& same = const_cast<L&>(layer); // NOLINT(cppcoreguidelines-pro-type-const-cast)
  const auto write = [&](const std::string& what, const auto& views) {
    for (const auto& v : views) {
      detail::value_summary values;
      for (std::int64_t i = 0; i < v.size; ++i)
        values.add(static_cast<double>(v.data[i]));
      std::vector<std::int64_t> extents;
      std::vector<std::ptrdiff_t> strides(v.dims.size(), 1);
      for (const axis_extent& d : v.dims)
        extents.push_back(d.extent);
      for (std::size_t i = v.dims.size(); i-- > 1;)
        strides[i - 1] = strides[i] * static_cast<std::ptrdiff_t>(extents[i]);
      std::vector<axis_extent> dims = v.dims;
      for (axis_extent& d : dims)
        d.extent = dynamic_extent;
      using element = std::remove_cvref_t<decltype(*v.data)>;
      r += what + v.name + ": " + detail::memory_text(element_name<element>(), dims, extents, strides, true, v.size);
      if (v.size > 0) r += "\n" + values.text();
      r += "\n";
    }
  };
  write("parameter ", same.parameters());
  write("gradient of ", same.gradients());
  write("buffer ", same.buffers());
  return r;
}

} // namespace axnorm
