// Lists of terms, kept in ascending order of their nodes: products and sums while they are being made. Used by the
// algebra only.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/graph/algebra_numbers.hpp>
#include <axnorm/graph/node.hpp>

namespace axnorm::graph {

class term_list : public sequence<term> {
public:
  using sequence<term>::sequence;
  constexpr term_list(const term* list, int count) : sequence<term>(list, list + count) {}

  constexpr int size() const { return static_cast<int>(sequence<term>::size()); }
  constexpr const term& operator[](int i) const { return data()[i]; }
  constexpr term& operator[](int i) { return data()[i]; }

  constexpr void erase(int at) { sequence<term>::erase(data() + at); }
  /// Without the term at `at`.
  constexpr term_list without(int at) const {
    term_list r(*this);
    r.erase(at);
    return r;
  }

  /// Multiplies a product by node^(half_power/2).
  constexpr void multiply(int node, int half_power) {
    int at = place(node);
    if (at > 0 && data()[at - 1].node == node) {
      data()[at - 1].half_power += half_power;
      if (data()[at - 1].half_power == 0) erase(at - 1);
    } else {
      insert(at, factor(node, half_power));
    }
  }
  /// Adds coefficient * node to a sum.
  constexpr void add(double coefficient, int node) {
    if (coefficient == 0) return;
    int at = place(node);
    if (at > 0 && data()[at - 1].node == node) {
      data()[at - 1].coefficient = added(data()[at - 1].coefficient, coefficient);
      if (data()[at - 1].coefficient == 0) erase(at - 1);
    } else {
      insert(at, times(coefficient, node));
    }
  }

private:
  /// Where a term of `node` would be put: after all of smaller or equal nodes.
  constexpr int place(int node) const {
    int at = size();
    while (at > 0 && data()[at - 1].node > node)
      --at;
    return at;
  }
  constexpr void insert(int at, const term& t) { sequence<term>::insert(data() + at, t); }
};

/// coefficient * product of node^(half_power/2).
struct monomial {
  double coefficient = 1;
  term_list factors{};
};

/// The factors of a monomial that vary over certain axes, and those that do not.
struct parted {
  monomial inside, outside;
};

/// constant + sum of coefficient * node.
struct linear {
  double constant = 0;
  term_list terms{};
  int summands = 0; ///< how many terms were added, before equal ones merged
};

} // namespace axnorm::graph
