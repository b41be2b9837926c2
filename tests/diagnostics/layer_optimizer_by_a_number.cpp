#include <axnorm/axnorm.hpp>

using namespace axnorm;
using namespace axnorm::axes;

int main() {
  SGD<float> sgd(0.1); // expect class: an optimizer takes its settings by name, in braces: ({.rate = 0.1}), but
}
