// The peers that are built in: those whose libraries were found.
#include "benchmark/naive.hpp"
#include "benchmark/peer.hpp"
#ifdef AXNORM_PEER_EIGEN
#include "benchmark/eigen.hpp"
#endif
#ifdef AXNORM_PEER_ONEDNN
#include "benchmark/onednn.hpp"
#endif

namespace benchmark {

std::vector<peer> built_in_peers() {
  std::vector<peer> r{{"naive", naive_job}};
#ifdef AXNORM_PEER_EIGEN
  r.push_back({"Eigen", eigen_job});
#endif
#ifdef AXNORM_PEER_ONEDNN
  r.push_back({onednn_name(), onednn_job});
#endif
  return r;
}

} // namespace benchmark
