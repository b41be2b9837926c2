// Runs a formula of the list through evaluate and compares every result with the reference evaluator on its graph: any
// number of threads gives the same bits, nothing beside the results is written, the first result may overwrite x.
#pragma once

#include "support/check_data.hpp"
#include "support/check_values.hpp"
#include "support/formulas_bindings.hpp"
#include "support/reference.hpp"
#include <axnorm/exec/evaluate.hpp>
#include <axnorm/tensor/make_view.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <tuple>
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

/// Formula F on elements E with the axes of the image in the order of `Specs`, such as N, Fixed<C, 6>, H, W.
template<class F, class E, class... Specs>
class trial {
  template<class... L>
  using all = boost::mp11::mp_append<boost::mp11::mp_list<>, L...>;
  using operands = boost::mp11::mp_copy_if<typename F::given, is_operand>;
  using results = typename F::results;
  static constexpr std::size_t operand_count = boost::mp11::mp_size<operands>::value;
  static constexpr std::size_t result_count = boost::mp11::mp_size<results>::value;

  template<class O>
  using view_type = bound_view<O, E, Specs...>;
  template<class O>
  using memory_type = tensor_memory<typename view_type<O>::value_type>;
  using operand_memory = boost::mp11::mp_rename<boost::mp11::mp_transform<memory_type, operands>, std::tuple>;
  using result_memory = boost::mp11::mp_rename<boost::mp11::mp_transform<memory_type, results>, std::tuple>;

  const settings& s_;
  operand_memory operands_;
  result_memory results_;
  std::vector<std::vector<double>> numbers_;
  report report_;

  template<class List, class Memory>
  static Memory make(const settings& s) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return Memory(std::tuple_element_t<I, Memory>(
          extents_of<boost::mp11::mp_at_c<List, I>, Specs...>(s.extents, F::channels_divisible_by), s.how)...);
    }(std::make_index_sequence<boost::mp11::mp_size<List>::value>{});
  }

  template<class V, class M>
  static V view_of(M& m) {
    extents_array<V::rank> extents{};
    strides_array<V::rank> strides{};
    for (std::size_t i = 0; i < V::rank; ++i)
      extents[i] = m.extents()[i], strides[i] = m.strides()[i];
    return V(m.data(), extents, strides);
  }

  static constexpr bool can_be_in_place =
      std::is_same_v<view_type<boost::mp11::mp_front<operands>>, view_type<boost::mp11::mp_front<results>>>;
  template<std::size_t I>
  auto result_view() {
    using V = view_type<boost::mp11::mp_at_c<results, I>>;
    if constexpr (I == 0 && can_be_in_place)
      if (s_.in_place) return view_of<V>(std::get<0>(operands_));
    return view_of<V>(std::get<I>(results_));
  }

  /// Calls f(arguments...) with what the formula is given.
  template<class Call>
  void with_arguments(int thread_count, Call call) {
    auto argument = [&](auto id) {
      using G = typename decltype(id)::type;
      if constexpr (is_operand<G>::value) {
        constexpr std::size_t k = boost::mp11::mp_find<operands, G>::value;
        return arg<G::name> = view_of<view_type<G>>(std::get<k>(operands_));
      } else {
        return G::argument(channels());
      }
    };
    boost::mp11::mp_apply<arguments_of, typename F::given>::apply([&](auto... id) {
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        call(into(result_view<I>()...), argument(id)..., threads(thread_count));
      }(std::make_index_sequence<result_count>{});
    });
  }
  template<class... G>
  struct arguments_of {
    template<class Call>
    static void apply(Call call) {
      call(std::type_identity<G>{}...);
    }
  };
  std::int64_t channels() const {
    return extents_of<image_of<boost::mp11::mp_list<axes::C>>, Specs...>(s_.extents, F::channels_divisible_by)[0];
  }

  void fail(std::string why) {
    if (report_.good) report_.message = std::move(why);
    report_.good = false;
  }

  [[gnu::cold, gnu::noinline]] std::vector<std::vector<double>> expected() {
    std::vector<std::vector<double>> r;
    with_arguments(1, [&](auto... x) {
      using S = boost::mp11::mp_apply<exec::source, boost::mp11::mp_push_front<exec::described<decltype(x)&...>, F>>;
      const auto values = std::tuple_cat(exec::values_of(x)...);
      exec::evaluation<S, decltype(values)> call{values};
      call.place_operands();
      exec::find_extents<S, false>(call.f);
      const std::vector<std::int64_t> extents(call.f.extents.begin(), call.f.extents.end());
      std::vector<std::vector<double>> inputs;
      for (std::size_t k = 0; k < S::operand_count; ++k) {
        const graph::operand& o = S::lowered.operands[k];
        inputs.push_back(operand_numbers(S::sources[k], o.name));
      }
      r = reference::evaluate(S::lowered.thaw(), extents, inputs); // one evaluator for all formulas
    });
    return r;
  }
  /// The numbers of an operand of the graph: of a whole binding, or of one position along an axis of it.
  [[gnu::cold, gnu::noinline]] std::vector<double> operand_numbers(const graph::operand_source& from,
                                                                   std::string_view name) {
    std::vector<double> r;
    std::size_t k = 0;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, typename F::given>>([&](auto id) {
      using G = typename decltype(id)::type;
      if constexpr (is_operand<G>::value) {
        if (name == G::name.view()) {
          r = numbers_[k];
          if (from.picked_dim >= 0)
            r = picked(r, std::get<boost::mp11::mp_find<operands, G>::value>(operands_).extents(), from);
        }
        ++k;
      } else if constexpr (requires { G::value; }) {
        if (name == G::name.view()) r = {G::value};
      }
    });
    return r;
  }
  static std::vector<double> picked(const std::vector<double>& all, const std::vector<std::int64_t>& extents,
                                    const graph::operand_source& from) {
    std::size_t inner = 1;
    for (std::size_t i = static_cast<std::size_t>(from.picked_dim) + 1; i < extents.size(); ++i)
      inner *= static_cast<std::size_t>(extents[i]);
    const auto extent = static_cast<std::size_t>(extents[static_cast<std::size_t>(from.picked_dim)]);
    std::vector<double> r;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (i / inner % extent == static_cast<std::size_t>(from.index)) r.push_back(all[i]);
    return r;
  }

public:
  explicit trial(const settings& s)
      : s_(s), operands_(make<operands, operand_memory>(s)), results_(make<results, result_memory>(s)) {}

  [[gnu::cold, gnu::noinline]] report run() {
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<operand_count>>([&](auto k) {
      using O = boost::mp11::mp_at_c<operands, k>;
      auto& m = std::get<k>(operands_);
      numbers_.push_back(
          O::kind::template numbers<E>(s_.numbers, m.count(), s_.seed + static_cast<unsigned>(k), s_.masked));
      m.fill(numbers_.back());
      numbers_.back() = m.numbers();
    });
    const auto wanted = expected();
    const bound within = F::within(s_.numbers, std::is_same_v<E, double>);
    std::vector<std::vector<unsigned char>> first_bits;
    for (const int thread_count : s_.threads) {
      boost::mp11::mp_for_each<boost::mp11::mp_iota_c<operand_count>>([&](auto k) {
        std::get<k>(operands_).clear();
        std::get<k>(operands_).fill(numbers_[k]);
      });
      boost::mp11::mp_for_each<boost::mp11::mp_iota_c<result_count>>([&](auto k) { std::get<k>(results_).clear(); });
      with_arguments(thread_count, [&](auto... x) { evaluate<F{}>(x...); });
      std::vector<std::vector<unsigned char>> bits;
      boost::mp11::mp_for_each<boost::mp11::mp_iota_c<result_count>>(
          [&](auto k) { look(std::get<k>(results_), wanted[k], within, k, thread_count, bits); });
      if (first_bits.empty()) first_bits = bits;
      if (bits != first_bits) fail(std::to_string(thread_count) + " threads give other bits");
    }
    return report_;
  }

private:
  template<class R>
  [[gnu::cold, gnu::noinline]] void look(tensor_memory<R>& own, const std::vector<double>& wanted, bound within,
                                         std::size_t k, int thread_count,
                                         std::vector<std::vector<unsigned char>>& bits) {
    tensor_memory<R>* m = &own;
    if constexpr (can_be_in_place)
      if constexpr (std::is_same_v<R, E>)
        if (k == 0 && s_.in_place) m = &std::get<0>(operands_);
    const std::string which = "result " + std::to_string(k + 1) + ", " + std::to_string(thread_count) + " threads: ";
    const comparison c = compare<R>(m->numbers(), wanted, within);
    report_.worst = std::max(report_.worst, c.worst);
    if (!c.good) fail(which + c.message);
    if (!m->surroundings_intact()) fail(which + "something beside it was overwritten");
    bits.push_back(m->bits());
  }
};

/// What comes of formula F on elements E with the image's axes in the order of `Specs`.
template<class F, class E, class... Specs>
report check_formula(const settings& s) {
  return trial<F, E, Specs...>(s).run();
}

} // namespace axnorm::check
