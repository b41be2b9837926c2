// Switchable norms.
#include <axnorm/compiled/named_code.hpp>

namespace axnorm::compiled {

template class provider<formula_layer<SwitchableNorm1d>, here>;
template class provider<formula_layer<SwitchableNorm2d>, here>;

} // namespace axnorm::compiled
