// flags: -ffinite-math-only
#include <axnorm/evaluate.hpp> // expect words of the compiler

int main() {}
