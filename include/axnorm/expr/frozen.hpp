// A formula's listing as a constant in arrays of exactly its size, and the view that lowering reads. Knows no entry's
// meaning.
#pragma once

#include <axnorm/expr/listing.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace axnorm::expr {

template<class T>
constexpr std::span<const T> part_of(std::span<const T> all, range r) {
  return all.subspan(static_cast<std::size_t>(r.first), static_cast<std::size_t>(r.count));
}

/// What lowering reads: a listing wherever it lives.
struct listing_view {
  std::span<const entry> entries;
  std::span<const axis_extent> axes;
  std::span<const set_member> members;
  std::span<const grouping> groupings;
  std::span<const char> text;
  std::span<const int> roots;

  constexpr listing_view() = default;
  template<class Listing>
  constexpr explicit listing_view(const Listing& l)
      : entries(l.entries), axes(l.axes), members(l.members), groupings(l.groupings), text(l.text), roots(l.roots) {}

  constexpr const entry& operator[](int i) const { return entries[static_cast<std::size_t>(i)]; }
  constexpr int size() const { return static_cast<int>(entries.size()); }
  constexpr std::string_view name(const entry& e) const {
    return {text.data() + e.name.first, static_cast<std::size_t>(e.name.count)};
  }
  constexpr std::span<const axis_extent> declared(const entry& e) const { return part_of(axes, e.axes); }
  constexpr std::span<const set_member> set(const entry& e) const { return part_of(members, e.set); }
  constexpr std::span<const grouping> path(const set_member& m) const {
    return part_of(groupings, {m.first_grouping, m.groupings});
  }
};

struct listing_sizes {
  std::size_t entries, axes, members, groupings, text, roots;
};

template<listing_sizes S>
struct fixed_listing {
  std::array<entry, S.entries> entries{};
  std::array<axis_extent, S.axes> axes{};
  std::array<set_member, S.members> members{};
  std::array<grouping, S.groupings> groupings{};
  std::array<char, S.text> text{};
  std::array<int, S.roots> roots{};
};

/// `freeze_listing<f>()`: the listing that the captureless function f makes, in arrays.
template<auto Make>
consteval auto freeze_listing() {
  constexpr listing_sizes sizes = [] {
    const listing l = Make();
    return listing_sizes{l.entries.size(),   l.axes.size(), l.members.size(),
                         l.groupings.size(), l.text.size(), l.roots.size()};
  }();
  const listing l = Make();
  fixed_listing<sizes> r;
  auto copy = [](const auto& from, auto& to) {
    for (std::size_t i = 0; i < from.size(); ++i)
      to[i] = from[i];
  };
  copy(l.entries, r.entries);
  copy(l.axes, r.axes);
  copy(l.members, r.members);
  copy(l.groupings, r.groupings);
  copy(l.text, r.text);
  copy(l.roots, r.roots);
  return r;
}

} // namespace axnorm::expr
