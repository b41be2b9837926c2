// Switchable norm with learned weights and running statistics, step by step beside a transcription of the paper's in
// PyTorch. The authors' conventions: golden_layers_official.all.cpp.
#include "support/check_layer_switchable.hpp"

using namespace axnorm;

TEST_CASE("switchable norm of the paper", "[golden]") { golden::check_switchable<SwitchableNorm2d>("paper"); }
