// Rows of a table that labels choose. Before a call runs they are copied side by side, where the executor finds an
// operand like any other: a row is read once, though a tensor of images asks for it at each of its positions, and loops
// know nothing of labels. After the way back what arrived at them is added up in the table, in an order that no number
// of threads changes. Used by evaluate and gradient. Must not know: formulas, plans.
#pragma once

#include <axnorm/axis/sentence.hpp>
#include <axnorm/axis/shape_error.hpp>
#include <axnorm/exec/call.hpp>
#include <axnorm/exec/pack_memory.hpp>
#include <axnorm/exec/parallel.hpp>
#include <axnorm/exec/scratch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

/// The scratch of this thread's calls for rows and labels; that of statistics is taken later, while this is in use.
inline scratch& rows_scratch() {
  thread_local scratch s;
  return s;
}

/// What labels choose from a table, or what is to be added to it.
struct gathered_rows {
  memory table{};
  int rank = 0, dim = 0; ///< of the table; the dimension that labels are positions along
  std::int64_t* labels = nullptr;
  std::int64_t* order = nullptr; ///< room to sort the labels in, where rows are added up
  std::int64_t count = 0;        ///< how many labels
  std::int64_t size = 1;         ///< elements of a row
  void* rows = nullptr;          ///< row after row, each in the order of the table's other dimensions
};

/// The elements of a row of a table: its dimensions but one, neighbours that follow each other in memory as one.
class row_elements {
public:
  explicit row_elements(const gathered_rows& r) {
    for (int k = 0; k < r.rank; ++k)
      if (k != r.dim) add(r.table.extent[k], r.table.stride[k]);
    if (rank_ == 0) add(1, 1);
  }
  /// Calls f(offset in the table, element, how many) for runs of elements `from` to before `to`, one after another;
  /// `step()` apart in the table.
  template<class F>
  void each_run(std::int64_t from, std::int64_t to, F f) const {
    const int last = rank_ - 1;
    while (from < to) {
      const std::int64_t inside = from % extent_[last], n = std::min(extent_[last] - inside, to - from);
      std::ptrdiff_t at = static_cast<std::ptrdiff_t>(inside) * stride_[last];
      std::int64_t outer = from / extent_[last];
      for (int k = last - 1; k >= 0; --k) {
        at += static_cast<std::ptrdiff_t>(outer % extent_[k]) * stride_[k];
        outer /= extent_[k];
      }
      f(at, from, n);
      from += n;
    }
  }
  std::ptrdiff_t step() const { return stride_[rank_ - 1]; }

private:
  int rank_ = 0;
  std::int64_t extent_[max_rank];
  std::ptrdiff_t stride_[max_rank];

  void add(std::int64_t extent, std::ptrdiff_t stride) {
    if (rank_ > 0 && stride_[rank_ - 1] == stride * static_cast<std::ptrdiff_t>(extent)) {
      extent_[rank_ - 1] *= extent;
      stride_[rank_ - 1] = stride;
    } else {
      extent_[rank_] = extent;
      stride_[rank_++] = stride;
    }
  }
};

/// Copies the rows that the labels name.
template<class E>
void copy_rows(const gathered_rows& r, int threads) {
  if (r.size == 0) return;
  const row_elements row(r);
  const E* const table = static_cast<const E*>(r.table.data);
  E* const rows = static_cast<E*>(r.rows);
  const std::ptrdiff_t from_row = r.table.stride[r.dim], step = row.step();
  parallel_blocks(static_cast<std::size_t>(r.count), r.count * r.size < worth_a_fork ? 1 : threads,
                  [&](std::size_t begin, std::size_t end, int) {
                    for (std::size_t l = begin; l < end; ++l) {
                      const E* const from = table + static_cast<std::ptrdiff_t>(r.labels[l]) * from_row;
                      E* const to = rows + static_cast<std::ptrdiff_t>(l) * static_cast<std::ptrdiff_t>(r.size);
                      row.each_run(0, r.size, [&](std::ptrdiff_t at, std::int64_t element, std::int64_t n) {
                        if (step == 1)
                          std::copy_n(from + at, n, to + element);
                        else
                          for (std::int64_t i = 0; i < n; ++i)
                            to[element + i] = from[at + i * step];
                      });
                    }
                  });
}

/// Adds rows (of T, float or double) to those of the table that the labels name: of each the first, the second, ... in
/// double, rounded once. Threads have elements of rows to themselves.
template<class E, class T>
void add_rows(const gathered_rows& r, int threads) {
  if (r.size == 0 || r.count == 0) return;
  for (std::int64_t l = 0; l < r.count; ++l)
    r.order[l] = l;
  std::sort(r.order, r.order + r.count, [&](std::int64_t x, std::int64_t y) {
    return r.labels[x] != r.labels[y] ? r.labels[x] < r.labels[y] : x < y;
  });
  const row_elements row(r);
  E* const table = static_cast<E*>(r.table.data);
  const T* const rows = static_cast<const T*>(r.rows);
  constexpr auto W = static_cast<std::int64_t>(pack<double>::width);
  constexpr std::int64_t together = 256;
  const std::int64_t blocks = (r.size + together - 1) / together;
  parallel_blocks(static_cast<std::size_t>(blocks), r.count * r.size < worth_a_fork ? 1 : threads,
                  [&](std::size_t begin, std::size_t end, int) {
                    alignas(64) double sum[together];
                    for (std::int64_t first = 0, behind = 0; first < r.count; first = behind) {
                      const std::int64_t label = r.labels[r.order[first]];
                      while (behind < r.count && r.labels[r.order[behind]] == label)
                        ++behind;
                      E* const to = table + static_cast<std::ptrdiff_t>(label) * r.table.stride[r.dim];
                      for (std::size_t block = begin; block < end; ++block) {
                        const std::int64_t from = static_cast<std::int64_t>(block) * together;
                        const std::int64_t n = std::min(together, r.size - from);
                        const auto each_of_table = [&](auto f) {
                          row.each_run(from, from + n,
                                       [&](std::ptrdiff_t at, std::int64_t element, std::int64_t count) {
                                         for (std::int64_t i = 0; i < count; ++i)
                                           f(to + at + i * row.step(), element - from + i);
                                       });
                        };
                        each_of_table([&](const E* p, std::int64_t i) { sum[i] = load_one<double>(p); });
                        for (std::int64_t l = first; l < behind; ++l) {
                          const T* const added = rows + r.order[l] * r.size + from;
                          std::int64_t i = 0;
                          for (; i + W <= n; i += W)
                            store(sum + i, load<double>(static_cast<const double*>(sum + i)) + load<double>(added + i));
                          for (; i < n; ++i)
                            sum[i] += static_cast<double>(added[i]);
                        }
                        each_of_table([&](E* p, std::int64_t i) { store_one(p, sum[i]); });
                      }
                    }
                  });
}

/// Reads labels in row-major order; throws shape_error if one is no position of `extent` along an axis. `write_table`
/// and `write_label` name who has the axis and who the labels, in a sentence.
template<class View, class WriteTable, class WriteLabel>
void read_labels(const View& labels, std::int64_t* to, std::int64_t extent, const axis_value& axis,
                 WriteTable write_table, WriteLabel write_label) {
  constexpr std::size_t rank = View::rank;
  std::int64_t count = 1;
  for (std::size_t k = 0; k < rank; ++k)
    count *= labels.extent(k);
  for (std::int64_t l = 0; l < count; ++l) {
    std::int64_t index[rank > 0 ? rank : 1]{}, outer = l;
    std::ptrdiff_t at = 0;
    for (std::size_t k = rank; k-- > 0;) {
      index[k] = outer % labels.extent(k);
      outer /= labels.extent(k);
      at += static_cast<std::ptrdiff_t>(index[k]) * labels.stride(k);
    }
    to[l] = static_cast<std::int64_t>(labels.data()[at]);
    if (to[l] >= 0 && to[l] < extent) continue;
    sentence s;
    write_label(s);
    s << " is " << to[l];
    for (std::size_t k = 0; k < rank; ++k)
      s << (k == 0 ? " at " : ", ") << View::dims[k].axis.label << " = " << index[k];
    s << ", but ";
    write_table(s);
    s << " has extent " << extent << " along axis " << axis.label;
    if (extent > 0) s << ", so that labels are 0 to " << extent - 1;
    throw shape_error(s.about(axis, extent, to[l]));
  }
}

} // namespace AXNORM_ISA
} // namespace axnorm::exec
