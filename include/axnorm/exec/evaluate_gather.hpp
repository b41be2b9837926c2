// What a call gathers: the operands of a graph that are rows of tables, where they are and what labels say; and the
// outputs that are to be added up in tables. Base of evaluation. Knows neither plans nor packs.
#pragma once

#include <axnorm/exec/evaluate_overlap.hpp>
#include <axnorm/exec/evaluate_source.hpp>
#include <axnorm/exec/gather.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace axnorm::exec {
namespace detail {

/// By operand or output: whether labels choose from it.
template<class S>
constexpr bool is_gathered(std::size_t i) {
  return S::sources[i].by >= 0;
}
template<class S>
inline constexpr bool gathers = [] {
  for (std::size_t i = 0; i < S::operand_count; ++i)
    if (is_gathered<S>(i)) return true;
  return false;
}();
/// The operand that holds the labels of gathered operand i.
template<class S>
constexpr std::size_t label_operand(std::size_t i) {
  std::size_t j = 0;
  while (S::sources[j].binding != S::sources[i].by || S::sources[j].picked_dim >= 0 || S::is_before(j))
    ++j;
  return j;
}

} // namespace detail

inline namespace AXNORM_ISA {

/// What a call of S gathers; nothing, for most.
template<class S, bool = detail::gathers<S>>
struct gathered_operands {
  void copy(int) const {}
};
template<class S>
struct gathered_operands<S, true> {
  std::array<gathered_rows, S::operand_count> operands{}; ///< those that are gathered
  std::array<gathered_rows, S::output_count> outputs{};

  /// Operand I as the executor will find it: the label's dimensions, then those of the table that are left.
  template<std::size_t I, class Table, class Label>
  void place(memory& m, const Table& table, const Label& label) {
    static_assert(Table::rank + Label::rank <= max_rank + 1, "axnorm: a tensor of a call has at most 12 axes");
    gathered_rows& r = operands[I];
    fill_table(r, table, S::sources[I].picked_dim);
    int k = 0;
    r.count = 1;
    for (std::size_t i = 0; i < Label::rank; ++i)
      r.count *= m.extent[k++] = label.extent(i);
    for (int i = 0; i < r.rank; ++i)
      if (i != r.dim) m.extent[k++] = r.table.extent[i];
    std::ptrdiff_t step = 1;
    for (int i = k; i-- > 0; step *= static_cast<std::ptrdiff_t>(m.extent[i]))
      m.stride[i] = step;
    m.data = nullptr;
  }
  /// Output O: what arrives at gathered operand `targets[O].by`, to be added to `table`.
  template<std::size_t O, class Table>
  void place_output(memory& m, const memory& operand, const Table& table) {
    m = operand;
    fill_table(outputs[O], table, S::targets[O].picked_dim);
  }

  /// Takes room for rows and labels of all operands and outputs, and has the memories point to it.
  void make_room(memory* operand, memory* output) {
    pieces counted;
    take(counted, nullptr, nullptr);
    pieces room(rows_scratch().take(counted.bytes()));
    take(room, operand, output);
  }
  /// Copies the rows: labels have been read.
  void copy(int threads) const {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (copy_one<I>(threads), ...);
    }(std::make_index_sequence<S::operand_count>{});
  }
  /// Adds up what has arrived.
  void add_up(int threads) const {
    [&]<std::size_t... O>(std::index_sequence<O...>) {
      (add_one<O>(threads), ...);
    }(std::make_index_sequence<S::output_count>{});
  }

  /// Bytes of the table of operand or output k (outputs count after operands); none if it is not gathered.
  byte_range table_bytes(std::size_t k) const {
    const bool of_operand = k < S::operand_count;
    const gathered_rows& r = of_operand ? operands[k] : outputs[k - S::operand_count];
    if (r.table.data == nullptr) return {};
    return bytes_of(r.table, r.rank, of_operand ? detail::element_size<S>(k) : table_size(k - S::operand_count));
  }

private:
  template<class Table>
  static void fill_table(gathered_rows& r, const Table& table, int dim) {
    r.table.data = const_cast<std::remove_const_t<typename Table::element_type>*>(table.data());
    r.rank = static_cast<int>(Table::rank);
    r.dim = dim;
    r.size = 1;
    for (std::size_t i = 0; i < Table::rank; ++i) {
      r.table.extent[i] = table.extent(i);
      r.table.stride[i] = table.stride(i);
      if (static_cast<int>(i) != dim) r.size *= table.extent(i);
    }
  }
  void take(pieces& room, memory* operand, memory* output) {
    for (std::size_t i = 0; i < S::operand_count; ++i) {
      if (!detail::is_gathered<S>(i)) continue;
      gathered_rows& r = operands[i];
      r.labels = room.take<std::int64_t>(static_cast<std::size_t>(r.count));
      r.rows = room.take<char>(static_cast<std::size_t>(r.count * r.size) * detail::element_size<S>(i));
      if (room.real()) operand[i].data = r.rows;
    }
    for (std::size_t o = 0; o < S::output_count; ++o) {
      if (S::targets[o].by < 0) continue;
      gathered_rows& r = outputs[o];
      const gathered_rows& of = operands[static_cast<std::size_t>(S::targets[o].by)];
      r.count = of.count;
      r.labels = of.labels;
      r.order = room.take<std::int64_t>(static_cast<std::size_t>(r.count));
      r.rows = room.take<char>(static_cast<std::size_t>(r.count * r.size) * detail::output_size<S>(o));
      if (room.real()) output[o].data = r.rows;
    }
  }
  template<std::size_t I>
  void copy_one(int threads) const {
    if constexpr (detail::is_gathered<S>(I))
      copy_rows<boost::mp11::mp_at_c<typename S::operand_elements, I>>(operands[I], threads);
  }
  template<std::size_t O>
  void add_one(int threads) const {
    if constexpr (S::targets[O].by >= 0)
      add_rows<typename S::template target_element<O>, boost::mp11::mp_at_c<typename S::output_elements, O>>(outputs[O],
                                                                                                             threads);
  }
  /// Bytes of an element of the table that output o is added to.
  static std::size_t table_size(std::size_t o) {
    static constexpr auto sizes = []<std::size_t... O>(std::index_sequence<O...>) {
      return std::array<std::size_t, sizeof...(O)>{size_of_table<O>()...};
    }(std::make_index_sequence<S::output_count>{});
    return sizes[o];
  }
  template<std::size_t O>
  static constexpr std::size_t size_of_table() {
    if constexpr (S::targets[O].by >= 0)
      return sizeof(typename S::template target_element<O>);
    else
      return 1;
  }
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
