// What lies between a unit that uses a layer of axnorm::compiled and the code of the layer: virtual calls, one set for
// each type of input. No type here depends on an instruction set. Used by layer.hpp and by implementation.hpp.
#pragma once

#include <axnorm/axis/axis_list.hpp>
#include <axnorm/compiled/level.hpp>
#include <axnorm/layer/named_view.hpp>
#include <axnorm/tensor/element.hpp>
#include <axnorm/tensor/view.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace axnorm::compiled {

/// Inputs with elements E and these axes, in the order they have in memory.
template<class E, class... Axes>
struct input_type {
  using view = View<const E, Axes...>;
  using result = View<E, Axes...>;
};
template<class... In>
struct input_types {};

namespace detail {
template<class E, class Axes>
struct input_over;
template<class E, class... Axes>
struct input_over<E, axis_list<Axes...>> {
  using type = input_type<E, Axes...>;
};
template<class E, class Axes>
using input_over_t = typename input_over<E, Axes>::type;
} // namespace detail

/// What layers with float parameters take, float, bfloat16 and float16, over each of these lists of axes.
template<class... Axes>
using inputs_over =
    boost::mp11::mp_rename<boost::mp11::mp_product<detail::input_over_t, boost::mp11::mp_list<float, bfloat16, float16>,
                                                   boost::mp11::mp_list<Axes...>>,
                           input_types>;

/// What a forward has left for backward, of a type that only the library knows.
class saved {
public:
  saved() = default;
  saved(const saved&) = delete;
  saved& operator=(const saved&) = delete;
  virtual ~saved() = default;
  virtual bool is_filled() const = 0;
  virtual bool is_finite() const = 0;
};

/// The calls of a layer with inputs of one type. Results have the axes and the element type of the input.
template<class In>
class calls_with {
public:
  using view = typename In::view;
  using result = typename In::result;

  virtual void forward(const view& x, const result& y, std::unique_ptr<saved>& to, int threads) = 0;
  virtual void backward(saved& from, const view& dy, const result& dx, bool adds, int threads) = 0;
  virtual void evaluate(const view& x, const result& y, int threads) const = 0;

protected:
  ~calls_with() = default;
};

template<class Inputs>
class calls_with_all;
template<class... In>
class calls_with_all<input_types<In...>> : public calls_with<In>... {
protected:
  ~calls_with_all() = default;
};

/// All calls of the layer that D declares; see declaration.hpp.
template<class D>
class interface : public calls_with_all<typename D::inputs> {
public:
  interface() = default;
  interface& operator=(const interface&) = delete;
  virtual ~interface() = default;
  virtual std::unique_ptr<interface> clone() const = 0;
  virtual level built_for() const = 0;

  virtual void train(bool on) = 0;
  virtual bool is_training() const = 0;
  virtual std::vector<named_view<float>> parameters() = 0;
  virtual std::vector<named_view<float>> gradients() = 0;
  virtual std::vector<named_view<float>> buffers() = 0;
  virtual std::vector<state_view> state() = 0;
  virtual void zero_gradients() = 0;
  virtual std::int64_t batches_tracked() const = 0;
  virtual std::string text() const = 0;

protected:
  interface(const interface&) = default;
};

struct chosen {};
template<level L>
struct at {};

/// Makes the layer that D declares from the arguments of its constructor, with the code of a level: `Where` is
/// at<level>. Defined in the library by an explicit instantiation for each declaration and level; these are the only
/// functions that objects of a level show to others.
template<class D, class Where>
class provider {
public:
  static std::unique_ptr<interface<D>> make(const typename D::arguments& arguments);
};
/// The same with the code of the level that is used.
template<class D>
class provider<D, chosen> {
public:
  static std::unique_ptr<interface<D>> make(const typename D::arguments& arguments);
};

} // namespace axnorm::compiled
