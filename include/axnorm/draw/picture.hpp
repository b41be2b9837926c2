// The picture of a formula: its largest input as a block of cells, once for each set of axes that the formula reduces
// over, with one set coloured, the statistics and the parameters beside it, and a legend in words. Lays out what
// subject.hpp says with what svg.hpp draws. Knows no norm.
#pragma once

#include <axnorm/draw/block.hpp>
#include <axnorm/draw/subject.hpp>
#include <axnorm/draw/svg.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace axnorm::drawing {

class picture {
public:
  picture(const subject& x, std::string_view title) : x_(x), arrangement_(x), title_(title) {}

  /// The file's text. Throws shape_error if a block is too large, before anything is drawn.
  std::string svg() {
    check();
    if (!title_.empty()) {
      canvas_.write({0, 14}, title_, "title");
      top_ = 34;
    }
    if (x_.sets.empty()) whole_block(0, top_, x_.main, [](const block&, const cell&) { return paint::plain; });
    int left = 0;
    for (std::size_t k = 0; k < x_.sets.size(); ++k)
      left = panel(k, left);
    parameters();
    legend();
    return canvas_.file(title_.empty() ? "What is reduced of " + x_.main_name + " " + x_.words(x_.main) : title_,
                        joined(said_, ". ") + ".");
  }

private:
  static constexpr int gap = 30, line_height = 19, least_width = 430, widest = 760;

  void check() const {
    arrangement_.check(arrangement_.of(x_.main));
    for (const reduced_set& s : x_.sets)
      arrangement_.check(arrangement_.of(s.over | s.kept));
    for (const declared& d : x_.parameters)
      arrangement_.check(arrangement_.of(d));
  }
  bool alone() const { return x_.sets.size() < 2; }

  /// A block with the names of its axes along its sides, the highest point at y; returns where its front begins.
  template<class PaintAt>
  point whole_block(int left, int y, graph::axis_mask parts, PaintAt paint_at) {
    const block b = arrangement_.of(parts);
    const std::string down = b.label(side::down), across = b.label(side::across), away = b.label(side::away);
    const point at{left + (down.empty() ? 0 : canvas::text_width(down) + 8), y};
    canvas_.draw(b, at, [&](const cell& c) { return paint_at(b, c); });
    const int front_width = static_cast<int>(b.cells(side::across)) * cell_size;
    const int front_height = static_cast<int>(b.cells(side::down)) * cell_size;
    const int deep = static_cast<int>(b.cells(side::away)), front_top = y + deep * away_up;
    if (!down.empty()) canvas_.write({at.x - 8, front_top + front_height / 2 + 4}, down, "axis", "end");
    if (!across.empty())
      canvas_.write({at.x + front_width / 2, front_top + front_height + 16}, across, "axis", "middle");
    below_ = front_top + front_height + 26;
    first_ = at.x;
    last_ = at.x + front_width - cell_size;
    if (!away.empty())
      canvas_.write({at.x + front_width + deep * away_right / 2 + 7, front_top + front_height - deep * away_up / 2 + 9},
                    away, "axis");
    return at;
  }

  /// Set number k: what it runs over above its block, its statistics below or beside it. Returns where there is room
  /// for the next one.
  int panel(std::size_t k, int left) {
    const reduced_set& set = x_.sets[k];
    const bool blends = k > 0 && x_.blended_with_next[k - 1];
    if (k > 0 && !blends && left > widest) {
      left = 0;
      top_ = canvas_.height() + gap;
    }
    const block whole = arrangement_.of(set.over | set.kept);
    const membership members(whole, set);
    const paint own = paint_of_set(k);
    if (blends) {
      canvas_.write({left, top_ + 22 + height_of(whole) / 2}, "+", "sign");
      left += 34;
    }
    canvas_.write({left, top_ + 11}, heading(set));
    const int y = top_ + 22;
    const point at = whole_block(left, y, set.over | set.kept, [&](const block& b, const cell& c) {
      if (members.holds(b, c)) return own;
      const bool tinted = members.is_other_group(b, c);
      has_groups_ = has_groups_ || tinted;
      return tinted ? paint::group : paint::plain;
    });
    if (set.window == 0) statistic(set, whole, members, own, at);
    return canvas_.width() + gap;
  }
  static std::string heading(const reduced_set& set) {
    return words_of(set) + " of " + (set.of.empty() ? "statistics" : set.of);
  }

  /// The statistics of a set, below the block where they are flat, else beside it; an arrow leads to that of the set.
  void statistic(const reduced_set& set, const block& whole, const membership& members, paint own, point at) {
    const block b = arrangement_.of(set.kept);
    const auto paint_at = [&](const cell& c) { return members.holds(b, c) ? own : paint::plain; };
    if (b.cells(side::down) == 1) {
      const int bottom = at.y + height_of(whole);
      canvas_.arrow({last_ + cell_size / 2, bottom + 5}, {last_ + cell_size / 2, bottom + 27});
      const bool narrow = b.along(side::across).empty();
      flat(b, {narrow ? last_ : at.x, bottom + 32}, statistic_words(set), paint_at, at.x,
           narrow ? 1 : static_cast<int>(whole.cells(side::across) / b.cells(side::across)));
      return;
    }
    const int right = at.x + width_of(whole) + 14;
    const int middle = at.y + static_cast<int>(whole.cells(side::away)) * away_up + cell_size / 2;
    canvas_.arrow({right, middle}, {right + 22, middle});
    canvas_.draw(b, {right + 28, at.y + height_of(whole) - height_of(b)}, paint_at);
    canvas_.write({right + 28, at.y + height_of(whole) + 16}, statistic_words(set), "quiet");
  }
  std::string statistic_words(const reduced_set& set) const {
    return words_of(set) + (set.kept == 0 ? "" : " " + x_.words(set.kept));
  }

  /// A flat block with words on its right, or, where other sets follow there, below, from x = `left` on. A cell is
  /// `step` cells of the block above wide, as groups are.
  template<class PaintAt>
  void flat(const block& b, point at, const std::string& words, PaintAt paint_at, int left, int step = 1) {
    canvas_.draw(b, at, paint_at, step);
    const int bottom = at.y + height_of(b);
    const int beside = at.x + static_cast<int>(b.cells(side::across)) * step * cell_size +
                       static_cast<int>(b.cells(side::away)) * away_right / 2 + 12;
    if (alone())
      canvas_.write({beside, bottom - cell_size / 2 + 5}, words, "quiet");
    else
      canvas_.write({left, bottom + 16}, words, "quiet");
    below_ = bottom + 14;
    first_ = left;
  }

  static std::string declared_words(const declared& d) {
    if (d.axes.empty()) return joined(d.names);
    std::string r = joined(d.names) + " {";
    for (const axis_extent& a : d.axes)
      r += (r.back() == '{' ? "" : ", ") + std::string(a.axis.label);
    return r + "}";
  }

  /// The parameters: of one set, flat ones go below its statistics, cell below cell; else they are a row of their own.
  void parameters() {
    const auto paint_at = [](const cell&) { return paint::parameter; };
    int left = 0, beside = canvas_.width() + gap;
    const int row = canvas_.height() + gap - 8;
    for (const declared& d : x_.parameters) {
      const block b = arrangement_.of(d);
      const std::string words = declared_words(d);
      if (alone() && b.cells(side::down) == 1) {
        const bool narrow = b.along(side::across).empty() && !b.along(side::away).empty();
        flat(b, {narrow ? last_ : first_, below_}, words, paint_at, first_);
      } else if (alone()) {
        canvas_.draw(b, {beside, top_ + 22}, paint_at);
        canvas_.write({beside, top_ + 22 + height_of(b) + 16}, words, "quiet");
        beside = canvas_.width() + gap;
      } else {
        canvas_.draw(b, {left, row}, paint_at);
        canvas_.write({left + width_of(b) + 8, row + height_of(b) - cell_size / 2 + 5}, words, "quiet");
        left += width_of(b) + 8 + canvas::text_width(words) + gap;
      }
    }
  }

  /// Colours and signs in words.
  void legend() {
    int y = canvas_.height() + gap;
    const int room = std::max(canvas_.width(), least_width);
    const auto add = [&](const std::string& words, auto sign) {
      sign(y);
      for (const std::string& line : lines(words, room - 22)) {
        canvas_.write({22, y}, line);
        y += line_height;
      }
      y += 3;
      said_.push_back(words);
    };
    for (std::size_t k = 0; k < x_.sets.size(); ++k)
      add(sentence_of(x_.sets[k]), [&](int at) { canvas_.swatch({0, at}, paint_of_set(k)); });
    if (x_.sets.empty()) add("no statistic: each element of " + x_.main_name + " by itself", [](int) {});
    if (has_groups_)
      add("every other group, to tell them apart", [&](int at) { canvas_.swatch({0, at}, paint::group); });
    if (std::find(x_.blended_with_next.begin(), x_.blended_with_next.end(), true) != x_.blended_with_next.end())
      add("blended: a sum of what these statistics give" +
              (x_.blended_with.empty() ? "" : ", weighted by " + joined(x_.blended_with)),
          [&](int at) { canvas_.write({2, at}, "+"); });
    if (!x_.parameters.empty()) {
      std::vector<std::string> all;
      for (const declared& d : x_.parameters)
        all.push_back(declared_words(d));
      add("parameters: " + joined(all, "; "), [&](int at) { canvas_.swatch({0, at}, paint::parameter); });
    }
  }
  std::string sentence_of(const reduced_set& set) const {
    const std::string what = words_of(set, " and "), of = set.of.empty() ? "statistics" : set.of;
    if (set.window > 0)
      return of + " over " + expr::window_words(set.window) +
             (graph::is_between(set.window) ? " along " : " neighbours along ") + x_.words(set.over) + ": one " + what +
             " for each element";
    return of + " over " + x_.words(set.over) + ": " +
           (set.kept == 0 ? "a single " + what : "one " + what + " for each of " + x_.words(set.kept));
  }
  /// Words cut into lines.
  static std::vector<std::string> lines(const std::string& words, int room) {
    std::vector<std::string> r(1);
    std::size_t from = 0;
    while (from < words.size()) {
      const std::size_t to = std::min(words.find(' ', from), words.size());
      const std::string word = words.substr(from, to - from);
      if (!r.back().empty() && canvas::text_width(r.back() + " " + word) > room) r.emplace_back();
      r.back() += (r.back().empty() ? "" : " ") + word;
      from = to + 1;
    }
    return r;
  }

  const subject& x_;
  arrangement arrangement_;
  std::string title_;
  canvas canvas_;
  std::vector<std::string> said_;
  int top_ = 0;
  int below_ = 0, first_ = 0, last_ = 0; ///< where the next flat block may go, and the last column of cells above
  bool has_groups_ = false;
};

} // namespace axnorm::drawing
