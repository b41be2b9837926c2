// The named layers of the library axnorm::compiled: a unit that uses them compiles none of their code. For users.
#pragma once

#include <axnorm/compiled/named.hpp>
