// Reading the digits' file and splitting it.
// Used by main.cpp.
// Must not know of networks.
#include "data.hpp"

#include "../support/files.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <zlib.h>

namespace digits {
namespace {

using examples::failure;

constexpr std::int64_t pixels = picture_side * picture_side;
constexpr int brightest = 16;
constexpr std::uint64_t split_seed = 1797;
constexpr std::size_t largest_file = std::size_t{64} << 20U;

struct closer {
  void operator()(gzFile file) const { gzclose(file); }
};

std::string read_all(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) throw failure("is a directory");
  errno = 0;
  const std::unique_ptr<gzFile_s, closer> in{gzopen(file.c_str(), "rb")};
  if (!in) throw failure(errno == 0 ? "not enough memory" : std::generic_category().message(errno));
  std::string text;
  std::array<char, 65536> block;
  int got = 0;
  while ((got = gzread(in.get(), block.data(), block.size())) > 0) {
    text.append(block.data(), static_cast<std::size_t>(got));
    if (text.size() > largest_file) throw failure("too large for a file of digits");
  }
  // A compressed file that ends too early is read without an error but for this.
  int code = Z_OK;
  gzerror(in.get(), &code);
  if (got < 0 || code != Z_OK) throw failure("a damaged compressed file");
  return text;
}

using digit = std::array<int, pixels + 1>;

digit read_line(std::string_view line) {
  digit values{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), values[i]);
    const int highest = i < pixels ? brightest : classes - 1;
    const bool is_last = i + 1 == values.size();
    if (error != std::errc{} || values[i] < 0 || values[i] > highest ||
        (is_last ? end != line.data() + line.size() : end == line.data() + line.size() || *end != ','))
      throw failure("not " + std::to_string(pixels) + " pixels from 0 to " + std::to_string(brightest) +
                    " and a digit, separated by commas");
    line.remove_prefix(static_cast<std::size_t>(end - line.data()) + (is_last ? 0 : 1));
  }
  return values;
}

std::vector<digit> read_lines(std::string_view text) {
  std::vector<digit> all;
  for (int number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) continue;
    try {
      all.push_back(read_line(line));
    } catch (const failure& error) {
      throw failure("line " + std::to_string(number) + ": " + error.what());
    }
  }
  return all;
}

samples to_samples(std::span<const digit> from) {
  samples to{maps(1, static_cast<std::int64_t>(from.size()), picture_side, picture_side), {}};
  float* pixel = to.pictures.data();
  for (const digit& d : from) {
    for (std::size_t i = 0; i < pixels; ++i)
      *pixel++ = static_cast<float>(d[i]) / (brightest / 2.0F) - 1;
    to.labels.push_back(d.back());
  }
  return to;
}

} // namespace

digit_data read_digits(const std::filesystem::path& file) {
  try {
    std::vector<digit> all = read_lines(read_all(file));
    constexpr std::size_t fewest = 600;
    if (all.size() < fewest)
      throw failure("has " + std::to_string(all.size()) + " digits, but at least " + std::to_string(fewest) +
                    " are needed");
    std::shuffle(all.begin(), all.end(), std::mt19937_64(split_seed));
    const std::size_t train = (all.size() * 2 + 2) / 3;
    const std::span<const digit> shuffled = all;
    return {to_samples(shuffled.first(train)), to_samples(shuffled.subspan(train))};
  } catch (const failure& error) {
    throw failure(file.string() + ": " + error.what());
  }
}

void gather(const samples& from, std::span<const int> places, samples& to) {
  make_room(to.pictures, 1, static_cast<std::int64_t>(places.size()), picture_side, picture_side);
  to.labels.clear();
  float* picture = to.pictures.data();
  for (const int place : places) {
    picture = std::copy_n(from.pictures.data() + place * pixels, pixels, picture);
    to.labels.push_back(from.labels[static_cast<std::size_t>(place)]);
  }
}

} // namespace digits
