// A program that a debugger stops, to ask for a tensor: that it can be asked takes a line that instantiates describe.
#include <axnorm/tensor/describe.hpp>
#include <axnorm/tensor/tensor.hpp>

template std::string axnorm::describe(const axnorm::Tensor<float, axnorm::axes::N, axnorm::axes::C>&);

void stop_here() {}

int main() {
  const auto x = axnorm::Tensor<float, axnorm::axes::N, axnorm::axes::C>::filled(7, 2, 3);
  stop_here();
  return x.size() == 6 ? 0 : 1;
}
