// What a tile keeps: values that take long to compute, and that several sweeps of a tile need at each position, are
// computed by the first of them, which writes them to a buffer for the others. Used by the scheduler alone. Knows no
// strides and no sizes.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/plan/draft.hpp>

#include <cstddef>

namespace axnorm::plan {

/// The search for values that take long in the sweeps of a program that are known so far.
class search_for_kept {
public:
  constexpr search_for_kept(const graph::program& p, const sequence<draft>& sweeps) : p_(p), sweeps_(sweeps) {}

  /// The first value that is to be kept, or -1. Of what is computed from a value that takes long and nothing else asks
  /// for, the end of the chain is kept: one buffer often does for several.
  constexpr int next() const {
    for (int i = 0; i < static_cast<int>(p_.code.size()); ++i) {
      if (!graph::takes_long(p_.code[static_cast<std::size_t>(i)].kind) || !may_be_kept(i)) continue;
      int v = i;
      for (int j = only_user(v); j >= 0 && may_be_kept(j); j = only_user(v))
        v = j;
      return v;
    }
    return -1;
  }
  /// The sweep that computes value i first.
  constexpr int first_sweep(int i) const {
    int first = -1;
    for (int k = 0; k < static_cast<int>(sweeps_.size()); ++k)
      if (computes(k, i) && (first < 0 || rank_of(sweep(k)) < rank_of(sweep(first)))) first = k;
    return first;
  }

private:
  const graph::program& p_;
  const sequence<draft>& sweeps_;

  constexpr const draft& sweep(int k) const { return sweeps_[static_cast<std::size_t>(k)]; }
  constexpr bool computes(int k, int i) const {
    return sweep(k).when == phase::tile && sweep(k).of[static_cast<std::size_t>(i)] == use::body;
  }
  /// Whether several sweeps of a tile compute value i at each of their positions, the first one as rows that it
  /// reduces.
  constexpr bool may_be_kept(int i) const {
    int count = 0;
    for (int k = 0; k < static_cast<int>(sweeps_.size()); ++k) {
      if (!computes(k, i)) continue;
      if (sweep(k).domain != p_.code[static_cast<std::size_t>(i)].axes || !is_data(p_.domains, sweep(k).domain))
        return false;
      ++count;
    }
    if (count < 2) return false;
    const draft& first = sweep(first_sweep(i));
    return first.what == purpose::reduce && first.shape == form::row;
  }
  /// The only value that is computed from value i, if nothing else uses it; or -1.
  constexpr int only_user(int i) const {
    int user = -1;
    bool several = false;
    const auto look = [&](int j) {
      bool uses = false;
      each_operand(p_.code[static_cast<std::size_t>(j)], [&](int operand) { uses = uses || operand == i; });
      several = several || (uses && user >= 0);
      if (uses) user = j;
    };
    for (int j = i + 1; j < static_cast<int>(p_.code.size()); ++j)
      look(j);
    for (const auto& o : p_.outputs)
      several = several || o.instruction == i;
    return several || user < 0 || reduces(p_.code[static_cast<std::size_t>(user)].kind) ||
                   p_.code[static_cast<std::size_t>(user)].kind == code::window
               ? -1
               : user;
  }
};

} // namespace axnorm::plan
