// Layer norms, by formula and by PyTorch's name.
#include <axnorm/compiled/named_code.hpp>

namespace axnorm::compiled {

template class provider<formula_layer<LayerNorm<axes::C>>, here>;
template class provider<torch::LayerNorm<axes::C>::declaration, here>;
template class provider<torch::LayerNorm<axes::L>::declaration, here>;
template class provider<torch::LayerNorm<axes::C, axes::H, axes::W>::declaration, here>;

} // namespace axnorm::compiled
