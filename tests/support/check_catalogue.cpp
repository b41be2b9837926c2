#include "support/check_catalogue.hpp"

#include "support/catch.hpp"
#include "support/differences.hpp"

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
  const std::int64_t step = std::max<std::int64_t>(1, at.size / 40 | 1);
  for (std::int64_t i = 0; i < at.size; i += step)
    CHECK(gradient[i] == Approx(central_difference(at.data[i], value)).epsilon(2e-6).margin(2e-7));
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
  forward();
  commit();
  for (const auto& b : buffers())
    check_view(b, b.name + ".after");
  load(buffers());
  evaluate();
  check_mode("eval.", loops, true);
}

} // namespace axnorm::check
