// One norm of the catalogue, trained and evaluated as a layer in double: its results beside PyTorch's and those of
// plain loops, its gradients beside PyTorch's and finite differences, its state, its initial values, the sweeps of its
// plan; or, of its declaration alone, what that suffices for. Knows no norm: operands are those of the catalogue's
// list, numbers those of tests/golden/catalogue.
#pragma once

#include <axnorm/axis/mistake.hpp>
#include "support/golden.hpp"
#include <axnorm/layer/explain.hpp>
#include <axnorm/layer/layer.hpp>
#include <axnorm/layer/passes.hpp>
#include <axnorm/norm/catalogue/entry.hpp>
#include <axnorm/plan/facts.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace axnorm::check {

/// Numbers with extents, row-major, for plain loops: `x(n, c, h, w)`.
class array {
public:
  array() = default;
  explicit array(std::vector<std::int64_t> extents);
  array(std::vector<std::int64_t> extents, std::vector<double> numbers);

  template<class... I>
  double operator()(I... index) const {
    return numbers[position({static_cast<std::int64_t>(index)...})];
  }
  template<class... I>
  double& operator()(I... index) {
    return numbers[position({static_cast<std::int64_t>(index)...})];
  }

  std::vector<std::int64_t> extents;
  std::vector<double> numbers;

private:
  std::size_t position(std::initializer_list<std::int64_t> index) const;
};

/// What a transcription of a norm in plain loops starts from: operands, parameters and state by name, as in the file.
class given_numbers {
public:
  given_numbers(std::string norm, bool trains) : training(trains), norm_(std::move(norm)) {}
  /// The elements in the order of axes that tests/golden/generate_catalogue.py has.
  array operator[](const std::string& name) const;
  const bool training;

private:
  std::string norm_;
};
using transcription = std::function<std::vector<array>(const given_numbers&)>;

/// What is expected of a norm beside its numbers.
struct expected {
  int forward = 0, backward = 0;    ///< sweeps over data of the two halves of a training step
  bool shields_in_training = false; ///< no gradient passes parts of it in training: no finite differences there
};

/// What a formula is computed of: an operand with its axes and extents, row-major.
struct reference_operand {
  std::string name;
  graph::numbers type = graph::numbers::floating;
  bool number = false;
  std::vector<axis_extent> axes{};
  std::vector<double> values{};
};
/// The results of a formula as the reference evaluator has them, then its tracked values, if `track` asks for them.
std::vector<array> reference_results(const expr::listing_view& formula, const std::vector<reference_operand>& operands,
                                     bool track);

/// Numbers about 0.5 that are the same in every run.
class noise {
public:
  double next();
  /// Enough for all elements of a tensor; `change` maps each.
  template<class T, class F>
  void fill(T& tensor, F change) {
    for (std::int64_t i = 0; i < tensor.size(); ++i)
      tensor.data()[i] = static_cast<typename T::element_type>(change(next()));
  }

private:
  std::uint32_t seed_ = 7;
};
/// How many positions an axis has where nothing but the declaration is at hand.
std::size_t usual_extent(std::string_view label);

/// A norm as a layer, without its types.
class any_norm {
public:
  any_norm(const any_norm&) = delete;
  any_norm& operator=(const any_norm&) = delete;
  virtual ~any_norm() = default;

  /// All checks.
  void check(const expected& e, const transcription& loops);
  /// Those that need nothing but the declaration: results beside the reference evaluator, gradients beside finite
  /// differences (but for what shields or replaces a derivative), state, and the sweeps that the entry says (below 0:
  /// it says none).
  void check_alone(int forward, int backward);
  /// Fails, and says what to write, unless the entry says these sweeps.
  void check_said(int forward, int backward);

protected:
  struct labelled {
    std::vector<std::string_view> axes;
    array values;
  };
  explicit any_norm(std::string_view name);
  /// What the norm is called in the file: its name without blanks.
  const std::string& in_file() const { return name_; }

  virtual std::vector<labelled> forward() = 0;
  /// Gradients of `inputs()`, from what arrives at the results.
  virtual std::vector<array> backward(const std::vector<array>& arriving) = 0;
  virtual std::vector<named_view<double>> inputs() = 0; ///< those that have gradients, in that order
  virtual std::vector<named_view<double>> parameters() = 0;
  virtual std::vector<named_view<double>> gradients() = 0;
  virtual std::vector<named_view<double>> buffers() = 0;
  virtual void commit() = 0;
  virtual void evaluate() = 0;
  virtual std::pair<int, int> sweeps() const = 0;
  virtual expr::listing_view formula(bool training) const = 0;
  virtual std::vector<reference_operand> operands() const = 0;

private:
  std::string name_;

  array exact(const std::string& tensor, const std::vector<std::string_view>& axes) const;
  void load(const std::vector<named_view<double>>& views) const;
  void check_initial(const std::vector<named_view<double>>& views) const;
  void check_view(const named_view<double>& found, const std::string& tensor) const;
  void check_mode(const std::string& prefix, const transcription& loops, bool differences);
  void check_differences(const named_view<double>& at, const double* gradient, const std::vector<array>& arriving);
  std::vector<array> reference(bool training);
  void check_state_alone(const std::vector<array>& observed, const std::vector<std::vector<double>>& before);
  void check_mode_alone(bool training);
};

/// tests/golden/catalogue.
const golden::file& catalogue_numbers();

/// What holds an operand of the list, and where its numbers come from.
template<class Operand>
struct catalogue_operand;
template<fixed_string Name, class... Axes>
struct catalogue_operand<catalogue::operand<Name, Axes...>> {
  static constexpr bool has_gradient = true;
  using type = Tensor<double, Axes...>;
  static type read(const std::string& norm) {
    return catalogue_numbers().read<double, Axes...>(norm + ' ' + std::string(Name.view()));
  }
  static type make(noise& numbers) {
    type r(usual_extent(Axes::label)...);
    numbers.fill(r, [](double v) { return v; });
    return r;
  }
};
template<fixed_string Name, class... Axes>
struct catalogue_operand<catalogue::positive<Name, Axes...>> : catalogue_operand<catalogue::operand<Name, Axes...>> {
  static auto make(noise& numbers) {
    typename catalogue_operand::type r(usual_extent(Axes::label)...);
    numbers.fill(r, [](double v) { return 0.3 + std::abs(v); });
    return r;
  }
};
template<fixed_string Name, class... Axes>
struct catalogue_operand<catalogue::mask<Name, Axes...>> {
  static constexpr bool has_gradient = false;
  using type = Tensor<bool, Axes...>;
  static type read(const std::string& norm) {
    return catalogue_numbers().read<bool, Axes...>(norm + ' ' + std::string(Name.view()));
  }
  /// Most are kept, and some of whatever the statistics are of.
  static type make(noise& numbers) {
    type r(usual_extent(Axes::label)...);
    std::int64_t i = 0;
    numbers.fill(r, [&](double v) { return v > 0 || i++ % 5 == 0; });
    return r;
  }
};
template<fixed_string Name, class Of, class... Axes>
struct catalogue_operand<catalogue::label<Name, Of, Axes...>> {
  static constexpr bool has_gradient = false;
  /// So many there are to choose from; some are chosen by nobody.
  static constexpr auto extent = dim<Of>(5);
  using type = Tensor<std::int64_t, Axes...>;
  static type read(const std::string& norm) {
    return catalogue_numbers().read<std::int64_t, Axes...>(norm + ' ' + std::string(Name.view()));
  }
  static type make(noise& numbers) {
    type r(usual_extent(Axes::label)...);
    numbers.fill(r, [](double v) { return std::int64_t(std::abs(v) * 1000) % 4; });
    return r;
  }
};
template<fixed_string Name>
struct catalogue_operand<catalogue::number<Name>> {
  static constexpr bool has_gradient = false;
  using type = double;
  static double read(const std::string& norm) {
    return catalogue_numbers().read<double>(norm + ' ' + std::string(Name.view()))();
  }
  static double make(noise&) { return 1.75; }
};

/// Why a layer of the entry's formula does not take the entry's operands; empty if it does.
template<class Entry, class Operands = typename Entry::operands>
struct words_of_entry;
template<class Entry, class... Operands>
struct words_of_entry<Entry, boost::mp11::mp_list<Operands...>> {
  using F = typename Entry::formula;
  static constexpr const sentence& of_call =
      layers::forward_words<F, double, bound<Operands::name, typename catalogue_operand<Operands>::type&>...>;

  /// Whether an operand has an axis, or is a label of positions along it.
  template<class Operand>
  static constexpr bool tells(const axis_value& axis) {
    using from = catalogue_operand<Operand>;
    if constexpr (requires { from::extent; })
      if (axis_value_of<typename std::remove_cvref_t<decltype(from::extent)>::axis_type>() == axis) return true;
    if constexpr (AnyTensor<typename from::type>)
      for (const axis_extent& d : from::type::dims)
        if (d.axis == axis) return true;
    return false;
  }
  /// A layer of the norm would not know how large its tensors are.
  template<bool Buffers>
  static constexpr void find_unknown(sentence& s) {
    for (const layers::owned& o : layers::owned_by<F, Buffers>::all)
      for (const axis_extent& d : o.dims)
        if (s.empty() && d.extent < 0 && !(tells<Operands>(d.axis) || ...))
          s << (Buffers ? "buffer " : "parameter ") << o.name << " has axis " << d.axis.label
            << ", which no operand of the row has";
  }
  static constexpr sentence of_tensors = [] {
    sentence s;
    if (of_call.empty()) {
      find_unknown<false>(s);
      find_unknown<true>(s);
    }
    return s;
  }();
  static constexpr const sentence& value = of_call.empty() ? of_tensors : of_call;
};
template<class Entry>
inline constexpr const sentence& entry_words = words_of_entry<Entry>::value;

template<class Operand>
concept says_extent = requires { Operand::extent; };
template<class Operand>
using has_extent = std::bool_constant<says_extent<Operand>>;

template<class Entry, class Operands = typename Entry::operands>
class catalogue_norm;
template<class Entry, class... Operands>
class catalogue_norm<Entry, boost::mp11::mp_list<Operands...>> final : public any_norm {
  using F = typename Entry::formula;
  using step =
      layers::training_step_of<F, double, bound<Operands::name, typename catalogue_operand<Operands>::type&>...>;
  using way = typename step::way;
  using forward_half = typename step::forward;
  static constexpr auto results = std::make_index_sequence<forward_half::result_count>{};
  static constexpr auto every = std::index_sequence_for<Operands...>{};

  /// A layer knows the extents that no tensor of a call has.
  static Layer<F, double> make_layer() {
    using known = boost::mp11::mp_copy_if<boost::mp11::mp_list<catalogue_operand<Operands>...>, has_extent>;
    return [&]<class... O>(boost::mp11::mp_list<O...>) {
      if constexpr (sizeof...(O) == 0)
        return Layer<F, double>{};
      else
        return Layer<F, double>{O::extent...};
    }(known{});
  }
  Layer<F, double> layer_ = make_layer();
  std::tuple<typename catalogue_operand<Operands>::type...> operands_;
  typename step::context context_;

  template<std::size_t K>
  using result_tensor = typename forward_half::template result_tensor<K>;
  template<class T>
  static labelled labelled_values(const T& t) {
    labelled r{{}, array({t.extents().begin(), t.extents().end()}, {t.data(), t.data() + t.size()})};
    for (const auto& d : T::dims)
      r.axes.push_back(d.axis.label);
    return r;
  }
  std::vector<labelled> forward() override {
    auto y = [&]<std::size_t... I>(std::index_sequence<I...>) {
      auto made = layer_.forward((arg<Operands::name> = std::get<I>(operands_))..., uncommitted);
      context_ = std::move(made.second);
      return std::move(made.first);
    }(every);
    if constexpr (forward_half::result_count == 1)
      return {labelled_values(y)};
    else
      return std::apply([](const auto&... t) { return std::vector<labelled>{labelled_values(t)...}; }, y);
  }
  template<std::size_t K>
  static result_tensor<K> arriving_at(const std::vector<array>& all) {
    extents_array<result_tensor<K>::rank> extents{};
    std::copy(all[K].extents.begin(), all[K].extents.end(), extents.begin());
    result_tensor<K> r(extents);
    std::copy(all[K].numbers.begin(), all[K].numbers.end(), r.data());
    return r;
  }
  std::vector<array> backward(const std::vector<array>& all) override {
    const auto found = [&]<std::size_t... K>(std::index_sequence<K...>) {
      return layer_.backward(context_, upstream(arriving_at<K>(all)...));
    }(results);
    if constexpr (way::input_count == 1)
      return {labelled_values(found).values};
    else
      return std::apply([](const auto&... t) { return std::vector<array>{labelled_values(t).values...}; }, found);
  }
  std::vector<named_view<double>> inputs() override {
    std::vector<named_view<double>> all, r;
    const auto add = [&]<class O>(std::type_identity<O>, auto& tensor) {
      if constexpr (catalogue_operand<O>::has_gradient) all.push_back(named(std::string(O::name.view()), tensor));
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (add(std::type_identity<Operands>{}, std::get<I>(operands_)), ...);
    }(every);
    for (std::size_t j = 0; j < way::input_count; ++j) // in the order of their gradients
      for (auto& v : all)
        if (v.name == way::variables[way::input(j)]) r.push_back(v);
    return r;
  }
  std::vector<named_view<double>> parameters() override { return layer_.parameters(); }
  std::vector<named_view<double>> gradients() override { return layer_.gradients(); }
  std::vector<named_view<double>> buffers() override { return layer_.buffers(); }
  void commit() override { layer_.commit(context_); }
  void evaluate() override { layer_.eval(); }

  template<class S>
  static constexpr int sweeps_of = plan::facts<plan::compiled<S>, S>::sweeps;
  std::pair<int, int> sweeps() const override { return {sweeps_of<forward_half>, sweeps_of<typename step::backward>}; }
  expr::listing_view formula(bool training) const override {
    return training ? expr::listing_view(expr::listing_of<F>)
                    : expr::listing_view(expr::listing_of<expr::evaluation_of<F>>);
  }
  template<class T>
  static reference_operand as_reference(std::string_view name, const T& value) {
    reference_operand r{.name = std::string(name)};
    if constexpr (AnyTensor<T>) {
      using element = std::remove_const_t<typename T::element_type>;
      if constexpr (std::same_as<element, bool>) r.type = graph::numbers::boolean;
      if constexpr (std::same_as<element, std::int64_t>) r.type = graph::numbers::integer;
      for (std::size_t i = 0; i < T::rank; ++i)
        r.axes.push_back({T::dims[i].axis, value.extent(i)});
      r.values.assign(value.data(), value.data() + value.size());
    } else {
      r.number = true;
      r.values.push_back(value);
    }
    return r;
  }
  std::vector<reference_operand> operands() const override {
    return std::apply(
        [](const auto&... tensor) {
          return std::vector<reference_operand>{as_reference(Operands::name.view(), tensor)...};
        },
        operands_);
  }

public:
  explicit catalogue_norm(noise& numbers)
      : any_norm(Entry::name), operands_{catalogue_operand<Operands>::make(numbers)...} {}
  catalogue_norm() : any_norm(Entry::name), operands_{catalogue_operand<Operands>::read(in_file())...} {}
};

/// Those checks of an entry of the catalogue that need nothing but the entry. `says_all`: nothing else says its sweeps.
template<class Entry>
requires(entry_words<Entry>.empty())
void check_entry_alone(bool says_all = true) {
  noise numbers;
  catalogue_norm<Entry> norm(numbers);
  if (says_all) norm.check_said(Entry::expected::forward, Entry::expected::backward);
  norm.check_alone(Entry::expected::forward, Entry::expected::backward);
}
template<class Entry, class Wrong = spell<entry_words<Entry>>>
requires(!entry_words<Entry>.empty())
Wrong check_entry_alone(bool = true);

/// All checks of an entry of the catalogue; those of the declaration alone take nothing more to compile.
template<class Entry>
requires(entry_words<Entry>.empty())
void check_catalogue(const expected& e, const transcription& loops) {
  catalogue_norm<Entry>().check(e, loops);
  check_entry_alone<Entry>(false);
}
template<class Entry, class Wrong = spell<entry_words<Entry>>>
requires(!entry_words<Entry>.empty())
Wrong check_catalogue(const expected&, const transcription&);

} // namespace axnorm::check
