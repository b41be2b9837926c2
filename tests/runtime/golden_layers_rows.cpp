// Layer, RMS, group and local response norm, step by step beside PyTorch's. Other axes: golden_layers.all.cpp.
#include "support/check_layer_families.hpp"
#include "support/check_layer_refused.hpp"

#include <array>
#include <limits>
#include <string>
#include <type_traits>

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::golden;

namespace {
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
} // namespace

TEST_CASE("layer norm over three axes", "[golden]") {
  family_of<torch::LayerNorm<C, H, W>, torch::layer_norm_options, N, C, H, W>::check_all(
      "layer_norm_chw", [](const auto& o) { return torch::LayerNorm<C, H, W>({5, 3, 7}, o); }, both<C, H, W>);
}
TEST_CASE("RMS norm over one axis", "[golden]") {
  family_of<torch::RMSNorm<L>, torch::rms_norm_options, N, C, L>::check_all(
      "rms_norm_l", [](const auto& o) { return torch::RMSNorm<L>({7}, o); }, weight_only<L>);
}
TEST_CASE("group norm", "[golden]") {
  using torch::GroupNorm;
  const auto with = [](int groups) { return [=](const auto& o) { return GroupNorm(groups, 9, o); }; };
  using sequences = family_of<GroupNorm, torch::group_norm_options, N, C, L>;
  sequences::check_all("group_norm_1", with(1), both<C>);
  sequences::check_all("group_norm_3", with(3), both<C>);
  sequences::check_all("group_norm_9", with(9), both<C>);
}
TEST_CASE("local response norm", "[golden]") {
  check_local_response<4, N, C, L>({"local_response_norm", "size=4,alpha=0.5"});
}

template<class Layer, class... Axes>
inline constexpr bool takes = Layer::template refusal_of<Tensor<float, Axes...>>().empty();
static_assert(takes<torch::LayerNorm<C, L>, N, C, L> && takes<torch::LayerNorm<C, L>, L, C>);
static_assert(!takes<torch::LayerNorm<C, L>, L> && !takes<torch::LayerNorm<C, L>, N, C>);
static_assert(takes<torch::RMSNorm<C, L>, N, C, L> && takes<torch::RMSNorm<C, L>, C, L>);
static_assert(!takes<torch::RMSNorm<C, L>, L> && !takes<torch::RMSNorm<L>, N, C>);
static_assert(!takes<torch::GroupNorm, C> && !takes<torch::GroupNorm, N, H, W> && takes<torch::GroupNorm, N, C>);
static_assert(takes<torch::GroupNorm, N, C, T, D, H, W>);
static_assert(!takes<torch::LocalResponseNorm<3>, C> && !takes<torch::LocalResponseNorm<3>, N, C>);
static_assert(!takes<torch::LocalResponseNorm<3>, C, H, W> && takes<torch::LocalResponseNorm<3>, N, C, L>);
static_assert(takes<torch::LocalResponseNorm<3>, N, C, D, H, W>);
static_assert(torch::LocalResponseNorm<3>::refusal_of<Tensor<float, N, C>>() ==
              "LocalResponseNorm takes inputs with axes {N, C} and at least one other, but the input has axes {N, C}");
static_assert(takes<torch::GroupNormOf<float, T, K, S>, T, K, G> && !takes<torch::GroupNormOf<float, T, K>, N, C>);
static_assert(takes<torch::LocalResponseNorm<3, T, K>, T, K, H> && !takes<torch::LocalResponseNorm<3, T, K>, N, C, H>);
template<class Layer, class Element>
inline constexpr bool takes_elements = Layer::template refusal_of<Tensor<Element, N, C, H>>().empty();
static_assert(takes_elements<torch::LayerNorm<C>, bfloat16> && !takes_elements<torch::LayerNorm<C>, double>);
static_assert(takes_elements<torch::RMSNorm<C>, float16> && !takes_elements<torch::RMSNorm<C>, std::int64_t>);
static_assert(!takes_elements<torch::LayerNormOf<bfloat16, C>, float> && !takes_elements<torch::LayerNorm<C>, int>);
static_assert(takes_elements<torch::RMSNormOf<double, C>, double> && !takes_elements<torch::GroupNorm, std::int64_t>);
static_assert(!takes_elements<torch::GroupNorm, double> && !takes_elements<torch::GroupNormOf<bfloat16>, float>);
static_assert(takes_elements<torch::LocalResponseNorm<3>, std::int64_t>); // has no type of its own
static_assert(!std::is_constructible_v<torch::LayerNorm<>, std::array<std::int64_t, 0>>);
static_assert(!std::is_constructible_v<torch::RMSNorm<>, std::array<std::int64_t, 0>>);
static_assert(std::is_constructible_v<torch::RMSNorm<L>, std::array<std::int64_t, 1>>);
static_assert(!std::is_default_constructible_v<torch::LocalResponseNorm<0>> &&
              !std::is_default_constructible_v<torch::LocalResponseNorm<-1>>);
static_assert(torch::detail::window_words<0>.view() ==
              "LocalResponseNorm<size> takes a window of at least 1 channel, but the size is 0");

TEST_CASE("group norm refuses what PyTorch refuses", "[golden]") {
  using torch::GroupNorm;
  CHECK_THROWS_WITH(GroupNorm(3, 10), containing("GroupNorm cuts 10 channels into groups of one size, but 3"));
  check_refusal({"but 3 groups", "C", "a multiple of the groups", "10"}, [] { GroupNorm(3, 10); });
  check_refusal({"but 0 groups", "C", "a multiple of the groups", "9"}, [] { GroupNorm(0, 9); });
  check_refusal({"G", "G", "at least 0", "-3"}, [] { GroupNorm(-3, 9); });
  CHECK_THROWS_AS(GroupNorm(3, 9, {.eps = -1}), std::invalid_argument);
  CHECK_THROWS_AS(GroupNorm(3, 9, {.eps = not_a_number}), std::invalid_argument);

  GroupNorm single(9, 9), groups(3, 9), plain(3, 9, {.affine = false});
  for (const bool training : {true, false}) {
    single.train(training);
    check_refuses_single<N, C, L>(single, {1, 9, 1}, "group");
    check_refuses_single<N, C, L>(single, {2, 9, 1}, "group"); // for this batch PyTorch returns the bias
  }
  for (GroupNorm* layer : {&groups, &plain})
    for (const std::int64_t channels : {6, 10, 0})
      check_refuses<N, C, L>(*layer, {3, channels, 7},
                             {"GroupNorm has extent 9 along axis C", "C", "9", std::to_string(channels)});
}
TEST_CASE("layer norm refuses what PyTorch refuses", "[golden]") {
  using layer_norm = torch::LayerNorm<C, H, W>;
  layer_norm layer({5, 3, 7}), plain({5, 3, 7}, {.elementwise_affine = false});
  for (layer_norm* of : {&layer, &plain}) {
    check_refuses<N, C, H, W>(*of, {2, 5, 7, 3}, {"LayerNorm has extent 3 along axis H", "H", "3", "7"});
    check_refuses<N, C, H, W>(*of, {2, 5, 3, 1}, {"LayerNorm has extent 7 along axis W", "W", "7", "1"});
    check_refuses<N, C, H, W>(*of, {0, 4, 3, 7}, {"LayerNorm has extent 5 along axis C", "C", "5", "4"});
  }
  check_refusal({"W", "W", "at least 0", "-7"}, [] { layer_norm({5, 3, -7}); });
  CHECK_THROWS_AS(layer_norm({5, 3, 7}, {.eps = -1}), std::invalid_argument);
  CHECK_THROWS_AS(layer_norm({5, 3, 7}, {.eps = not_a_number}), std::invalid_argument);
  layer_norm turned({3, 5, 7});
  check_refusal({"weight", "C", "5", "3"}, [&] { layer.load_state(turned.state()); });
}
TEST_CASE("RMS norm refuses what PyTorch refuses", "[golden]") {
  torch::RMSNorm<L> layer({7}), plain({7}, {.elementwise_affine = false});
  for (torch::RMSNorm<L>* of : {&layer, &plain}) {
    check_refuses<N, C, L>(*of, {3, 7, 5}, {"RMSNorm has extent 7 along axis L", "L", "7", "5"});
    check_refuses<N, C, L>(*of, {0, 7, 1}, {"RMSNorm has extent 7 along axis L", "L", "7", "1"});
  }
  CHECK_THROWS_AS(layer(Tensor<float, N, C, L>::filled(1, 3, 7, 5)), shape_error);
  check_refusal({"L", "L", "at least 0", "-1"}, [] { torch::RMSNorm<L>({-1}); });
  CHECK_THROWS_AS(torch::RMSNorm<L>({7}, {.eps = -1}), std::invalid_argument);
  CHECK_THROWS_AS(torch::RMSNorm<L>({7}, {.eps = not_a_number}), std::invalid_argument);
  check_refusal({"weight", "L", "7", "5"}, [&] { layer.load_state(torch::RMSNorm<L>({5}).state()); });
}
