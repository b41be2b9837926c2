// A formula's listing as a constant in arrays of exactly its size, and the view that lowering reads. Knows no entry's
// meaning.
#pragma once

#include <axnorm/axis/freeze.hpp>
#include <axnorm/axis/sequence.hpp>
#include <axnorm/expr/listing.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace axnorm {

namespace expr {

template<class T>
constexpr sequence_view<const T> part_of(sequence_view<const T> all, range r) {
  return all.subspan(static_cast<std::size_t>(r.first), static_cast<std::size_t>(r.count));
}

/// What lowering reads: a listing wherever it lives.
struct listing_view {
  sequence_view<const entry> entries;
  sequence_view<const axis_extent> axes;
  sequence_view<const set_member> members;
  sequence_view<const grouping> groupings;
  sequence_view<const char> text;
  sequence_view<const int> roots;
  sequence_view<const tracking> tracked;

  constexpr listing_view() = default;
  template<class Listing>
  constexpr explicit listing_view(const Listing& l)
      : entries(l.entries), axes(l.axes), members(l.members), groupings(l.groupings), text(l.text), roots(l.roots),
        tracked(l.tracked) {}

  constexpr const entry& operator[](int i) const { return entries[static_cast<std::size_t>(i)]; }
  constexpr int size() const { return static_cast<int>(entries.size()); }
  constexpr std::string_view name(const entry& e) const {
    return {text.data() + e.name.first, static_cast<std::size_t>(e.name.count)};
  }
  constexpr std::string_view name(const tracking& t) const {
    return {text.data() + t.name.first, static_cast<std::size_t>(t.name.count)};
  }
  constexpr sequence_view<const axis_extent> declared(const entry& e) const { return part_of(axes, e.axes); }
  constexpr sequence_view<const axis_extent> sized_by(const entry& e) const { return part_of(axes, e.sized_by); }
  constexpr sequence_view<const axis_extent> declared(const tracking& t) const { return part_of(axes, t.axes); }
  constexpr sequence_view<const set_member> set(const entry& e) const { return part_of(members, e.set); }
  constexpr sequence_view<const grouping> path(const set_member& m) const {
    return part_of(groupings, {m.first_grouping, m.groupings});
  }
};

struct listing_sizes {
  std::size_t entries, axes, members, groupings, text, roots, tracked;
  constexpr bool fits(const listing_sizes& room) const {
    return entries <= room.entries && axes <= room.axes && members <= room.members && groupings <= room.groupings &&
           text <= room.text && roots <= room.roots && tracked <= room.tracked;
  }
};

template<listing_sizes S>
struct fixed_listing {
  std::array<entry, S.entries> entries{};
  std::array<axis_extent, S.axes> axes{};
  std::array<set_member, S.members> members{};
  std::array<grouping, S.groupings> groupings{};
  std::array<char, S.text> text{};
  std::array<int, S.roots> roots{};
  std::array<tracking, S.tracked> tracked{};
  bool has_modes = false;
  template<class From>
  constexpr void fill(const From& from) {
    freeze_into(entries, from.entries);
    freeze_into(axes, from.axes);
    freeze_into(members, from.members);
    freeze_into(groupings, from.groupings);
    freeze_into(text, from.text);
    freeze_into(roots, from.roots);
    freeze_into(tracked, from.tracked);
    has_modes = from.has_modes;
  }
};

} // namespace expr

template<>
struct arrays_of<expr::listing> {
  using sizes = expr::listing_sizes;
  static constexpr sizes usual{64, 32, 64, 16, 256, 8, 4};
  template<sizes S>
  using type = expr::fixed_listing<S>;
  static constexpr sizes of(const expr::listing& l) {
    return {l.entries.size(), l.axes.size(),  l.members.size(), l.groupings.size(),
            l.text.size(),    l.roots.size(), l.tracked.size()};
  }
};

} // namespace axnorm
