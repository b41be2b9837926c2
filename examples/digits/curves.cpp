// Loss and test error, epoch by epoch, a column for each batch size; under them what switchable norm has learned.
// Used by main.cpp.
// Must not know how the results came about.
#include "curves.hpp"

#include "../support/contact_sheet.hpp"
#include "../support/plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace digits {
namespace {

using namespace examples;
namespace theme = examples::theme;

constexpr std::array<colour, 8> inks{{{107, 111, 118},
                                      {213, 94, 0},
                                      {0, 114, 178},
                                      {0, 158, 115},
                                      {204, 121, 167},
                                      {86, 180, 233},
                                      {20, 20, 20},
                                      {230, 159, 0}}};
constexpr std::array<colour, 3> set_inks{inks[3], inks[2], inks[1]}; // of IN, LN and BN

colour ink_of(const std::string& norm) {
  return inks[static_cast<std::size_t>(find_norm(norm) - norm_choices().data()) % inks.size()];
}

/// One line for each norm at this batch size: a number of each epoch. What is no number any more is drawn at the top.
template<class Number>
std::vector<curve> curves_of(const results& of, int batch, Number number) {
  std::vector<curve> all;
  for (const std::string& norm : of.norms)
    if (const outcome* o = of.find(norm, batch)) {
      curve& c = all.emplace_back(curve{{}, ink_of(norm)});
      for (std::size_t i = 0; i < o->epochs.size(); ++i) {
        const double value = number(o->epochs[i]);
        c.points.push_back({static_cast<double>(i + 1), std::isfinite(value) ? value : HUGE_VAL});
      }
    }
  return all;
}

/// Both bounds of all curves' numbers that are finite.
std::array<double, 2> bounds(const results& of, double (*number)(const measured&)) {
  std::array<double, 2> both{HUGE_VAL, -HUGE_VAL};
  for (const outcome& o : of.outcomes)
    for (const measured& m : o.epochs)
      if (const double value = number(m); std::isfinite(value)) {
        both[0] = std::min(both[0], value);
        both[1] = std::max(both[1], value);
      }
  return both[0] > both[1] ? std::array<double, 2>{0, 1} : both;
}

double loss(const measured& m) { return m.loss; }
double error(const measured& m) { return 100 * (1 - m.accuracy); }

/// Of one batch size, for each layer two bars, of means and of variances, divided as the sets' shares.
void draw_switches(pen& with, const box& at, const outcome& of) {
  constexpr double size = 13, label = 88;
  const double bars = 2 * static_cast<double>(of.switches.size());
  const double step = at.height / bars, width = at.width - label - size;
  for (std::size_t layer = 0; layer < of.switches.size(); ++layer) {
    const axnorm::weight_table& sets = of.switches[layer];
    for (std::size_t k = 0; k < 2; ++k) {
      const double top = at.top + (2 * static_cast<double>(layer) + static_cast<double>(k)) * step;
      with.text({at.left + label - 8, top + step * 0.5 + size * 0.3},
                std::to_string(layer + 1) + (k == 0 ? ": mean" : ": variance"),
                {size, theme::muted, face::regular, align::right});
      double left = at.left + label;
      for (std::size_t set = 0; set < sets.size(); ++set) {
        const double share = k == 0 ? sets[set].mean : sets[set].var;
        const box part{left, top + step * 0.14, width * share, step * 0.72};
        with.fill(part, set_inks[set]);
        left = part.right();
      }
    }
  }
}

} // namespace

bitmap curves_sheet(const results& of) {
  contact_sheet sheet;
  sheet.title = "Learning to read digits with each norm";
  sheet.lines = {"The same network from the same random weights; the learning rate is proportional to the batch size."};
  sheet.cell_width = 470;
  sheet.cell_height = 300;
  sheet.row_labels = {"training loss", "test error in %"};
  const auto epochs = static_cast<double>(std::max(2, of.epochs_done));
  const std::array<double, 2> losses = bounds(of, loss);
  // What diverges, or has hardly begun, leaves the picture above.
  const double lowest_loss = std::pow(10, std::floor(std::log10(std::max(losses[0], 1e-6))));
  const double highest_error = std::min(bounds(of, error)[1] * 1.05 + 0.1, 12.0);
  sheet.rows.resize(2);
  std::vector<cell> switches;
  for (const int batch : of.batches) {
    sheet.columns.push_back({"batch " + std::to_string(batch), ""});
    const auto plot = [epochs](std::vector<curve> curves, plot_style style) {
      style.across = "epoch";
      style.left = 1;
      style.right = epochs;
      style.ticks = 6;
      style.text_size = 13;
      return cell{{},
                  [curves = std::move(curves), style](pen& with, const box& at) { draw_plot(with, at, curves, style); },
                  {}};
    };
    sheet.rows[0].push_back(
        plot(curves_of(of, batch, loss), {.logarithmic = true, .lowest = lowest_loss, .highest = 3}));
    sheet.rows[1].push_back(plot(curves_of(of, batch, error), {.highest = highest_error}));
    for (const outcome& o : of.outcomes)
      if (o.batch == batch && !o.switches.empty())
        switches.emplace_back().draw = [&o](pen& with, const box& at) { draw_switches(with, at, o); };
  }
  if (switches.size() == of.batches.size()) {
    sheet.rows.push_back(std::move(switches));
    sheet.row_labels.emplace_back("shares in SN's layers");
  }
  sheet.footer_height = 64;
  sheet.footer = [&of, shares = sheet.rows.size() > 2](pen& with, const box& at) {
    std::vector<legend_entry> entries;
    for (const std::string& norm : of.norms)
      entries.push_back({norm, ink_of(norm)});
    draw_legend(with, {at.left, at.top + 22}, entries, 17);
    if (shares)
      draw_legend(with, {at.left, at.top + 52},
                  {{"share of IN", set_inks[0]}, {"share of LN", set_inks[1]}, {"share of BN", set_inks[2]}}, 17);
  };
  return drawn(sheet);
}

} // namespace digits
