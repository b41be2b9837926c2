// RMS norms, by formula and by PyTorch's name.
#include <axnorm/compiled/named_code.hpp>

namespace axnorm::compiled {

template class provider<formula_layer<RMSNorm<axes::C>>, here>;
template class provider<torch::RMSNorm<axes::C>::declaration, here>;
template class provider<torch::RMSNorm<axes::L>::declaration, here>;

} // namespace axnorm::compiled
