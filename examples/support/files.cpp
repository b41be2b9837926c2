// Reading a file at once; writing a file whole or not at all.
// Must not know what is inside.
#include "files.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <system_error>

namespace examples {
namespace {

struct closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using open_file = std::unique_ptr<std::FILE, closer>;

std::string system_reason() { return std::generic_category().message(errno); }

} // namespace

std::vector<std::uint8_t> read_file(const std::filesystem::path& file) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) throw failure("is a directory");
  const open_file in{std::fopen(file.c_str(), "rb")};
  if (!in) throw failure(system_reason());
  std::vector<std::uint8_t> bytes;
  std::array<std::uint8_t, 65536> block;
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), in.get()))
    bytes.insert(bytes.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(got));
  if (std::ferror(in.get())) throw failure(system_reason());
  return bytes;
}

void write_file(const std::filesystem::path& file, std::span<const std::uint8_t> bytes) {
  std::filesystem::path part = file;
  part.replace_filename("." + file.filename().string() + ".part");
  const auto fail = [&](const std::string& reason) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    throw failure(file.string() + ": cannot be written: " + reason);
  };
  open_file out{std::fopen(part.c_str(), "wb")};
  if (!out) fail(system_reason());
  if (std::fwrite(bytes.data(), 1, bytes.size(), out.get()) != bytes.size()) fail(system_reason());
  if (std::fclose(out.release()) != 0) fail(system_reason()); // a full disk may show only now
  std::error_code error;
  std::filesystem::rename(part, file, error);
  if (error) fail(error.message());
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw failure(folder.string() + ": cannot be made: " + error.message());
  if (!std::filesystem::is_directory(folder)) throw failure(folder.string() + ": is not a folder");
}

} // namespace examples
