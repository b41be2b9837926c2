// The code of a layer at one level: axnorm::Layer, or one of PyTorch's layers, behind the interface that does not
// depend on an instruction set. Compiled in source files of layers, once for each level; see implementation.hpp.
#pragma once

#include <axnorm/compiled/declaration.hpp>
#include <axnorm/compiled/interface.hpp>
#include <axnorm/exec/instruction_set.hpp>
#include <axnorm/layer/io.hpp>
#include <axnorm/layer/layer.hpp>

#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#ifdef AXNORM_LEVEL

namespace axnorm::compiled {

using here = at<level::AXNORM_LEVEL>;

/// Which layer a declaration means.
template<class D>
struct meant;
template<class F>
struct meant<formula_layer<F>> {
  using type = axnorm::Layer<F>;
};

inline namespace AXNORM_ISA {

#ifdef __AVX2__
constexpr bool has_avx2 = true;
#else
constexpr bool has_avx2 = false;
#endif
constexpr bool has_avx512 = AXNORM_HAS_AVX512 != 0;
static_assert(
    level::AXNORM_LEVEL == level::base ||
        (has_avx2 == (level::AXNORM_LEVEL >= level::v3) && has_avx512 == (level::AXNORM_LEVEL >= level::v4)),
    "axnorm: this level is compiled with flags of another instruction set; leave single instruction sets, such "
    "as -mavx2, out of the project's flags");

template<class C>
class saved_in : public saved {
public:
  C context{};
  bool is_filled() const override { return context.is_filled(); }
  bool is_finite() const override { return context.is_finite(); }
};

/// The calls for the inputs of a list, one after the other.
template<class D, class Real, class Inputs>
class calls;
template<class D, class Real>
class calls<D, Real, input_types<>> : public interface<D> {
protected:
  explicit calls(const typename D::arguments& a) : real_(std::make_from_tuple<Real>(a)) {}
  Real real_;
};
template<class D, class Real, class In, class... More>
class calls<D, Real, input_types<In, More...>> : public calls<D, Real, input_types<More...>> {
  using base = calls<D, Real, input_types<More...>>;
  using view = typename In::view;
  using result = typename In::result;
  using kept = saved_in<decltype(std::declval<Real&>().context(std::declval<const view&>()))>;

protected:
  using base::base;
  using base::real_;

public:
  void forward(const view& x, const result& y, std::unique_ptr<saved>& to, int count) override {
    auto* k = dynamic_cast<kept*>(to.get());
    if (k == nullptr) {
      auto made = std::make_unique<kept>();
      k = made.get();
      to = std::move(made);
    }
    real_.forward(x, into(y), k->context, threads(count));
  }
  void backward(saved& from, const view& dy, const result& dx, bool adds, int count) override {
    auto* const k = dynamic_cast<kept*>(&from);
    if (k == nullptr)
      throw std::logic_error("axnorm: backward takes a context that a forward of this layer has filled");
    if (adds)
      real_.backward(k->context, dy, into(dx), accumulate, threads(count));
    else
      real_.backward(k->context, dy, into(dx), threads(count));
  }
  void evaluate(const view& x, const result& y, int count) const override { real_(x, into(y), threads(count)); }
};
template<class D>
class level_code final : public calls<D, typename meant<D>::type, typename D::inputs> {
  using base = calls<D, typename meant<D>::type, typename D::inputs>;
  using base::real_;

public:
  explicit level_code(const typename D::arguments& a) : base(a) {}
  std::unique_ptr<interface<D>> clone() const override { return std::make_unique<level_code>(*this); }
  level built_for() const override { return level::AXNORM_LEVEL; }

  void train(bool on) override { real_.train(on); }
  bool is_training() const override { return real_.is_training(); }
  std::vector<named_view<float>> parameters() override { return real_.parameters(); }
  std::vector<named_view<float>> gradients() override { return real_.gradients(); }
  std::vector<named_view<float>> buffers() override { return real_.buffers(); }
  std::vector<state_view> state() override { return real_.state(); }
  void zero_gradients() override { real_.zero_gradients(); }
  std::int64_t batches_tracked() const override { return real_.batches_tracked(); }
  std::string text() const override {
    std::ostringstream s;
    s << real_;
    return std::move(s).str();
  }
};

} // namespace AXNORM_ISA

template<class D, class Where>
std::unique_ptr<interface<D>> provider<D, Where>::make(const typename D::arguments& arguments) {
  return std::make_unique<level_code<D>>(arguments);
}

} // namespace axnorm::compiled

#endif
