// The tapes of a plan: its sweeps over statistics, each as data, and the functions that a program has for them. Used by
// kernels.hpp. Must not know: how tapes run.
#pragma once

#include <axnorm/exec/body.hpp>
#include <axnorm/exec/tape.hpp>
#ifndef AXNORM_COMPILED
#include <axnorm/exec/interpret.hpp>
#endif

#include <array>
#include <cstddef>
#include <utility>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// How the sweeps of a plan of K run: those over data, and those over the statistics of a tile, which are done again
/// for each tile, by kernels of their own; other statistics by tapes. A sweep of the whole tensor may share what one by
/// tiles has.
template<class K, bool Tiled>
struct sweep_choice {
  static constexpr const auto& plan = K::template plan_for<Tiled>();
  /// By sweep: the one by tiles that computes the same, or -1.
  static constexpr auto shared = [] {
    std::array<int, plan.sweeps.size()> r{};
    for (std::size_t s = 0; s < r.size(); ++s)
      r[s] = Tiled || !K::one_program ? -1 : plan::sweep_like(K::tiled, plan, plan.sweeps[s]);
    return r;
  }();
  static constexpr bool by_tape(std::size_t s) {
    return !plan.sweeps[s].data && plan.sweeps[s].when != plan::phase::tile && shared[s] < 0;
  }
};

/// Which of N places are wanted, one after the other.
template<std::size_t N>
struct wanted_places {
  int count = 0;
  std::array<int, N> at{};
  constexpr explicit wanted_places(const bool* wanted) {
    for (std::size_t i = 0; i < N; ++i)
      if (wanted[i]) at[static_cast<std::size_t>(count++)] = static_cast<int>(i);
  }
};

/// The functions that tapes of K call: only those that one of them needs are instantiated.
template<class K>
struct tape_functions {
  static constexpr int codes = static_cast<int>(code::exponentials_of) + 1;
  static constexpr std::size_t at_least_one(int n) { return n > 0 ? static_cast<std::size_t>(n) : 1; }

  struct needs {
    bool operation[codes] = {}, operand[at_least_one(K::operands)] = {}, output[at_least_one(K::outputs)] = {};
    bool form[2] = {}; ///< reductions of this form
  };
  static constexpr needs needed = [] {
    needs r;
    auto look = [&]<bool Tiled>(sweep_choice<K, Tiled> choice) {
      const auto& plan = choice.plan;
      const auto& program = K::template program_for<Tiled>();
      for (std::size_t k = 0; k < plan.sweeps.size(); ++k) {
        if (!choice.by_tape(k)) continue;
        const plan::sweep& s = plan.sweeps[k];
        for (int i = 0; i < s.body.count; ++i)
          r.operation[static_cast<int>(program[plan.listed(s.body, i)].kind)] = true;
        for (int i = 0; i < s.leaves.count; ++i)
          if (const graph::instruction& x = program[plan.listed(s.leaves, i)]; x.kind == code::load)
            r.operand[x.a] = true;
        for (int i = 0; i < s.outputs.count; ++i)
          r.output[plan.listed(s.outputs, i)] = true;
        if (s.reductions.count > 0) r.form[static_cast<int>(s.shape)] = true;
      }
    };
    look(sweep_choice<K, true>{});
    look(sweep_choice<K, false>{});
    r.operation[static_cast<int>(code::constant)] = false;
    return r;
  }();

  // Tables with a function in the places that are needed. Only these are named: all operations one by one would be as
  // many templates as the rest of a call has.
  static constexpr wanted_places<codes> some_operations{needed.operation};
  static constexpr wanted_places<at_least_one(K::operands)> some_operands{needed.operand};
  static constexpr wanted_places<at_least_one(K::outputs)> some_outputs{needed.output};

  template<int... k>
  static constexpr auto operations_at(std::integer_sequence<int, k...>) {
    std::array<tape_operation, codes> r{};
    ((r[some_operations.at[k]] = &tape_block::operate<static_cast<code>(some_operations.at[k]), typename K::real>),
     ...);
    return r;
  }
  template<int... k>
  static constexpr auto loads_at(std::integer_sequence<int, k...>) {
    std::array<tape_load, at_least_one(K::operands)> r{};
    ((r[some_operands.at[k]] = &tape_block::load<typename K::template operand_element<some_operands.at[k]>>), ...);
    return r;
  }
  template<int... k>
  static constexpr auto stores_at(std::integer_sequence<int, k...>) {
    std::array<tape_store, at_least_one(K::outputs)> r{};
    ((r[some_outputs.at[k]] = &tape_block::store<typename K::template output_element<some_outputs.at[k]>>), ...);
    return r;
  }
  static constexpr auto operations = operations_at(std::make_integer_sequence<int, some_operations.count>{});
  static constexpr auto loads = loads_at(std::make_integer_sequence<int, some_operands.count>{});
  static constexpr auto stores = stores_at(std::make_integer_sequence<int, some_outputs.count>{});
  /// What runs the tapes with reductions of a form.
  template<plan::form Form>
  static constexpr auto reduce() -> decltype(tape::run) {
    if constexpr (needed.form[static_cast<int>(Form)])
      return &run_reductions<Form>;
    else
      return nullptr;
  }
  static constexpr std::array<decltype(tape::run), 2> reductions{reduce<plan::form::row>(),
                                                                 reduce<plan::form::column>()};
};

/// How many parts one tape has, or several have together.
struct tape_parts {
  int leaves = 0, constants = 0, steps = 0, results = 0, reductions = 0;
  constexpr int registers() const { return leaves + constants + steps; }
  constexpr void add(const tape_parts& other) {
    leaves += other.leaves;
    constants += other.constants;
    steps += other.steps;
    results += other.results;
    reductions += other.reductions;
  }
};

template<class K, bool Tiled>
struct tapes {
  static constexpr const auto& plan = K::template plan_for<Tiled>();
  static constexpr const auto& program = K::template program_for<Tiled>();
  using functions = tape_functions<K>;

  static constexpr tape_parts parts_of(std::size_t sweep) {
    tape_parts r;
    if (!sweep_choice<K, Tiled>::by_tape(sweep)) return r;
    const plan::sweep& s = plan.sweeps[sweep];
    r.leaves = s.leaves.count;
    r.constants = s.scalars.count;
    for (int i = 0; i < s.body.count; ++i)
      ++(program[plan.listed(s.body, i)].kind == code::constant ? r.constants : r.steps);
    r.results = s.stores.count + s.outputs.count;
    r.reductions = s.reductions.count;
    return r;
  }
  static constexpr tape_parts all = [] {
    tape_parts r;
    for (std::size_t k = 0; k < plan.sweeps.size(); ++k)
      r.add(parts_of(k));
    return r;
  }();

  /// The parts of all tapes, one tape after the other.
  struct storage {
    template<class T, int N>
    using array = std::array<T, functions::at_least_one(N)>;
    array<tape_leaf, all.leaves> leaves{};
    array<tape_constant, all.constants> constants{};
    array<tape_step, all.steps> steps{};
    array<tape_result, all.results> results{};
    array<tape_reduction, all.reductions> reductions{};
  };
  /// Writes the parts of sweep s from `at` on.
  static constexpr void write(storage& to, const tape_parts& at, const plan::sweep& s) {
    std::array<int, program.code.size()> register_of{};
    auto reg = [&](int instruction) -> int& { return register_of[static_cast<std::size_t>(instruction)]; };
    auto next = [](auto& parts, int& i) -> auto& { return parts[static_cast<std::size_t>(i++)]; };
    tape_parts i = at;
    int registers = 0;
    for (int k = 0; k < s.leaves.count; ++k) {
      const int j = plan.listed(s.leaves, k);
      reg(j) = registers++;
      const bool buffer = program[j].kind != code::load; // of doubles, as sweeps over statistics read it
      const tape_load load =
          buffer ? &tape_block::load<double> : functions::loads[static_cast<std::size_t>(program[j].a)];
      next(to.leaves, i.leaves) = {load, buffer || (load == &tape_block::load<double> && s.outputs.count == 0)};
    }
    for (int k = 0; k < s.scalars.count; ++k) {
      const int j = plan.listed(s.scalars, k);
      reg(j) = registers++;
      next(to.constants, i.constants) = {reg(j), j, 0};
    }
    for (int k = 0; k < s.body.count; ++k) {
      const int j = plan.listed(s.body, k);
      const graph::instruction& x = program[j];
      reg(j) = registers++;
      if (x.kind == code::constant)
        next(to.constants, i.constants) = {reg(j), -1, x.value};
      else
        next(to.steps, i.steps) = {functions::operations[static_cast<std::size_t>(x.kind)], reg(j), reg(x.a),
                                   reg(x.b < 0 ? x.a : x.b), reg(x.c < 0 ? x.a : x.c)};
    }
    for (int k = 0; k < s.stores.count; ++k) {
      const int j = plan.listed(s.stores, k);
      const bool narrow = plan.buffers[static_cast<std::size_t>(plan.at(j).buffer)].narrow;
      next(to.results, i.results) = {narrow ? &tape_block::store<typename K::real> : &tape_block::store<double>,
                                     reg(j)};
    }
    for (int k = 0; k < s.outputs.count; ++k) {
      const auto o = static_cast<std::size_t>(plan.listed(s.outputs, k));
      next(to.results, i.results) = {functions::stores[o], reg(program.outputs[o].instruction)};
    }
    for (int k = 0; k < s.reductions.count; ++k) {
      const graph::instruction& x = program[plan.listed(s.reductions, k)];
      next(to.reductions, i.reductions) = {x.kind, reg(x.a), x.b < 0 ? -1 : reg(x.b)};
    }
  }
  static constexpr storage stored = [] {
    storage r;
    tape_parts at;
    for (std::size_t k = 0; k < plan.sweeps.size(); ++k) {
      if (!sweep_choice<K, Tiled>::by_tape(k)) continue;
      write(r, at, plan.sweeps[k]);
      at.add(parts_of(k));
    }
    return r;
  }();

  /// By sweep; those with kernels have none.
  static constexpr auto value = [] {
    std::array<tape, plan.sweeps.size()> r{};
    auto view = [](const auto& parts, int first, int count) {
      return sequence_view{parts.data() + first, static_cast<std::size_t>(count)};
    };
    tape_parts at;
    for (std::size_t k = 0; k < r.size(); ++k) {
      if (!sweep_choice<K, Tiled>::by_tape(k)) continue;
      const plan::sweep& s = plan.sweeps[k];
      const tape_parts n = parts_of(k);
      tape& t = r[k];
      t.run = s.reductions.count == 0 ? &run_stores<> : functions::reductions[static_cast<std::size_t>(s.shape)];
      t.registers = n.registers();
      t.leaves = view(stored.leaves, at.leaves, n.leaves);
      t.constants = view(stored.constants, at.constants, n.constants);
      t.steps = view(stored.steps, at.steps, n.steps);
      t.results = view(stored.results, at.results, n.results);
      t.reductions = view(stored.reductions, at.reductions, n.reductions);
      t.choose_block();
      at.add(n);
    }
    return r;
  }();
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
