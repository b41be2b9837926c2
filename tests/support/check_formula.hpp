// Runs a formula of the list through evaluate and compares every result with the reference evaluator on its graph: any
// number of threads gives the same bits, nothing beside the results is written, the first result may overwrite x, and
// once a call has been made nothing more is allocated.
#pragma once

#include "support/check_data.hpp"
#include "support/check_values.hpp"
#include "support/formulas_bindings.hpp"
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/tensor/make_view.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace axnorm::check {

/// How a formula is run. `extents`: of N, C, H, W.
struct settings {
  std::array<std::int64_t, 4> extents{3, 7, 5, 11};
  data numbers = data::normal;
  spacing how = spacing::dense;
  bool in_place = false;   ///< the first result lies where x was
  std::int64_t masked = 0; ///< so many elements of masks and weights are off from the start
  std::vector<int> threads{1, 2, 5};
  unsigned seed = 1;
};

/// What of a run needs no types: memory is filled, the formula run on several numbers of threads, results compared.
class any_trial {
public:
  any_trial(const any_trial&) = delete;
  any_trial& operator=(const any_trial&) = delete;
  virtual ~any_trial() = default;

  report run();

protected:
  using comparer = comparison (*)(const std::vector<double>&, const std::vector<double>&, bound);
  /// One argument of the formula: an operand's memory and numbers, or the number of a scalar.
  struct argument {
    std::string name;
    int operand = -1;
    double value = 0;
  };

  explicit any_trial(const settings& s) : s_(s) {}
  virtual void evaluate_with(int thread_count) = 0;
  virtual std::vector<std::vector<double>> expected() = 0;

  /// Whether the first result lies where the first operand was.
  bool overwrites() const { return s_.in_place && can_overwrite_; }
  /// The numbers of an operand of the graph: of a whole binding, or of one position along an axis of it.
  std::vector<double> operand_numbers(const graph::operand_source& from, std::string_view name) const;
  /// What the reference makes of the lowered formula, by result: `sources` are of its operands, `targets` of its
  /// outputs.
  std::vector<std::vector<double>> reference_results(const graph::graph& g, const std::vector<std::int64_t>& extents,
                                                     sequence_view<const graph::operand_source> sources,
                                                     sequence_view<const graph::operand_source> targets) const;

  const settings& s_;
  std::vector<bound> within_; ///< by result
  bool can_overwrite_ = false;
  std::vector<argument> arguments_;
  std::vector<std::unique_ptr<any_memory>> operands_, results_;
  std::vector<std::vector<double>> numbers_; ///< by operand
  std::vector<comparer> compare_;            ///< by result

private:
  std::vector<std::vector<double>> in_results(std::vector<std::vector<double>> outputs,
                                              sequence_view<const graph::operand_source> targets) const;
  void fail(std::string why);
  std::vector<unsigned char> look(std::size_t k, const std::vector<double>& wanted, int thread_count);

  report report_;
};

/// How a formula of the list is called, and what its call is made of.
template<class F>
struct calling {
  template<class... X>
  static void run(X... x) {
    evaluate<F{}>(x...);
  }
  template<class... X>
  using source = boost::mp11::mp_apply<exec::source, boost::mp11::mp_push_front<exec::described<X&...>, F>>;
};

/// Formula F on elements E with the axes of the image in the order of `Specs`, such as N, Fixed<C, 6>, H, W.
template<class F, class E, class... Specs>
class trial final : public any_trial {
  using operands = boost::mp11::mp_copy_if<typename F::given, is_operand>;
  using results = typename F::results;
  static constexpr std::size_t result_count = boost::mp11::mp_size<results>::value;
  template<class O>
  using view_type = bound_view<O, E, Specs...>;
  template<class O>
  using element_type = typename view_type<O>::value_type;

  template<class O>
  std::vector<std::int64_t> extents() const {
    return extents_of<O, Specs...>(s_.extents, F::channels_divisible_by);
  }
  const std::int64_t channels_ = extents<image_of<boost::mp11::mp_list<axes::C>>>()[0];

  template<class G>
  void add_argument() {
    argument a;
    if constexpr (requires { G::name; }) a.name = G::name.view();
    if constexpr (is_operand<G>::value) {
      a.operand = static_cast<int>(operands_.size());
      operands_.push_back(std::make_unique<tensor_memory<element_type<G>>>(extents<G>(), s_.how));
      numbers_.push_back(G::kind::template numbers<E>(s_.numbers, operands_.back()->count(),
                                                      s_.seed + static_cast<unsigned>(a.operand), s_.masked));
    } else if constexpr (requires { G::value; }) {
      a.value = G::value;
    }
    arguments_.push_back(a);
  }
  template<class R>
  void add_result() {
    results_.push_back(std::make_unique<tensor_memory<element_type<R>>>(extents<R>(), s_.how));
    compare_.push_back(&compare<element_type<R>>);
  }

  template<class V>
  static V view_of(any_memory& m) {
    extents_array<V::rank> extents{};
    strides_array<V::rank> strides{};
    for (std::size_t i = 0; i < V::rank; ++i)
      extents[i] = m.extents()[i], strides[i] = m.strides()[i];
    return V(static_cast<tensor_memory<typename V::value_type>&>(m).data(), extents, strides);
  }
  template<std::size_t I>
  auto result_view() {
    return view_of<view_type<boost::mp11::mp_at_c<results, I>>>(I == 0 && overwrites() ? *operands_[0] : *results_[I]);
  }
  template<class G>
  auto argument_of() {
    if constexpr (is_operand<G>::value)
      return G::argument(view_of<view_type<G>>(*operands_[boost::mp11::mp_find<operands, G>::value]));
    else
      return G::argument(channels_);
  }
  /// Calls f(arguments...) with what the formula is given.
  template<class Call>
  void with_arguments(int thread_count, Call call) {
    [&]<class... G, std::size_t... I>(boost::mp11::mp_list<G...>, std::index_sequence<I...>) {
      call(into(result_view<I>()...), argument_of<G>()..., threads(thread_count));
    }(typename F::given{}, std::make_index_sequence<result_count>{});
  }

  void evaluate_with(int thread_count) override {
    with_arguments(thread_count, [](auto... x) { calling<F>::run(x...); });
  }
  std::vector<std::vector<double>> expected() override {
    std::vector<std::vector<double>> r;
    with_arguments(1, [&](auto... x) {
      using S = typename calling<F>::template source<decltype(x)...>;
      const auto values = std::tuple_cat(exec::values_of(x)...);
      exec::evaluation<S, decltype(values)> call{values};
      call.place_operands();
      exec::find_extents<S, false>(call.f);
      const std::vector<std::int64_t> extents(call.f.extents.begin(), call.f.extents.end());
      r = reference_results(S::lowered.thaw(), extents, S::sources, S::targets);
      if constexpr (requires { F::nothing_arrives(s_); })
        if (F::nothing_arrives(s_))
          for (std::vector<double>& gradient : r)
            gradient.assign(gradient.size(), 0.0);
    });
    return r;
  }

public:
  explicit trial(const settings& s) : any_trial(s) {
    [&]<class... G>(boost::mp11::mp_list<G...>) { (add_argument<G>(), ...); }(typename F::given{});
    [&]<class... R>(boost::mp11::mp_list<R...>) { (add_result<R>(), ...); }(results{});
    for (std::size_t k = 0; k < result_count; ++k)
      if constexpr (requires { F::within(s, true, k); })
        within_.push_back(F::within(s, std::is_same_v<E, double>, k));
      else
        within_.push_back(F::within(s.numbers, std::is_same_v<E, double>));
    can_overwrite_ =
        std::is_same_v<view_type<boost::mp11::mp_front<operands>>, view_type<boost::mp11::mp_front<results>>>;
  }
};

/// What comes of formula F on elements E with the image's axes in the order of `Specs`.
template<class F, class E, class... Specs>
report check_formula(const settings& s) {
  return trial<F, E, Specs...>(s).run();
}

} // namespace axnorm::check
