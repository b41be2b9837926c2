// The shape of a tensor as a Hana map, with the extents that its type says as constants.
// Used where extents are computed with. Must not know memory.
#pragma once

#include <axnorm/axis/shape.hpp>
#include <axnorm/tensor/view.hpp>

#include <cstddef>

namespace axnorm {

/// `shape_of(x)`: Fixed axes have constant extents, others numbers.
template<AnyTensor X>
constexpr auto shape_of(const X& x) {
  return [&]<class... Specs>(axis_list<Specs...>) {
    const auto extent = [&]<class Spec>(std::type_identity<Spec>) {
      if constexpr (static_extent_of<Spec> >= 0)
        return constant_extent<static_cast<std::size_t>(static_extent_of<Spec>)>{};
      else
        return static_cast<std::size_t>(x.template extent<axis_of_t<Spec>>());
    };
    return make_shape<axis_of_t<Specs>...>(extent(std::type_identity<Specs>{})...);
  }(typename X::axes{});
}

} // namespace axnorm
