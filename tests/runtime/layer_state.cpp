// Named views, and the loading of states: every kind of mismatch is refused in words, and then nothing has been
// written.
#include "support/catch.hpp"
#include <axnorm/layer/load_state.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

struct refusal {
  std::string words, axis, expected, given;
  bool about_shape = false;
};
refusal refused(const std::function<void()>& call) {
  try {
    call();
  } catch (const shape_error& e) {
    return {e.what(), e.axis, e.expected, e.given, true};
  } catch (const std::invalid_argument& e) {
    return {e.what(), {}, {}, {}};
  }
  return {};
}

std::vector<axis_extent> along(const std::vector<std::int64_t>& extents) {
  constexpr axis_value axes[]{axis_value_of<C>(), axis_value_of<H>()};
  std::vector<axis_extent> r;
  for (std::size_t i = 0; i < extents.size(); ++i)
    r.push_back({axes[i], extents[i]});
  return r;
}

/// What a small layer has: a weight, a running mean in double, a counter.
struct layer {
  Tensor<float, C, H> weight = Tensor<float, C, H>::filled(1, 3, 2);
  Tensor<double, C> running_mean = Tensor<double, C>::filled(0, 3);
  std::int64_t count = 0;

  std::vector<state_view> state() {
    return {named("weight", weight), named("running_mean", running_mean), {"num_batches_tracked", count}};
  }
  bool is_untouched() const {
    bool r = count == 0;
    for (std::int64_t i = 0; i < weight.size(); ++i)
      r = r && weight.data()[i] == 1;
    for (std::int64_t i = 0; i < running_mean.size(); ++i)
      r = r && running_mean.data()[i] == 0;
    return r;
  }
};
/// The same after some training.
layer trained() { return {Tensor<float, C, H>::filled(7, 3, 2), Tensor<double, C>::filled(0.1, 3), 5}; }

/// What is said when a new layer is given `from`, which must not change it.
refusal loading(const std::vector<state_view>& from) {
  layer l;
  const refusal r = refused([&] { load_state(l.state(), from); });
  CHECK(l.is_untouched());
  CHECK(refused([&] { check_state(l.state(), from); }).words == r.words);
  return r;
}

} // namespace

TEST_CASE("a named view has the memory, the axes and the extents of a tensor", "[layer][state]") {
  Tensor<float, C, Fixed<H, 2>> t(3, 2);
  const named_view<float> v = named("weight", t);
  CHECK(v.name == "weight");
  CHECK(v.data == t.data());
  CHECK(v.size == 6);
  CHECK(v.dims == along({3, 2}));
  const auto& constant = t;
  const named_view<const float> c = named("weight", constant);
  CHECK(c.data == t.data());
  const named_view<const float> converted = v;
  CHECK(converted.dims == v.dims);
  CHECK(named("weight", t.view()).data == t.data());
  CHECK(refused([&] { named("weight", view<float, H, C>(t.data(), extents(2, 3), strides(1, 2))); }).words ==
        "the memory of weight is not row-major, so it cannot be named");
}

TEST_CASE("a state view knows its element type at run time", "[layer][state]") {
  layer l = trained();
  const auto state = l.state();
  CHECK(state[0].kind() == element_kind::float32);
  CHECK(state[1].kind() == element_kind::float64);
  CHECK(state[2].kind() == element_kind::int64);
  CHECK(state[0].as<float>() == l.weight.data());
  CHECK(state[0].as<const float>() == l.weight.data());
  CHECK(state[1].bytes().size() == 24);
  CHECK(*state[2].as<std::int64_t>() == 5);
  CHECK(state[2].size == 1);
  CHECK(state[2].dims.empty());
  CHECK(refused([&] { state[1].as<float>(); }).words == "running_mean holds double, not float");
  CHECK(refused([&] { state[2].as<const bfloat16>(); }).words == "num_batches_tracked holds int64, not bfloat16");

  const layer& constant = l;
  const state_view c = named("weight", constant.weight);
  CHECK(c.is_const());
  CHECK(c.as<const float>() == l.weight.data());
  CHECK(c.bytes().data() == state[0].bytes().data());
  CHECK(refused([&] { c.as<float>(); }).words == "weight is constant, it cannot be written to");
  CHECK(refused([&] { c.writable_bytes(); }).words == "weight is constant, it cannot be written to");
  CHECK(state_view("n", constant.count).is_const());

  Tensor<float16, C> half(3);
  Tensor<bfloat16, C> other(3);
  CHECK(state_view(named("half", half)).bytes().size() == 6);
  CHECK(kind_name(state_view(named("other", other)).kind()) == "bfloat16");
}

TEST_CASE("a view without memory or with other extents than elements is refused", "[layer][state]") {
  std::vector<float> memory(6);
  const auto made = [&](named_view<float> v) { return refused([&] { state_view(std::move(v)); }).words; };
  CHECK(made({"w", memory.data(), 6, along({3, 2})}).empty());
  CHECK(made({"w", memory.data(), 6}).empty());
  CHECK(made({"w", nullptr, 0, along({0})}).empty());
  CHECK(made({"w", memory.data(), 5, along({3, 2})}) == "w has 5 elements, but {C=3, H=2} has 6");
  CHECK(made({"w", nullptr, 6}) == "w has 6 elements, but no memory");
  CHECK(made({"w", memory.data(), -1}) == "w cannot have a negative number of elements, but -1 was given");
}

TEST_CASE("a state is loaded by name, in any order", "[layer][state]") {
  layer from = trained(), to;
  const auto state = from.state();
  load_state(to.state(), std::vector<state_view>{state[2], state[0], state[1]});
  CHECK(to.count == 5);
  CHECK(to.weight(2, 1) == 7);
  CHECK(to.running_mean(2) == 0.1);
  // What is loaded may be constant, a range of named views, and the very same memory.
  const auto& constant = from.weight;
  auto weight = Tensor<float, C, H>::filled(0, 3, 2);
  load_state(std::vector{named("w", weight)}, std::vector{named("w", constant)});
  CHECK(weight(1, 1) == 7);
  load_state(to.state(), to.state());
  CHECK(to.weight(2, 1) == 7);
}

TEST_CASE("where axes are known by their labels or not at all, labels or sizes must agree", "[layer][state]") {
  std::vector<float> file(6, 4);
  layer l;
  const std::vector<state_view> weight{named("weight", l.weight)};
  const auto given = [&](std::vector<axis_extent> dims, std::int64_t size = 6) {
    return std::vector<state_view>{named_view<float>{"weight", file.data(), size, std::move(dims)}};
  };
  load_state(weight, given({{{"C", {}}, 3}, {{"H", {}}, 2}}));
  CHECK(l.weight(0, 0) == 4);
  CHECK(refused([&] { load_state(weight, given({{{"C", {}}, 3}, {{"W", {}}, 2}})); }).words ==
        "weight has axes {C, H}, but the state to load has {C, W}");
  struct Other : axis<"C"> {};
  CHECK(
      refused([&] { load_state(weight, given({{axis_value_of<Other>(), 3}, {axis_value_of<H>(), 2}})); }).about_shape);
  load_state(weight, given({}));
  CHECK(refused([&] { load_state(weight, given({}, 5)); }).words ==
        "weight has 6 elements, but the state to load has 5");
}

TEST_CASE("names that are missing or unknown are refused, all of them listed", "[layer][state]") {
  layer l = trained();
  const auto state = l.state();
  CHECK(loading({state[0]}).words == "the state to load lacks running_mean, num_batches_tracked");
  CHECK(loading({}).words == "the state to load lacks weight, running_mean, num_batches_tracked");
  auto more = state;
  more.emplace_back(named("gain", l.weight));
  CHECK(loading(more).words == "the state to load has the unknown name gain");
  more.emplace_back(named("weigth", l.weight));
  CHECK(loading(more).words == "the state to load has the unknown names gain, weigth (did you mean weight?)");
  more.erase(more.begin());
  CHECK(loading(more).words ==
        "the state to load lacks weight and has the unknown names gain, weigth (did you mean weight?)");
  auto twice = state;
  twice.push_back(state[0]);
  CHECK(loading(twice).words == "the state to load has weight twice");
}

TEST_CASE("element types, axes and extents that differ are refused", "[layer][state]") {
  layer l = trained();
  const auto with = [&](std::size_t i, const state_view& v) {
    auto state = l.state();
    state[i] = v;
    return loading(state);
  };
  auto wide = Tensor<double, C, H>::filled(7, 3, 2);
  CHECK(with(0, named("weight", wide)).words == "weight holds float, but the state to load has double");
  auto turned = Tensor<float, H, C>::filled(7, 3, 2);
  const refusal axes = with(0, named("weight", turned));
  CHECK(axes.words == "weight has axes {C, H}, but the state to load has {H, C}");
  CHECK(axes.about_shape);
  auto longer = Tensor<float, C, H>::filled(7, 3, 4);
  const refusal extents = with(0, named("weight", longer));
  CHECK(extents.words == "weight has extent 2 along axis H, but the state to load has 4");
  CHECK(extents.about_shape);
  CHECK(extents.axis == "H");
  CHECK(extents.expected == "2");
  CHECK(extents.given == "4");
  // The last one is wrong: those before it have not been written either.
  double number = 3;
  CHECK(with(2, named_view<double>{"num_batches_tracked", &number, 1}).words ==
        "num_batches_tracked holds int64, but the state to load has double");
}

TEST_CASE("constant memory is not loaded into", "[layer][state]") {
  layer from = trained(), to;
  auto state = to.state();
  const auto& constant = to;
  state[1] = named("running_mean", constant.running_mean);
  CHECK(refused([&] { load_state(state, from.state()); }).words == "running_mean is constant, it cannot be written to");
  CHECK(to.is_untouched());
  CHECK_NOTHROW(check_state(state, from.state()));
}
