// Reading a photograph's file and telling JPEG from PNG; writing a file whole or not at all.
// Used by main.cpp and by the sheets.
// Must not know what is inside the formats.
#include "image.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

namespace photographs {
namespace {

struct closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using open_file = std::unique_ptr<std::FILE, closer>;

std::string system_reason() { return std::generic_category().message(errno); }

bool starts_with(std::span<const std::uint8_t> bytes, std::span<const std::uint8_t> signature) {
  return bytes.size() >= signature.size() && std::equal(signature.begin(), signature.end(), bytes.begin());
}

image decode(std::span<const std::uint8_t> bytes) {
  constexpr std::array<std::uint8_t, 3> jpeg{0xff, 0xd8, 0xff};
  constexpr std::array<std::uint8_t, 8> png{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  if (bytes.empty()) throw image_error("the file is empty");
  if (starts_with(bytes, jpeg)) return decode_jpeg(bytes);
  if (starts_with(bytes, png)) return decode_png(bytes);
  throw image_error("neither a JPEG nor a PNG file");
}

} // namespace

void check_size(std::int64_t width, std::int64_t height) {
  const std::string size = std::to_string(width) + " x " + std::to_string(height) + " pixels";
  if (std::min(width, height) < smallest_side)
    throw image_error("too small: " + size + ", but at least " + std::to_string(smallest_side) + " x " +
                      std::to_string(smallest_side) + " are needed");
  if (width > most_pixels / height)
    throw image_error("too large: " + size + ", but at most " + std::to_string(most_pixels / 1'000'000) +
                      " million are taken");
}

std::vector<std::uint8_t> read_file(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) throw image_error("is a directory");
  const open_file in{std::fopen(file.c_str(), "rb")};
  if (!in) throw image_error(system_reason());
  std::vector<std::uint8_t> bytes;
  std::array<std::uint8_t, 65536> block;
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), in.get()))
    bytes.insert(bytes.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(got));
  if (std::ferror(in.get())) throw image_error(system_reason());
  return bytes;
}

void write_file(const std::filesystem::path& file, std::span<const std::uint8_t> bytes) {
  std::filesystem::path part = file;
  part.replace_filename("." + file.filename().string() + ".part");
  const auto fail = [&](const std::string& reason) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    throw image_error(file.string() + ": cannot be written: " + reason);
  };
  open_file out{std::fopen(part.c_str(), "wb")};
  if (!out) fail(system_reason());
  if (std::fwrite(bytes.data(), 1, bytes.size(), out.get()) != bytes.size()) fail(system_reason());
  if (std::fclose(out.release()) != 0) fail(system_reason()); // a full disk may show only now
  std::error_code error;
  std::filesystem::rename(part, file, error);
  if (error) fail(error.message());
}

photograph read_photograph(const std::filesystem::path& file) {
  try {
    return {file.stem().string(), decode(read_file(file))};
  } catch (const image_error& error) {
    throw image_error(file.string() + ": " + error.what());
  }
}

} // namespace photographs
