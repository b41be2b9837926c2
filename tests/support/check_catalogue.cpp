#include "support/check_catalogue.hpp"

#include "support/catch.hpp"
#include "support/differences.hpp"
#include "support/reference.hpp"
#include <axnorm/graph/late.hpp>
#include <axnorm/graph/lower.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace axnorm::check {
namespace {

std::int64_t product(const std::vector<std::int64_t>& extents) {
  return std::accumulate(extents.begin(), extents.end(), std::int64_t{1}, std::multiplies<>());
}

/// The largest difference, relative to the largest number expected; infinite where the sizes differ.
double relative_difference(const std::vector<double>& found, const std::vector<double>& wanted) {
  if (found.size() != wanted.size()) return HUGE_VAL;
  double worst = 0, scale = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double difference = std::abs(found[i] - wanted[i]);
    worst = std::isnan(difference) ? HUGE_VAL : std::max(worst, difference);
    scale = std::max(scale, std::abs(wanted[i]));
  }
  return scale > 0 ? worst / scale : worst;
}

std::vector<std::string_view> labels_of(const named_view<double>& v) {
  std::vector<std::string_view> r;
  for (const axis_extent& d : v.dims)
    r.push_back(d.axis.label);
  return r;
}

std::string without_blanks(std::string_view name) {
  std::string r;
  for (const char c : name)
    if (c != ' ') r += c;
  return r;
}

} // namespace

const golden::file& catalogue_numbers() {
  static const golden::file f("tests/golden/catalogue");
  return f;
}

array::array(std::vector<std::int64_t> of)
    : extents(std::move(of)), numbers(static_cast<std::size_t>(product(extents))) {}
array::array(std::vector<std::int64_t> of, std::vector<double> values)
    : extents(std::move(of)), numbers(std::move(values)) {}

std::size_t array::position(std::initializer_list<std::int64_t> index) const {
  if (index.size() != extents.size()) throw std::logic_error("an array has another number of indices");
  std::int64_t at = 0;
  std::size_t k = 0;
  for (const std::int64_t i : index)
    at = at * extents[k++] + i;
  return static_cast<std::size_t>(at);
}

array given_numbers::operator[](const std::string& name) const {
  const std::string full = norm_ + ' ' + name;
  std::vector<std::string_view> labels;
  for (const auto& [label, extent] : catalogue_numbers().at(full).axes)
    labels.push_back(label);
  array r;
  r.numbers = catalogue_numbers().numbers(full, labels, r.extents);
  return r;
}

any_norm::any_norm(std::string_view name) : name_(without_blanks(name)) {}

array any_norm::exact(const std::string& tensor, const std::vector<std::string_view>& axes) const {
  array r;
  r.numbers = catalogue_numbers().numbers(name_ + ' ' + tensor, axes, r.extents);
  return r;
}

void any_norm::load(const std::vector<named_view<double>>& views) const {
  for (const auto& v : views) {
    const array from = exact(v.name, labels_of(v));
    REQUIRE(static_cast<std::int64_t>(from.numbers.size()) == v.size);
    std::copy(from.numbers.begin(), from.numbers.end(), v.data);
  }
}

void any_norm::check_initial(const std::vector<named_view<double>>& views) const {
  for (const auto& v : views) {
    INFO("initial " << v.name);
    const double wanted = exact(v.name + ".initial", {}).numbers.at(0);
    CHECK(std::all_of(v.data, v.data + v.size, [&](double found) { return found == wanted; }));
  }
}

void any_norm::check_view(const named_view<double>& found, const std::string& tensor) const {
  INFO(tensor);
  CHECK(relative_difference({found.data, found.data + found.size}, exact(tensor, labels_of(found)).numbers) <= 1e-11);
}

void any_norm::check_differences(const named_view<double>& at, const double* gradient,
                                 const std::vector<array>& arriving) {
  INFO("finite differences of " << at.name);
  const auto value = [&] {
    double sum = 0;
    const auto y = forward();
    for (std::size_t k = 0; k < y.size(); ++k)
      sum +=
          std::inner_product(y[k].values.numbers.begin(), y[k].values.numbers.end(), arriving[k].numbers.begin(), 0.0);
    return sum;
  };
  // Steps of 1e-5: of smaller ones the rounding of a sum over all results shows.
  const std::int64_t step = std::max<std::int64_t>(1, at.size / 40 | 1);
  for (std::int64_t i = 0; i < at.size; i += step)
    CHECK(gradient[i] == Approx(central_difference(at.data[i], value, 1e-5)).epsilon(2e-6).margin(2e-7));
}

void any_norm::check_mode(const std::string& prefix, const transcription& loops, bool differences) {
  INFO((prefix.empty() ? "training" : "evaluation"));
  const auto y = forward();
  std::vector<array> arriving;
  const auto by_loops = loops(given_numbers(name_, prefix.empty()));
  REQUIRE(by_loops.size() == y.size());
  for (std::size_t k = 0; k < y.size(); ++k) {
    INFO("result " << k);
    const std::string which = std::to_string(k);
    CHECK(relative_difference(y[k].values.numbers, exact(prefix + "y" + which, y[k].axes).numbers) <= 1e-12);
    const array in_order = given_numbers(name_, true)[prefix + "y" + which];
    CHECK(by_loops[k].extents == in_order.extents);
    CHECK(relative_difference(by_loops[k].numbers, in_order.numbers) <= 1e-12);
    arriving.push_back(exact("dy" + which, y[k].axes));
  }
  const auto inputs_then = inputs();
  const auto found = backward(arriving);
  REQUIRE(found.size() == inputs_then.size());
  const auto parameters_then = parameters(), gradients_then = gradients();
  std::vector<std::vector<double>> kept;
  for (std::size_t k = 0; k < found.size(); ++k) {
    INFO("gradient of " << inputs_then[k].name);
    const array wanted = exact(prefix + inputs_then[k].name + ".grad", labels_of(inputs_then[k]));
    CHECK(relative_difference(found[k].numbers, wanted.numbers) <= 1e-11);
  }
  for (const auto& g : gradients_then) {
    check_view(g, prefix + g.name + ".grad");
    kept.emplace_back(g.data, g.data + g.size);
  }
  if (!differences) return;
  for (std::size_t k = 0; k < found.size(); ++k)
    check_differences(inputs_then[k], found[k].numbers.data(), arriving);
  for (std::size_t k = 0; k < kept.size(); ++k)
    check_differences(parameters_then[k], kept[k].data(), arriving);
}

double noise::next() {
  double sum = 0; // of four, so that most are in the middle
  for (int k = 0; k < 4; ++k) {
    seed_ = seed_ * 1664525u + 1013904223u;
    sum += (seed_ >> 8) / 0x1p24 - 0.5;
  }
  return 0.5 + 1.5 * sum;
}

std::size_t usual_extent(std::string_view label) {
  constexpr std::pair<std::string_view, std::size_t> extents[]{
      {"N", 4}, {"C", 8}, {"H", 3}, {"W", 5}, {"T", 7}, {"K", 2}, {"S", 3}, {"D", 6}, {"Head", 2}, {"In", 3},
  };
  for (const auto& [name, extent] : extents)
    if (name == label) return extent;
  return 4;
}

namespace {

/// Position `index` along dimension `dim` of a row-major operand: what a formula picks of it.
std::vector<double> picked_from(const reference_operand& from, int dim, std::int64_t index) {
  std::int64_t inner = 1;
  const auto n = static_cast<std::size_t>(dim);
  for (std::size_t k = n + 1; k < from.axes.size(); ++k)
    inner *= from.axes[k].extent;
  std::vector<double> r;
  for (std::size_t at = 0; at < from.values.size(); ++at)
    if (static_cast<std::int64_t>(at) / inner % from.axes[n].extent == index) r.push_back(from.values[at]);
  return r;
}

/// The rows along dimension `dim` that the labels name, one after another.
std::vector<double> gathered_from(const reference_operand& from, int dim, const reference_operand& labels) {
  std::vector<double> r;
  for (const double label : labels.values)
    for (const double v : picked_from(from, dim, static_cast<std::int64_t>(label)))
      r.push_back(v);
  return r;
}

bool names(const expr::listing_view& formula, std::string_view name) {
  return std::any_of(formula.entries.begin(), formula.entries.end(),
                     [&](const expr::entry& e) { return expr::is_variable(e.kind) && formula.name(e) == name; });
}

} // namespace

std::vector<array> reference_results(const expr::listing_view& formula, const std::vector<reference_operand>& operands,
                                     bool track) {
  std::vector<graph::binding> bindings;
  std::vector<axis_extent> dims;
  std::vector<const reference_operand*> bound;
  for (const reference_operand& o : operands) {
    if (!names(formula, o.name)) continue; // a buffer that only evaluation reads
    bindings.push_back({.name = o.name,
                        .first = static_cast<int>(dims.size()),
                        .count = static_cast<int>(o.axes.size()),
                        .type = o.type,
                        .wide = o.type == graph::numbers::floating,
                        .number = o.number});
    dims.insert(dims.end(), o.axes.begin(), o.axes.end());
    bound.push_back(&o);
  }
  const graph::bindings given{.operands = bindings, .dims = dims, .track = track};
  const graph::lowered l = graph::lower(formula, given);
  INFO(std::string(l.why.view()));
  REQUIRE(l.why.empty());
  std::vector<std::int64_t> extents;
  for (const graph::axis_part& p : l.g.parts)
    extents.push_back(p.extent);
  std::vector<std::vector<double>> values;
  for (const graph::operand_source& s : l.sources) {
    const reference_operand& from = *bound[static_cast<std::size_t>(s.binding)];
    if (s.by >= 0)
      values.push_back(gathered_from(from, s.picked_dim, *bound[static_cast<std::size_t>(s.by)]));
    else
      values.push_back(s.picked_dim < 0 ? from.values : picked_from(from, s.picked_dim, s.index));
  }
  std::vector<array> r;
  const auto found = reference::evaluate(l.g, extents, values);
  for (std::size_t k = 0; k < found.size(); ++k) {
    const graph::output& o = l.g.outputs[k];
    array a;
    for (int c = o.first_chain; c < o.first_chain + o.chains; ++c)
      a.extents.push_back(graph::chain_extent(l.g.chains[static_cast<std::size_t>(c)], l.g.chain_parts, extents));
    a.numbers = found[k];
    r.push_back(a);
  }
  return r;
}

std::vector<array> any_norm::reference(bool training) {
  std::vector<reference_operand> all = operands();
  for (const auto& views : {parameters(), buffers()})
    for (const named_view<double>& v : views)
      all.push_back({.name = v.name,
                     .type = graph::numbers::floating,
                     .number = false,
                     .axes = {v.dims.begin(), v.dims.end()},
                     .values = {v.data, v.data + v.size}});
  return reference_results(formula(training), all, training);
}

/// The buffers are what they were, mixed with what a batch has shown.
void any_norm::check_state_alone(const std::vector<array>& observed, const std::vector<std::vector<double>>& before) {
  const expr::listing_view l = formula(true);
  const auto now = buffers();
  for (std::size_t t = 0; t < l.tracked.size(); ++t)
    for (std::size_t b = 0; b < now.size(); ++b) {
      if (now[b].name != l.name(l.tracked[t]) || graph::is_late(l, l.tracked[t])) continue; // (of gradients: golden)
      INFO("state " << now[b].name);
      const double weight = l.tracked[t].weight(1);
      std::vector<double> wanted = before[b];
      REQUIRE(wanted.size() == observed[t].numbers.size());
      for (std::size_t i = 0; i < wanted.size(); ++i)
        wanted[i] += weight * (observed[t].numbers[i] - wanted[i]);
      CHECK(relative_difference({now[b].data, now[b].data + now[b].size}, wanted) <= 1e-11);
    }
}

void any_norm::check_mode_alone(bool training) {
  INFO((training ? "training" : "evaluation"));
  const auto y = forward();
  std::vector<array> arriving;
  const auto wanted = reference(training);
  REQUIRE(wanted.size() >= y.size());
  noise numbers;
  for (std::size_t k = 0; k < y.size(); ++k) {
    INFO("result " << k);
    CHECK(y[k].values.extents == wanted[k].extents);
    CHECK(relative_difference(y[k].values.numbers, wanted[k].numbers) <= 1e-11);
    arriving.emplace_back(y[k].values.extents);
    for (double& v : arriving.back().numbers)
      v = numbers.next() - 0.5;
  }
  const expr::listing_view l = formula(training);
  const bool shields = std::any_of(l.entries.begin(), l.entries.end(), [](const expr::entry& e) {
    return e.kind == expr::term::stop_gradient || e.kind == expr::term::derivative ||
           e.kind == expr::term::with_gradient;
  });
  const auto found = backward(arriving);
  if (!shields) {
    const auto inputs_then = inputs(), parameters_then = parameters(), gradients_then = gradients();
    REQUIRE(found.size() == inputs_then.size());
    std::vector<std::vector<double>> kept;
    for (const auto& g : gradients_then)
      kept.emplace_back(g.data, g.data + g.size);
    for (std::size_t k = 0; k < found.size(); ++k)
      check_differences(inputs_then[k], found[k].numbers.data(), arriving);
    for (std::size_t k = 0; k < kept.size(); ++k)
      check_differences(parameters_then[k], kept[k].data(), arriving);
  }
  if (!training || buffers().empty()) return;
  std::vector<std::vector<double>> before;
  for (const auto& b : buffers())
    before.emplace_back(b.data, b.data + b.size);
  forward();
  backward(arriving); // which may observe something, too
  commit();
  check_state_alone({wanted.begin() + static_cast<std::ptrdiff_t>(y.size()), wanted.end()}, before);
}

void any_norm::check_said(int forward_sweeps, int backward_sweeps) {
  const auto [f, b] = sweeps();
  if (f != forward_sweeps || b != backward_sweeps)
    FAIL_CHECK("the row of " << name_ << " is to say sweeps<" << f << ", " << b << ">, for that is what its plan has");
}

void any_norm::check_alone(int forward_sweeps, int backward_sweeps) {
  INFO(name_);
  if (forward_sweeps >= 0) check_said(forward_sweeps, backward_sweeps);
  forward(); // now the layer has its tensors
  noise numbers;
  for (const auto& views : {parameters(), buffers()})
    for (const auto& v : views)
      for (std::int64_t i = 0; i < v.size; ++i)
        v.data[i] = std::clamp(v.data[i] + 0.4 * (numbers.next() - 0.5), v.low, v.high);
  check_mode_alone(true);
  if (buffers().empty()) return;
  evaluate();
  check_mode_alone(false);
}

void any_norm::check(const expected& e, const transcription& loops) {
  INFO(name_);
  CHECK(sweeps().first == e.forward);
  CHECK(sweeps().second == e.backward);
  forward(); // now the layer has its tensors
  check_initial(parameters());
  check_initial(buffers());
  load(parameters());
  load(buffers());
  check_mode("", loops, !e.shields_in_training);
  if (buffers().empty()) return;
  std::vector<array> arriving;
  for (const labelled& y : forward())
    arriving.push_back(exact("dy" + std::to_string(arriving.size()), y.axes));
  backward(arriving); // which may observe something, too
  commit();
  for (const auto& b : buffers())
    check_view(b, b.name + ".after");
  load(buffers());
  evaluate();
  check_mode("eval.", loops, true);
}

} // namespace axnorm::check
