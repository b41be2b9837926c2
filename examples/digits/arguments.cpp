// Reading the command line.
// Used by main.cpp.
// Must not know what is done with it.
#include "arguments.hpp"

#include "model.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <system_error>

namespace digits {

const char* const usage = R"(digits [OPTION...]

Trains a small convolutional network to read handwritten digits, with each norm and at each batch size, several times
from other random weights. Prints the test accuracies and what switchable norm has learned, and draws the learning
curves.

  --quick          one training each of few epochs instead of three of twenty
  --norm NAME      only this norm; may be given several times. none, BN, LN, IN, GN, RMS, SN, or BRN, which is a
                   formula of this example's own
  --batch N        only this batch size; may be given several times (2, 4, 32)
  --seeds N        how many trainings each (3)
  --epochs N       how many epochs each (20)
  --stop-after N   stop after this epoch; with --save, to go on later
  --save FILE      write the state of all trainings, every half minute and at the end
  --resume FILE    go on with trainings that were saved: the same bits as if they had not stopped
  --threads N      how many trainings at the same time (as many as there are processors)
  --data FILE      digits.csv.gz, as scikit-learn ships it ($AXNORM_DIGITS)
  --out DIR        where curves.png goes, a folder that is made if need be (curves)
  --help           this text
)";

namespace {

constexpr int quick_epochs = 3;

void check_norm(const std::string& name) {
  if (find_norm(name) != nullptr) return;
  std::string names;
  for (const norm_choice& norm : norm_choices())
    names += (names.empty() ? "" : ", ") + std::string(norm.name);
  throw argument_error("there is no norm " + name + ", but " + names);
}

/// The norms that are asked for, or all, in the order of the list.
std::vector<std::string> in_order(const std::vector<std::string>& asked) {
  std::vector<std::string> norms;
  for (const norm_choice& norm : norm_choices())
    if (asked.empty() || std::find(asked.begin(), asked.end(), norm.name) != asked.end()) norms.emplace_back(norm.name);
  return norms;
}

void check_file_to_write(const std::filesystem::path& file) {
  std::error_code ignored;
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!file.has_filename() || std::filesystem::is_directory(file, ignored))
    throw argument_error("--save needs the name of a file, but " + file.string() + " is a folder");
  if (!std::filesystem::is_directory(folder, ignored))
    throw argument_error("--save: there is no folder " + folder.string());
}

} // namespace

arguments read_arguments(int count, const char* const* words) {
  arguments given;
  std::string shaping; // the last option that says what is trained
  int seeds = 0, epochs = 0;
  bool quick = false;
  for (examples::options at(count, words); at.next();) {
    if (at.is_word()) throw argument_error("takes no argument " + at.argument() + " (--help lists the options)");
    const std::string option = at.argument();
    if (at.is("--help") || at.is("-h")) {
      given.help = true;
    } else if (at.takes("--data")) {
      given.data = at.value();
    } else if (at.takes("--out")) {
      given.out = at.value();
      if (given.out.empty()) throw argument_error("--out needs the name of a folder");
    } else if (at.takes("--threads")) {
      given.threads = at.number(1, 1024);
    } else if (at.takes("--stop-after")) {
      given.stop_after = at.number(1, 10'000);
    } else if (at.takes("--save")) {
      given.save = at.value();
      check_file_to_write(given.save);
    } else if (at.takes("--resume")) {
      given.resume = at.value();
      if (given.resume.empty()) throw argument_error("--resume needs the name of a file");
    } else {
      shaping = option.substr(0, option.find('='));
      if (at.is("--quick"))
        quick = true;
      else if (at.takes("--norm"))
        check_norm(given.norms.emplace_back(at.value()));
      else if (at.takes("--batch"))
        given.batches.push_back(at.number(1, 512));
      else if (at.takes("--seeds"))
        seeds = at.number(1, 100);
      else if (at.takes("--epochs"))
        epochs = at.number(1, 10'000);
      else
        at.fail_unknown();
    }
  }
  if (given.help) return given;
  if (!given.resume.empty() && !shaping.empty())
    throw argument_error("--resume goes on with what was saved, so " + shaping + " cannot be given");
  if (quick) {
    given.seeds = 1;
    given.epochs = quick_epochs;
  }
  if (seeds > 0) given.seeds = seeds;
  if (epochs > 0) given.epochs = epochs;
  given.norms = in_order(given.norms);
  if (given.batches.empty()) given.batches = {32, 4, 2};
  std::sort(given.batches.begin(), given.batches.end(), std::greater<>());
  given.batches.erase(std::unique(given.batches.begin(), given.batches.end()), given.batches.end());
  if (given.data.empty()) {
    const char* file = std::getenv("AXNORM_DIGITS");
    if (file == nullptr || *file == '\0') throw argument_error("no data: name digits.csv.gz with --data");
    given.data = file;
  }
  return given;
}

} // namespace digits
