// Loading a state: names, element types, axes and extents are compared, and only then is anything written. Used by
// layers and optimizers. Must not know where a state comes from.
#pragma once

#include <axnorm/axis/nearest_name.hpp>
#include <axnorm/axis/sentence.hpp>
#include <axnorm/axis/shape_error.hpp>
#include <axnorm/layer/named_view.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace axnorm {

/// A range of state views, or of named views, which become such.
template<class R>
concept StateRange = requires(const R& range) {
  { *std::begin(range) } -> std::convertible_to<state_view>;
  std::end(range);
};

namespace detail {

/// Of what is no range of them.
template<class X>
inline constexpr sentence state_words = [] {
  sentence s;
  return s << "load_state takes a state, a range of views with names, as in load_state(other.state())";
}();

template<StateRange R>
std::vector<state_view> states_of(const R& range) {
  std::vector<state_view> r;
  for (const auto& x : range)
    r.push_back(x);
  return r;
}

inline const state_view* find_state(std::span<const state_view> in, std::string_view name) {
  for (const state_view& s : in)
    if (s.name == name) return &s;
  return nullptr;
}

inline void append_name(std::string& list, std::string_view name) {
  if (!list.empty()) list += ", ";
  list += name;
}

/// `the state to load lacks weight and has the unknown name wieght (did you mean weight?)`, or nothing.
inline std::string words_of_names(std::span<const state_view> expected, std::span<const state_view> given) {
  std::string missing, unknown;
  std::size_t count = 0;
  for (const state_view& e : expected)
    if (find_state(given, e.name) == nullptr) append_name(missing, e.name);
  for (const state_view& g : given) {
    if (find_state(given, g.name) != &g) return "the state to load has " + g.name + " twice";
    if (find_state(expected, g.name) != nullptr) continue;
    nearest_name meant{.wanted = g.name};
    for (const state_view& e : expected)
      meant.consider(e.name);
    append_name(unknown, g.name);
    if (!meant.best.empty()) unknown += " (did you mean " + std::string(meant.best) + "?)";
    ++count;
  }
  std::string words;
  if (!missing.empty()) words += " lacks " + missing;
  if (count != 0)
    words +=
        (words.empty() ? "" : " and") + std::string(count == 1 ? " has the unknown name " : " has the unknown names ");
  words += unknown;
  return words.empty() ? words : "the state to load" + words;
}

/// Whether labels agree, and also what they stand for, where both say it: an axis out of a file is a label only.
inline bool same_axis(const axis_extent& a, const axis_extent& b) {
  return a.axis.label == b.axis.label && (!a.axis.key || !b.axis.key || a.axis.key == b.axis.key);
}

/// `weight has extent 64 along axis C, but the state to load has 32`, or nothing; `whose`: what g belongs to. Where one
/// side names no axes, only the number of elements counts. State views or named views.
sentence words_of_dims(const auto& e, const auto& g, std::string_view whose) {
  sentence s;
  if (e.dims.empty() || g.dims.empty()) {
    if (e.size != g.size)
      s << e.name << " has " << e.size << (e.size == 1 ? " element, but " : " elements, but ") << whose << " has "
        << g.size;
    return s;
  }
  if (!std::equal(e.dims.begin(), e.dims.end(), g.dims.begin(), g.dims.end(), same_axis)) {
    s << e.name << " has axes " << e.dims << ", but " << whose << " has " << g.dims;
    return s;
  }
  for (std::size_t i = 0; i < e.dims.size(); ++i)
    if (e.dims[i].extent != g.dims[i].extent) {
      s << e.name << " has extent " << e.dims[i].extent << " along axis " << e.dims[i].axis << ", but " << whose
        << " has " << g.dims[i].extent;
      return s.about(e.dims[i].axis, e.dims[i].extent, g.dims[i].extent);
    }
  return s;
}

inline void check_states(std::span<const state_view> expected, std::span<const state_view> given) {
  if (const std::string words = words_of_names(expected, given); !words.empty()) throw std::invalid_argument(words);
  for (const state_view& e : expected) {
    const state_view& g = *find_state(given, e.name);
    if (e.kind() != g.kind())
      throw std::invalid_argument(e.name + " holds " + std::string(kind_name(e.kind())) +
                                  ", but the state to load has " + std::string(kind_name(g.kind())));
    throw_if(words_of_dims(e, g, "the state to load"));
  }
}

inline void load_states(std::span<const state_view> to, std::span<const state_view> from) {
  check_states(to, from);
  for (const state_view& t : to)
    t.writable_bytes(); // throws before anything is written
  for (const state_view& t : to)
    if (t.size != 0)
      std::memmove(t.writable_bytes().data(), find_state(from, t.name)->bytes().data(), t.bytes().size());
}

} // namespace detail

/// Checks that `given` has what `expected` has and nothing else, in any order: the same names, element types, axes and
/// extents. Throws shape_error where axes or extents differ, else std::invalid_argument, with one sentence.
template<StateRange Expected, StateRange Given>
void check_state(const Expected& expected, const Given& given) {
  detail::check_states(detail::states_of(expected), detail::states_of(given));
}

/// Copies the elements of `from` into those of the same name in `to`. Throws what check_state throws, and
/// std::invalid_argument where `to` is constant; then nothing has been written.
template<StateRange To, StateRange From>
void load_state(const To& to, const From& from) {
  detail::load_states(detail::states_of(to), detail::states_of(from));
}

} // namespace axnorm
