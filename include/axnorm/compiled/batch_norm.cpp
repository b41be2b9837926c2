// Batch norms, by formula and by PyTorch's names.
#include <axnorm/compiled/named_code.hpp>

namespace axnorm::compiled {

template class provider<formula_layer<BatchNorm>, here>;
template class provider<torch::BatchNorm1d::declaration, here>;
template class provider<torch::BatchNorm2d::declaration, here>;
template class provider<torch::BatchNorm3d::declaration, here>;

} // namespace axnorm::compiled
