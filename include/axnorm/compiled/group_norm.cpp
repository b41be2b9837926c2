// Group norms, by formula and by PyTorch's name.
#include <axnorm/compiled/named_code.hpp>

namespace axnorm::compiled {

template class provider<formula_layer<GroupNorm<>>, here>;
template class provider<torch::GroupNorm::declaration, here>;

} // namespace axnorm::compiled
