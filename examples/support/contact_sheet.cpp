// Laying out and drawing a contact sheet.
// Must not know what the pictures show.
#include "contact_sheet.hpp"

#include <algorithm>
#include <cmath>

namespace examples {
namespace {

struct size {
  int width, height;
};

/// The largest size of the picture's proportions within the given one.
size fitted(const bitmap& picture, size within) {
  const double scale =
      std::min(static_cast<double>(within.width) / picture.width, static_cast<double>(within.height) / picture.height);
  return {std::max(1, static_cast<int>(std::lround(picture.width * scale))),
          std::max(1, static_cast<int>(std::lround(picture.height * scale)))};
}

/// Where everything stands on one sheet.
class layout {
public:
  explicit layout(const contact_sheet& sheet) : sheet_(sheet) {
    std::size_t most = 0;
    for (const auto& row : sheet.rows)
      most = std::max(most, row.size());
    margin_ = std::lround(sheet.text_size * 2.2);
    left_ = margin_ + (sheet.row_labels.empty() ? 0 : std::lround(sheet.text_size * 1.9));
    const auto columns = static_cast<long>(most);
    width_ = left_ + columns * sheet.cell_width + (columns - 1) * sheet.gap + margin_;
    long y = margin_ + std::lround(title_size());
    y += static_cast<long>(sheet.lines.size()) * line_height() + (sheet.formula.empty() ? 0 : line_height());
    y += std::lround(sheet.text_size * 1.1);
    headings_ = y;
    if (!sheet.columns.empty()) {
      const bool detailed =
          std::any_of(sheet.columns.begin(), sheet.columns.end(), [](const heading& of) { return !of.detail.empty(); });
      y += std::lround(sheet.text_size * (detailed ? 2.9 : 1.6));
    }
    for (const auto& row : sheet.rows) {
      tops_.push_back(y);
      heights_.push_back(row_height(row));
      y += heights_.back() + caption_height(row) + sheet.gap;
    }
    footer_ = y;
    height_ = y + (sheet.footer ? sheet.footer_height : 0) + margin_ - sheet.gap;
  }

  double title_size() const { return sheet_.text_size * 1.75; }
  double detail_size() const { return sheet_.text_size * 0.8; }
  long line_height() const { return std::lround(sheet_.text_size * 1.45); }

  size whole() const { return {static_cast<int>(width_), static_cast<int>(height_)}; }
  int margin() const { return static_cast<int>(margin_); }
  int headings() const { return static_cast<int>(headings_); }
  int left(std::size_t column) const {
    return static_cast<int>(left_) + static_cast<int>(column) * (sheet_.cell_width + sheet_.gap);
  }
  int top(std::size_t row) const { return static_cast<int>(tops_[row]); }
  int height(std::size_t row) const { return static_cast<int>(heights_[row]); }
  box footer() const {
    return {static_cast<double>(left_), static_cast<double>(footer_), static_cast<double>(width_ - left_ - margin_),
            static_cast<double>(sheet_.footer_height)};
  }

private:
  long row_height(const std::vector<cell>& row) const {
    if (sheet_.cell_height > 0) return sheet_.cell_height;
    int tallest = 1;
    for (const cell& of : row)
      if (of.picture.width > 0)
        tallest = std::max(tallest, fitted(of.picture, {sheet_.cell_width, sheet_.cell_width * 5 / 4}).height);
    return tallest;
  }
  long caption_height(const std::vector<cell>& row) const {
    const bool captioned = std::any_of(row.begin(), row.end(), [](const cell& of) { return !of.caption.empty(); });
    return captioned ? std::lround(detail_size() * 1.7) : 0;
  }

  const contact_sheet& sheet_;
  long margin_ = 0, left_ = 0, width_ = 0, headings_ = 0, footer_ = 0, height_ = 0;
  std::vector<long> tops_, heights_;
};

void draw_head(pen& with, const contact_sheet& sheet, const layout& at) {
  double y = at.margin() + at.title_size() * 0.75;
  const double left = at.margin();
  with.text({left, y}, sheet.title, {at.title_size(), theme::ink, face::bold, align::left});
  y += at.title_size() * 0.25;
  for (const std::string& line : sheet.lines)
    with.text({left, y += static_cast<double>(at.line_height())}, line,
              {sheet.text_size * 0.9, theme::muted, face::regular, align::left});
  if (!sheet.formula.empty())
    with.text({left, y += static_cast<double>(at.line_height())}, sheet.formula,
              {sheet.text_size * 0.85, theme::ink, face::monospaced, align::left});
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    const double baseline = at.headings() + sheet.text_size;
    with.text({static_cast<double>(at.left(i)), baseline}, sheet.columns[i].text,
              {sheet.text_size, theme::ink, face::bold, align::left});
    with.text({static_cast<double>(at.left(i)), baseline + sheet.text_size * 1.25}, sheet.columns[i].detail,
              {at.detail_size(), theme::muted, face::regular, align::left});
  }
}

void draw_cell(pen& with, const contact_sheet& sheet, const layout& at, std::size_t row, std::size_t column) {
  const cell& of = sheet.rows[row][column];
  const int left = at.left(column), top = at.top(row), height = at.height(row);
  if (of.draw) {
    of.draw(with, {static_cast<double>(left), static_cast<double>(top), static_cast<double>(sheet.cell_width),
                   static_cast<double>(height)});
  } else if (of.picture.width > 0) {
    const size to = fitted(of.picture, {sheet.cell_width, height});
    with.picture(left + (sheet.cell_width - to.width) / 2, top + (height - to.height) / 2,
                 resized(of.picture, to.width, to.height));
  }
  with.text({static_cast<double>(left), top + height + at.detail_size() * 1.25}, of.caption,
            {at.detail_size(), theme::muted, face::regular, align::left});
}

} // namespace

bitmap drawn(const contact_sheet& sheet) {
  const layout at(sheet);
  bitmap target(at.whole().width, at.whole().height, theme::paper);
  pen with(target);
  draw_head(with, sheet, at);
  for (std::size_t row = 0; row < sheet.rows.size(); ++row) {
    for (std::size_t column = 0; column < sheet.rows[row].size(); ++column)
      draw_cell(with, sheet, at, row, column);
    if (row < sheet.row_labels.size())
      with.text_upwards({at.margin() + sheet.text_size, at.top(row) + at.height(row) / 2.0}, sheet.row_labels[row],
                        {sheet.text_size * 0.9, theme::ink, face::regular, align::centre});
  }
  if (sheet.footer) sheet.footer(with, at.footer());
  return target;
}

void draw_legend(pen& with, point at, const std::vector<legend_entry>& entries, double text_size) {
  const text_style style{text_size, theme::ink, face::regular, align::left};
  for (const legend_entry& entry : entries) {
    with.fill({at.x, at.y - text_size * 0.7, text_size * 1.6, text_size * 0.7}, entry.ink);
    at.x += text_size * 2.1;
    at.x += with.text(at, entry.name, style) + text_size * 1.6;
  }
}

} // namespace examples
