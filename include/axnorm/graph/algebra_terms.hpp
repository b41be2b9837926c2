// Short lists of terms, kept in ascending order of their nodes: products and sums while they are being made. A vector
// would do; this takes a fifth of the steps in constant evaluation, which compilers limit. Used by the algebra only.
#pragma once

#include <axnorm/graph/algebra_numbers.hpp>
#include <axnorm/graph/node.hpp>

#include <initializer_list>
#include <utility>

namespace axnorm::graph {

class term_list {
public:
  constexpr term_list() = default;
  constexpr term_list(std::initializer_list<term> list) {
    for (const term& t : list)
      push_back(t);
  }
  constexpr term_list(const term* list, int count)
      : terms_(count > 0 ? new term[unsigned(count)] : nullptr), capacity_(count) {
    for (; size_ < count; ++size_)
      terms_[size_] = list[size_];
  }
  constexpr term_list(const term_list& other) : term_list(other.terms_, other.size_) {}
  constexpr term_list(term_list&& other) noexcept
      : terms_(std::exchange(other.terms_, nullptr)), size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  constexpr term_list& operator=(term_list other) noexcept {
    std::swap(terms_, other.terms_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  constexpr ~term_list() { delete[] terms_; }

  constexpr int size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr const term* data() const { return terms_; }
  constexpr const term* begin() const { return terms_; }
  constexpr const term* end() const { return terms_ + size_; }
  constexpr const term& operator[](int i) const { return terms_[i]; }
  constexpr term& operator[](int i) { return terms_[i]; }

  friend constexpr bool operator==(const term_list& x, const term_list& y) {
    if (x.size_ != y.size_) return false;
    for (int i = 0; i < x.size_; ++i)
      if (!(x.terms_[i] == y.terms_[i])) return false;
    return true;
  }

  constexpr void push_back(const term& t) {
    if (size_ == capacity_) grow();
    terms_[size_++] = t;
  }
  constexpr void erase(int at) {
    for (--size_; at < size_; ++at)
      terms_[at] = terms_[at + 1];
  }
  /// Without the term at `at`.
  constexpr term_list without(int at) const {
    term_list r(*this);
    r.erase(at);
    return r;
  }

  /// Multiplies a product by node^(half_power/2).
  constexpr void multiply(int node, int half_power) {
    int at = place(node);
    if (at > 0 && terms_[at - 1].node == node) {
      terms_[at - 1].half_power += half_power;
      if (terms_[at - 1].half_power == 0) erase(at - 1);
    } else {
      insert(at, factor(node, half_power));
    }
  }
  /// Adds coefficient * node to a sum.
  constexpr void add(double coefficient, int node) {
    if (coefficient == 0) return;
    int at = place(node);
    if (at > 0 && terms_[at - 1].node == node) {
      terms_[at - 1].coefficient = added(terms_[at - 1].coefficient, coefficient);
      if (terms_[at - 1].coefficient == 0) erase(at - 1);
    } else {
      insert(at, times(coefficient, node));
    }
  }

private:
  /// Where a term of `node` would be put: after all of smaller or equal nodes.
  constexpr int place(int node) const {
    int at = size_;
    while (at > 0 && terms_[at - 1].node > node)
      --at;
    return at;
  }
  constexpr void insert(int at, const term& t) {
    if (size_ == capacity_) grow();
    for (int i = size_++; i > at; --i)
      terms_[i] = terms_[i - 1];
    terms_[at] = t;
  }
  constexpr void grow() {
    const int wanted = capacity_ == 0 ? 4 : 2 * capacity_;
    term* more = new term[unsigned(wanted)];
    for (int i = 0; i < size_; ++i)
      more[i] = terms_[i];
    delete[] terms_;
    terms_ = more;
    capacity_ = wanted;
  }

  term* terms_ = nullptr;
  int size_ = 0, capacity_ = 0;
};

/// coefficient * product of node^(half_power/2).
struct monomial {
  double coefficient = 1;
  term_list factors{};
};

/// constant + sum of coefficient * node.
struct linear {
  double constant = 0;
  term_list terms{};
  int summands = 0; ///< how many terms were added, before equal ones merged
};

} // namespace axnorm::graph
