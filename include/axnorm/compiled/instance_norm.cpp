// Instance norms, by formula and by PyTorch's names.
#include <axnorm/compiled/named_code.hpp>

namespace axnorm::compiled {

template class provider<formula_layer<InstanceNorm>, here>;
template class provider<torch::InstanceNorm1d::declaration, here>;
template class provider<torch::InstanceNorm2d::declaration, here>;
template class provider<torch::InstanceNorm3d::declaration, here>;

} // namespace axnorm::compiled
