// Reading the command line.
// Used by main.cpp.
// Must not know what is done with it.
#include "arguments.hpp"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace photographs {

const char* const usage = R"(photographs [--out DIR] [--threads N] [IMAGE...]

Normalizes photographs over named axes with axnorm: contrast, the colours of another picture, local contrast; and
batch, layer, instance, group and switchable norm on feature maps of them. Prints a table with errors and times, and
writes contact sheets.

  IMAGE...      JPEG or PNG files of at least 64 x 64 pixels, at most 12; china.jpg and flower.jpg from the folder
                $AXNORM_PHOTOGRAPHS if none is given
  --out DIR     where the sheets go, a folder that is made if need be (sheets)
  --threads N   how many threads work (as many as there are)
  --help        this text
)";

namespace {

int thread_count(std::string_view text) {
  int threads = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), threads);
  if (error != std::errc{} || end != text.data() + text.size() || threads < 1 || threads > 1024)
    throw argument_error("--threads takes a number from 1 to 1024, but " + std::string(text) + " was given");
  return threads;
}

std::vector<std::filesystem::path> default_pictures() {
  const char* folder = std::getenv("AXNORM_PHOTOGRAPHS");
  if (folder == nullptr || *folder == '\0')
    throw argument_error("no pictures: name JPEG or PNG files, or set AXNORM_PHOTOGRAPHS to the folder of china.jpg "
                         "and flower.jpg");
  return {std::filesystem::path(folder) / "china.jpg", std::filesystem::path(folder) / "flower.jpg"};
}

} // namespace

arguments read_arguments(int count, const char* const* words) {
  arguments given;
  bool options = true;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (!options || word.empty() || word.front() != '-' || word == "-") {
      given.pictures.emplace_back(word);
      continue;
    }
    const std::size_t equals = word.find('=');
    const std::string_view option = word.substr(0, equals);
    const auto value = [&]() -> std::string_view {
      if (equals != std::string_view::npos) return word.substr(equals + 1);
      if (i + 1 == count) throw argument_error(std::string(option) + " needs a value");
      return words[++i];
    };
    if (word == "--")
      options = false;
    else if (word == "--help" || word == "-h")
      given.help = true;
    else if (option == "--out")
      given.out = value();
    else if (option == "--threads")
      given.threads = thread_count(value());
    else
      throw argument_error("unknown option " + std::string(word) + " (--help lists them)");
  }
  if (given.out.empty()) throw argument_error("--out needs the name of a folder");
  if (given.help) return given;
  if (given.pictures.empty()) given.pictures = default_pictures();
  if (given.pictures.size() > most_pictures)
    throw argument_error("at most " + std::to_string(most_pictures) + " pictures at a time, but " +
                         std::to_string(given.pictures.size()) + " were given");
  return given;
}

} // namespace photographs
