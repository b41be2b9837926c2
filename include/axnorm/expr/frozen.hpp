// A formula's listing as a constant in arrays of exactly its size, and the view that lowering reads. Knows no entry's
// meaning.
#pragma once

#include <axnorm/axis/sequence.hpp>
#include <axnorm/expr/listing.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace axnorm::expr {

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

  constexpr listing_view() = default;
  template<class Listing>
  constexpr explicit listing_view(const Listing& l)
      : entries(l.entries), axes(l.axes), members(l.members), groupings(l.groupings), text(l.text), roots(l.roots) {}

  constexpr const entry& operator[](int i) const { return entries[static_cast<std::size_t>(i)]; }
  constexpr int size() const { return static_cast<int>(entries.size()); }
  constexpr std::string_view name(const entry& e) const {
    return {text.data() + e.name.first, static_cast<std::size_t>(e.name.count)};
  }
  constexpr sequence_view<const axis_extent> declared(const entry& e) const { return part_of(axes, e.axes); }
  constexpr sequence_view<const set_member> set(const entry& e) const { return part_of(members, e.set); }
  constexpr sequence_view<const grouping> path(const set_member& m) const {
    return part_of(groupings, {m.first_grouping, m.groupings});
  }
};

struct listing_sizes {
  std::size_t entries, axes, members, groupings, text, roots;
  constexpr bool fits(const listing_sizes& room) const {
    return entries <= room.entries && axes <= room.axes && members <= room.members && groupings <= room.groupings &&
           text <= room.text && roots <= room.roots;
  }
};
inline constexpr listing_sizes usual_listing{64, 32, 64, 16, 256, 8};

template<listing_sizes S>
struct fixed_listing {
  std::array<entry, S.entries> entries{};
  std::array<axis_extent, S.axes> axes{};
  std::array<set_member, S.members> members{};
  std::array<grouping, S.groupings> groupings{};
  std::array<char, S.text> text{};
  std::array<int, S.roots> roots{};
};

namespace detail {

/// A listing in arrays of the usual size, and its own sizes.
struct loose_listing {
  listing_sizes n{};
  fixed_listing<usual_listing> arrays{};
};

/// Copies a listing, in sequences or arrays, into arrays; where the sizes differ, as much as both have.
template<class From, class To>
constexpr void fill(const From& from, To& to) {
  freeze_into(to.entries, from.entries);
  freeze_into(to.axes, from.axes);
  freeze_into(to.members, from.members);
  freeze_into(to.groupings, from.groupings);
  freeze_into(to.text, from.text);
  freeze_into(to.roots, from.roots);
}

// A variable of its own: a local one would be evaluated again with the function around it.
template<auto Make>
inline constexpr loose_listing loosely = [] {
  loose_listing r;
  const listing l = Make();
  r.n = {l.entries.size(), l.axes.size(), l.members.size(), l.groupings.size(), l.text.size(), l.roots.size()};
  if (r.n.fits(usual_listing)) fill(l, r.arrays);
  return r;
}();

} // namespace detail

/// `freeze_listing<f>()`: the listing that the captureless function f makes, in arrays of exactly its size. f is
/// evaluated once if the listing fits the first guess, else twice.
template<auto Make>
consteval auto freeze_listing() {
  fixed_listing<detail::loosely<Make>.n> r;
  if constexpr (detail::loosely<Make>.n.fits(usual_listing))
    detail::fill(detail::loosely<Make>.arrays, r);
  else
    detail::fill(Make(), r);
  return r;
}

} // namespace axnorm::expr
