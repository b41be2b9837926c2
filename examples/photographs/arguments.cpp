// Reading the command line.
// Used by main.cpp.
// Must not know what is done with it.
#include "arguments.hpp"

#include <cstdlib>
#include <string>

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
  for (examples::options at(count, words); at.next();) {
    if (at.is_word())
      given.pictures.emplace_back(at.argument());
    else if (at.is("--help") || at.is("-h"))
      given.help = true;
    else if (at.takes("--out"))
      given.out = at.value();
    else if (at.takes("--threads"))
      given.threads = at.number(1, 1024);
    else
      at.fail_unknown();
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
