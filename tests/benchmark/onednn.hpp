// oneDNN as a peer. Used where the library is there.
#pragma once

#include "benchmark/peer.hpp"

#include <string>

namespace benchmark {

job onednn_job(const peer_case& c, int threads);
/// With its version.
std::string onednn_name();

} // namespace benchmark
