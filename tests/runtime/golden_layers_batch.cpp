// The layers that track statistics, step by step beside PyTorch's: batch norm of every rank and option.
#include "support/check_layer.hpp"
#include <axnorm/layer/torch/batch_norm.hpp>

using namespace axnorm;
using namespace axnorm::axes;
using golden::layer_case;

namespace {

template<class L, class... Axes>
void check_batch_norm(const std::string& family) {
  for (const layer_case& c : golden::cases_of(family)) {
    INFO(c.name());
    torch::batch_norm_options o;
    for (const auto& [key, value] : golden::settings_of(c)) {
      if (key == "eps") golden::set(o.eps, value);
      if (key == "momentum") golden::set(o.momentum, value);
      if (key == "affine") golden::set(o.affine, value);
      if (key == "bias") golden::set(o.bias, value);
      if (key == "track_running_stats") golden::set(o.track_running_stats, value);
    }
    L layer(5, o);
    CHECK(layer.text() == golden::printed_form(c));
    golden::check_state_names(layer, c);
    golden::set_parameter<"weight", C>(layer, c);
    golden::set_parameter<"bias", C>(layer, c);
    golden::layer_steps<Axes...>::template run<"weight", "bias">(layer, c, [&](int step) {
      golden::check_buffer<"running_mean">(layer, c, step);
      golden::check_buffer<"running_var">(layer, c, step);
      if (step != golden::evaluation && c.has("num_batches_tracked"))
        CHECK(static_cast<double>(layer.batches_tracked()) == c.exact<>("num_batches_tracked", step)());
    });
  }
}

} // namespace

TEST_CASE("batch norm of features", "[golden]") { check_batch_norm<torch::BatchNorm1d, N, C>("batch_norm_1d"); }
TEST_CASE("batch norm of sequences", "[golden]") {
  check_batch_norm<torch::BatchNorm1d, N, C, L>("batch_norm_1d_sequence");
}
TEST_CASE("batch norm of images", "[golden]") { check_batch_norm<torch::BatchNorm2d, N, C, H, W>("batch_norm_2d"); }
TEST_CASE("batch norm of volumes", "[golden]") { check_batch_norm<torch::BatchNorm3d, N, C, D, H, W>("batch_norm_3d"); }
