// The main program of every runtime test. Catch2 3 brings its own in a library; with 2 it is compiled here, once.
#if __has_include(<catch2/catch.hpp>)
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif
