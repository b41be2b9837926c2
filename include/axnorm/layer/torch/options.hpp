// The options that constructors of PyTorch's layers take, by PyTorch's names. Apart from the layers, for who names
// their options and not their code: axnorm/compiled. Must not know layers.
#pragma once

#include <optional>

namespace axnorm::torch {

/// As PyTorch's arguments of the same names. momentum: the weight of the new value in running statistics, from 0 to 1;
/// nullopt, PyTorch's None: the plain average of all batches.
struct batch_norm_options {
  double eps = 1e-5;
  std::optional<double> momentum = 0.1;
  bool affine = true;
  bool bias = true; ///< with affine
  bool track_running_stats = true;
};
struct instance_norm_options {
  double eps = 1e-5;
  std::optional<double> momentum = 0.1; ///< nullopt: running statistics never move
  bool affine = false;
  bool bias = true; ///< with affine
  bool track_running_stats = false;
};
struct layer_norm_options {
  double eps = 1e-5;
  bool elementwise_affine = true;
  bool bias = true; ///< with elementwise_affine
};
struct rms_norm_options {
  std::optional<double> eps{}; ///< nullopt, PyTorch's None: the epsilon of the type that is computed in
  bool elementwise_affine = true;
};
struct group_norm_options {
  double eps = 1e-5;
  bool affine = true;
  bool bias = true; ///< with affine
};
struct local_response_norm_options {
  double alpha = 1e-4;
  double beta = 0.75;
  double k = 1;
};

} // namespace axnorm::torch
