// oneDNN as a peer: layer, RMS, batch, instance and group norm, and softmax, as far as the version has them; versions 2
// and 3. Built into the benchmark with the system's version; with a newer one into a process of its own, see
// onednn_process.cpp.
#include "benchmark/onednn.hpp"

#include <memory>
#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>
#include <stdexcept>
#include <unordered_map>

namespace benchmark {
namespace {

using arguments = std::unordered_map<int, dnnl::memory>;
constexpr bool is_3 = DNNL_VERSION_MAJOR >= 3;

/// A primitive with its arguments.
struct step {
  dnnl::primitive primitive;
  arguments with;
};

/// What all cases need: an engine, the arrays as memory, and the steps in the end.
class builder {
public:
  explicit builder(const peer_case& c) : case_(c), engine_(dnnl::engine::kind::cpu, 0), stream_(engine_) {
    for (const std::size_t n : c.shape)
      dims_.push_back(static_cast<dnnl::memory::dim>(n));
    using tag = dnnl::memory::format_tag;
    tag order = dims_.size() == 2 ? tag::ab : dims_.size() == 3 ? tag::abc : tag::abcd;
    if (c.channels_last()) { // the library has the axes in its order whatever the memory
      dims_ = {dims_[0], dims_[3], dims_[1], dims_[2]};
      order = tag::acdb;
    }
    if (c.op == "IN" && !is_3) dims_ = {1, dims_[0] * dims_[1], dims_[2], dims_[3]}; // batch norm of one sample
    using type = dnnl::memory::data_type;
    data_ = {dims_, c.dtype == "f32" ? type::f32 : type::bf16, order};
  }
  const dnnl::memory::desc& data() const { return data_; }
  const dnnl::engine& engine() const { return engine_; }

  /// An array of the case as an argument; left out if the case has none.
  void give(arguments& to, int argument, const dnnl::memory::desc& d, const char* array) const {
    if (void* const p = case_.at<void>(array)) to.insert_or_assign(argument, dnnl::memory(d, engine_, p));
  }
  void give_parameters(arguments& to, bool gradients) const {
    const char* const names[]{gradients ? "dweight" : "weight", gradients ? "dbias" : "bias"};
    const int places[]{gradients ? DNNL_ARG_DIFF_SCALE : DNNL_ARG_SCALE,
                       gradients ? DNNL_ARG_DIFF_SHIFT : DNNL_ARG_SHIFT};
    for (std::size_t k : {0, 1})
      for (const named_array& a : case_.arrays)
        if (a.name == names[k])
          give(to, places[k],
               {{static_cast<dnnl::memory::dim>(a.size)}, dnnl::memory::data_type::f32, dnnl::memory::format_tag::a},
               names[k]);
  }
  void add(const dnnl::primitive& p, arguments with) { steps_.push_back({p, std::move(with)}); }
  job finish() {
    auto steps = std::make_shared<std::vector<step>>(std::move(steps_));
    return [steps, stream = stream_](int threads) mutable {
      omp_set_num_threads(threads);
      for (const step& s : *steps)
        s.primitive.execute(stream, s.with);
      stream.wait();
    };
  }

private:
  const peer_case& case_;
  dnnl::engine engine_;
  dnnl::stream stream_;
  dnnl::memory::dims dims_;
  dnnl::memory::desc data_;
  std::vector<step> steps_;
};

/// Descriptors: since version 3 they are their own arguments.
template<class Primitive, class... A>
auto describe(const dnnl::engine& e, const A&... a) {
#if DNNL_VERSION_MAJOR >= 3
  return typename Primitive::primitive_desc(e, a...);
#else
  return typename Primitive::primitive_desc(typename Primitive::desc(a...), e);
#endif
}
template<class Primitive, class Hint, class... A>
auto describe_back(const dnnl::engine& e, const Hint& hint, const A&... a) {
#if DNNL_VERSION_MAJOR >= 3
  return typename Primitive::primitive_desc(e, a..., hint);
#else
  return typename Primitive::primitive_desc(typename Primitive::desc(a...), e, hint);
#endif
}

/// Forward and, if the case has it, backward of a norm, given what makes its descriptors.
template<class Forward, class Backward>
job norm(const peer_case& c, builder& b, bool given_statistics, const auto& forward_desc, const auto& backward_desc) {
  using dnnl::prop_kind;
  const bool training = c.mode != "eval" && (c.both_ways() || c.op == "BN");
  const auto pd = forward_desc(training ? prop_kind::forward_training : prop_kind::forward_inference);
  arguments with, back;
  b.give(with, DNNL_ARG_SRC, b.data(), "x");
  b.give(with, DNNL_ARG_DST, b.data(), "y");
  b.give_parameters(with, false);
  if (given_statistics) {
    b.give(with, DNNL_ARG_MEAN, pd.mean_desc(), "running_mean");
    b.give(with, DNNL_ARG_VARIANCE, pd.variance_desc(), "running_var");
  } else if (training) {
    for (const auto& [argument, d] :
         {std::pair{DNNL_ARG_MEAN, pd.mean_desc()}, {DNNL_ARG_VARIANCE, pd.variance_desc()}})
      if (d.get_size() > 0) back.insert_or_assign(argument, dnnl::memory(d, b.engine()));
    for (const auto& a : back)
      with.insert(a);
  }
  b.add(Forward(pd), with);
  if (c.both_ways()) {
    b.give(back, DNNL_ARG_SRC, b.data(), "x");
    b.give(back, DNNL_ARG_DIFF_DST, b.data(), "dy");
    b.give(back, DNNL_ARG_DIFF_SRC, b.data(), "dx");
    b.give_parameters(back, false);
    b.give_parameters(back, true);
    b.add(Backward(backward_desc(c.at("weight") != nullptr ? prop_kind::backward : prop_kind::backward_data, pd)),
          back);
  }
  return b.finish();
}

job make(const peer_case& c) {
  builder b(c);
  using flags = dnnl::normalization_flags;
  constexpr float eps = 1e-5f;
  const auto& d = b.data();
  flags f = flags::none;
  if (c.at("weight") != nullptr) f |= flags::use_scale;
  if (c.at("bias") != nullptr) f |= flags::use_shift;
  // Since version 3 a result may have another type than the input.
  const auto two = [&](const auto& g) {
    if constexpr (is_3)
      return g(d, d);
    else
      return g(d);
  };
  const auto two_back = [&](const auto& g) {
    if constexpr (is_3)
      return g(d, d, d);
    else
      return g(d, d);
  };
  const auto of = [&]<class Forward, class Backward>(const auto&... more) {
    return norm<Forward, Backward>(
        c, b, c.mode == "eval",
        [&](dnnl::prop_kind kind) {
          return two([&](const auto&... x) { return describe<Forward>(b.engine(), kind, x..., more..., eps, f); });
        },
        [&](dnnl::prop_kind kind, const auto& hint) {
          return two_back(
              [&](const auto&... x) { return describe_back<Backward>(b.engine(), hint, kind, x..., more..., eps, f); });
        });
  };
#if DNNL_VERSION_MAJOR > 3 || (DNNL_VERSION_MAJOR == 3 && DNNL_VERSION_MINOR >= 8)
  if (c.op == "RMS") f |= flags::rms_norm;
  const bool rms = c.op == "RMS";
#else
  const bool rms = false;
#endif
  if (c.op == "LN" || rms)
    return of.template operator()<dnnl::layer_normalization_forward, dnnl::layer_normalization_backward>();
#if DNNL_VERSION_MAJOR >= 3
  if (c.op == "GN32" || c.op == "IN") {
    const dnnl::memory::dim groups = c.op == "IN" ? static_cast<dnnl::memory::dim>(image_of(c).channels) : 32;
    return of.template operator()<dnnl::group_normalization_forward, dnnl::group_normalization_backward>(groups);
  }
#endif
  if (c.op == "BN" || c.op == "IN") {
    if (c.mode == "eval") f |= flags::use_global_stats;
    return of.template operator()<dnnl::batch_normalization_forward, dnnl::batch_normalization_backward>();
  }
  if (c.op == "softmax") {
    const int axis = static_cast<int>(c.shape.size()) - 1;
    arguments with, back;
    b.give(with, DNNL_ARG_SRC, d, "x");
    b.give(with, DNNL_ARG_DST, d, "y");
#if DNNL_VERSION_MAJOR >= 3
    const dnnl::softmax_forward::primitive_desc pd(b.engine(), dnnl::prop_kind::forward_training,
                                                   dnnl::algorithm::softmax_accurate, d, d, axis);
#else
    const auto pd = describe<dnnl::softmax_forward>(b.engine(), dnnl::prop_kind::forward_training, d, axis);
#endif
    b.add(dnnl::softmax_forward(pd), with);
    if (c.both_ways()) {
      b.give(back, DNNL_ARG_DST, d, "y");
      b.give(back, DNNL_ARG_DIFF_DST, d, "dy");
      b.give(back, DNNL_ARG_DIFF_SRC, d, "dx");
#if DNNL_VERSION_MAJOR >= 3
      b.add(dnnl::softmax_backward({b.engine(), dnnl::algorithm::softmax_accurate, d, d, d, axis, pd}), back);
#else
      b.add(dnnl::softmax_backward(describe_back<dnnl::softmax_backward>(b.engine(), pd, d, d, axis)), back);
#endif
    }
    return b.finish();
  }
  return nullptr;
}

} // namespace

job onednn_job(const peer_case& c, int threads) {
  try {
    omp_set_num_threads(threads); // primitives are made for a number of threads
    return make(c);
  } catch (const dnnl::error&) { // the version has no such case
    return nullptr;
  }
}

std::string onednn_name() {
  const dnnl_version_t* const v = dnnl_version();
  return "oneDNN " + std::to_string(v->major) + "." + std::to_string(v->minor);
}

} // namespace benchmark
