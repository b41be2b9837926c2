// What PyTorch's layers refuse, tested alike for all: the sentence, its fields, and that nothing has changed. Knows no
// formula.
#pragma once

#include "support/catch.hpp"
#include <axnorm/axis/shape_error.hpp>
#include <axnorm/tensor/algorithm.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace axnorm::golden {

/// What a shape_error says.
struct refusal {
  std::string part; ///< of the sentence
  std::string axis, expected, given;
};

/// The call throws a shape_error with these words and fields.
template<class Call>
void check_refusal(const refusal& r, Call call) {
  INFO(r.part);
  try {
    call();
  } catch (const shape_error& e) {
    CHECK_THAT(e.what(), containing(r.part));
    CHECK(e.axis == r.axis);
    CHECK(e.expected == r.expected);
    CHECK(e.given == r.given);
    return;
  }
  FAIL_CHECK("nothing was thrown");
}

/// The bytes of all that a layer keeps.
template<class L>
std::vector<std::byte> bytes_of_state(L& layer) {
  std::vector<std::byte> r;
  for (const auto& s : layer.state())
    r.insert(r.end(), s.bytes().begin(), s.bytes().end());
  return r;
}

/// An input of these axes and extents is refused before the result, the buffers or the counter are touched.
template<class... Axes, class L>
void check_refuses(L& layer, const extents_array<sizeof...(Axes)>& extents, const refusal& r) {
  Tensor<float, Axes...> x(extents), y(extents);
  x.fill(1);
  y.fill(7);
  const auto before = bytes_of_state(layer);
  auto context = layer.context(x);
  check_refusal(r, [&] { layer.forward(x, into(y), context); });
  bool untouched = true;
  for (std::int64_t i = 0; i < y.size(); ++i)
    untouched = untouched && y.data()[i] == 7;
  CHECK(untouched);
  CHECK(bytes_of_state(layer) == before);
}

/// Statistics of one value are refused.
template<class... Axes, class L>
void check_refuses_single(L& layer, const extents_array<sizeof...(Axes)>& extents, const std::string& of) {
  check_refuses<Axes...>(layer, extents,
                         {"needs more than 1 value per " + of + " for its statistics", "C", "more than 1 value", "1"});
}
/// Other channels than the layer's 5 are refused, whether it learns, evaluates, or both.
template<class... Axes, class L>
void check_refuses_channels(L& layer, const extents_array<sizeof...(Axes)>& extents, const std::string& given) {
  for (const bool training : {true, false}) {
    layer.train(training);
    check_refuses<Axes...>(layer, extents, {"has extent 5 along axis C, but the input has extents {", "C", "5", given});
  }
  layer.train();
}

} // namespace axnorm::golden
