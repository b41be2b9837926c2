#include "support/golden.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

namespace axnorm::golden {

static_assert(std::endian::native == std::endian::little, "elements are copied as they are in the file");

std::size_t entry::bytes_each() const { return type == "f64" || type == "i64" ? 8 : type == "f32" ? 4 : 1; }
std::int64_t entry::count() const {
  std::int64_t n = 1;
  for (const auto& [name, extent] : axes)
    n *= extent;
  return n;
}

file::file(std::string path) : path_(std::move(path)) {
  std::ifstream in(path_, std::ios::binary);
  if (!in) refuse("cannot be opened; tests run in the project's root");
  std::string line;
  while (std::getline(in, line) && !line.empty())
    add(line);
  if (!in) refuse("ends before an empty line");
  elements_.assign(std::istreambuf_iterator<char>(in), {});
  for (const auto& [name, e] : entries_)
    if (e.offset + static_cast<std::size_t>(e.count()) * e.bytes_each() > elements_.size())
      refuse("is too short for " + name);
}

const entry& file::at(const std::string& name) const {
  const auto found = entries_.find(name);
  if (found == entries_.end()) refuse("has no tensor '" + name + "'");
  return found->second;
}

std::vector<double> file::elements(const std::string& name, bool of_bool, const std::vector<std::string_view>& axes,
                                   std::int64_t* extents) const {
  const entry& e = at(name);
  const std::size_t rank = axes.size();
  if ((e.type == "u8") != of_bool) refuse("has elements of type " + e.type + " in " + name);
  if (e.axes.size() != rank) refuse("has other axes in " + name);
  std::vector<std::int64_t> strides(rank), index(rank, 0);
  for (std::size_t k = 0; k < rank; ++k) {
    extents[k] = 0;
    std::int64_t stride = 1;
    for (auto a = e.axes.rbegin(); a != e.axes.rend(); ++a) {
      if (a->first == axes[k]) {
        extents[k] = a->second;
        strides[k] = stride;
      }
      stride *= a->second;
    }
    if (extents[k] == 0) refuse("has no axis " + std::string(axes[k]) + " in " + name);
  }
  std::vector<double> r;
  std::int64_t position = 0;
  for (std::int64_t left = e.count(); left > 0; --left) {
    r.push_back(number(e, static_cast<std::size_t>(position)));
    for (std::size_t k = rank; k-- > 0;) {
      position += strides[k];
      if (++index[k] < extents[k]) break;
      position -= extents[k] * strides[k];
      index[k] = 0;
    }
  }
  return r;
}

void file::add(const std::string& line) {
  std::istringstream words(line);
  std::string of, name, axis;
  entry e;
  if (!(words >> of >> name >> e.type >> e.offset >> e.error)) refuse("has a line that is not understood: " + line);
  if (e.type != "f32" && e.type != "f64" && e.type != "u8" && e.type != "i64")
    refuse("has an element type that is not known: " + line);
  while (words >> axis) {
    const std::size_t is = axis.find('=');
    std::int64_t extent = 0;
    if (is == std::string::npos || !(std::istringstream(axis.substr(is + 1)) >> extent) || extent < 1)
      refuse("has an extent that is not understood: " + line);
    e.axes.emplace_back(axis.substr(0, is), extent);
  }
  if (!entries_.emplace(of + ' ' + name, e).second) refuse("has two tensors " + of + ' ' + name);
}

template<class Stored>
static double number_at(const char* from) {
  Stored v{};
  std::memcpy(&v, from, sizeof v);
  return static_cast<double>(v);
}
double file::number(const entry& e, std::size_t position) const {
  const char* const from = elements_.data() + e.offset + position * e.bytes_each();
  if (e.type == "u8") return *from != 0 ? 1 : 0;
  if (e.type == "i64") return number_at<std::int64_t>(from);
  return e.type == "f64" ? number_at<double>(from) : number_at<float>(from);
}
void file::refuse(const std::string& why) const { throw std::runtime_error(path_ + ' ' + why); }

const file& vectors() {
  static const file f("tests/golden/vectors");
  return f;
}

errors compared(const std::vector<double>& found, const double* exact, double torch) {
  errors e{.torch = torch};
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double difference = std::abs(found[i] - exact[i]);
    e.ours = std::isnan(difference) ? HUGE_VAL : std::max(e.ours, difference);
    e.scale = std::max(e.scale, std::abs(exact[i]));
  }
  return e;
}

double allowed(const errors& e, double summed) { return std::max(2e-6, 1e-6 * std::sqrt(summed)) * e.scale; }

double beside_torch(const errors& e) { return e.ours <= few_ulps * e.scale ? 0 : e.ours / e.torch; }

void check_single(const std::string& name, const errors& e, double summed, double unit) {
  check(name, e, allowed(e, summed) + unit * e.scale);
  CAPTURE(name, e.ours, e.torch, e.scale);
  CHECK(beside_torch(e) <= 2);
}

void check(const std::string& name, const errors& e, double most) {
  CAPTURE(name, e.ours, e.torch, e.scale);
  CHECK(e.ours <= most);
}

} // namespace axnorm::golden
