#include "support/check_memory.hpp"

namespace axnorm::check {

template class tensor_memory<float>;
template class tensor_memory<double>;
template class tensor_memory<float16>;
template class tensor_memory<bfloat16>;
template class tensor_memory<bool>;

} // namespace axnorm::check
