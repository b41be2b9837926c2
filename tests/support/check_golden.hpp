// Norms and their gradients against what PyTorch computes in double, in tests/golden/vectors: axnorm in float may be
// off by twice what PyTorch itself is off by in float. Knows no formula.
#pragma once

#include "support/golden.hpp"
#include <axnorm/exec/gradient.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace axnorm::golden {

/// The data of the norms' cases: standard normal; of mean 1e4; 1 with deviation 1e-4.
inline const std::array<std::string, 3> kinds{"normal", "far", "flat"};

/// What has been compared, for print_errors.
struct row {
  std::string name;
  std::array<errors, 3> of{}; ///< one for each of `kinds`
};
inline std::vector<row> table;

/// A tensor of a case that has a gradient, and its axes in memory.
template<fixed_string Name, class... Axes>
struct given {
  static constexpr auto name = Name;
  static constexpr std::string_view label = Name.view();
  template<class T>
  static auto read(const std::string& of, std::string_view tensor = label) {
    return vectors().read<T, Axes...>(of + ' ' + std::string(tensor));
  }
  static std::string gradient_name() {
    std::string text(label);
    return text.append(".grad"); // g++ 12 warns of +, inlined
  }
  static std::string order() { return (std::string(Axes::label) + ...); }
};

/// Formula F and its gradients by X, which is like its result, and by all P, on each kind of data; `more`: the call's
/// other arguments.
template<class F, class T, class X, class... P, class... More>
void compare(const std::string& norm, const More&... more) {
  const std::array<std::string, sizeof...(P) + 2> names{"y", X::gradient_name(), P::gradient_name()...};
  std::array<row, sizeof...(P) + 2> rows;
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    const std::string of = norm + '/' + kinds[kind];
    const auto dy = X::template read<T>(of, "dy");
    const std::tuple operands(X::template read<T>(of), P::template read<T>(of)...);
    auto results = std::tuple_cat(std::tuple(dy), operands); // tensors of the extents that the results have
    const auto call = [&](const auto& x, const auto&... p) {
      const auto write = [&](auto& y, auto&... d) {
        evaluate<F{}>(into(y), arg<X::name> = x, (arg<P::name> = p)..., more...);
        gradient<F{}, X::name, P::name...>(into(d...), arg<X::name> = x, (arg<P::name> = p)..., more..., upstream(dy));
      };
      std::apply(write, results);
    };
    std::apply(call, operands);

    std::size_t k = 0;
    const auto held = [&](const auto& found) {
      const std::string name = of + ' ' + names[k];
      const errors e = compared(found, name);
      // PyTorch's double is off by about 2^-29 of what its float is off by.
      if constexpr (std::is_same_v<T, double>)
        check(name, e, std::max(1e-12 * e.scale, 0x1p-25 * e.torch));
      else
        check_single(name, e, static_cast<double>(dy.size()) / static_cast<double>(found.size()));
      rows[k++].of[kind] = e;
    };
    std::apply([&](const auto&... found) { (held(found), ...); }, results);
  }
  const std::string start = norm + ' ' + X::order() + (std::is_same_v<T, double> ? " double " : " ");
  for (std::size_t k = 0; k < rows.size(); ++k)
    rows[k].name = start + names[k];
  table.insert(table.end(), rows.begin(), rows.end());
}

/// Prints the table of what has been compared, and at the end of each row its largest ratio of the two errors.
inline void print_errors() {
  std::cout
      << "largest errors, axnorm's / those of PyTorch in float, of the largest magnitude:\n"
         "data                                      standard normal             mean 1e4            deviation 1e-4 "
         "     worst ratio\n";
  double worst = 0, counts = 0;
  std::array<char, 64> text{};
  for (const auto& [name, of] : table) {
    std::snprintf(text.data(), text.size(), "%-40s", name.c_str());
    std::cout << text.data();
    double ratio = 0;
    for (const errors& e : of) {
      std::snprintf(text.data(), text.size(), "  %7.1e / %7.1e", e.ours / e.scale, e.torch / e.scale);
      std::cout << text.data();
      if (e.ours > 0) ratio = std::max(ratio, e.ours / e.torch);
      counts = std::max(counts, beside_torch(e));
    }
    std::snprintf(text.data(), text.size(), "  %7.2g\n", ratio);
    std::cout << text.data();
    worst = std::max(worst, ratio);
  }
  std::snprintf(text.data(), text.size(), "worst ratio: %.2g; of errors above 4 ulps: %.2g\n", worst, counts);
  std::cout << text.data();
}

} // namespace axnorm::golden
