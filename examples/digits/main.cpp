// Learning to read digits with each norm: the whole run, from the command line to the tables and the curves.
// This is a program; its usage is in arguments.cpp, its formulas are in norms.hpp.
// Must not know how a network computes or how anything is drawn.
#include "../support/files.hpp"
#include "../support/png.hpp"
#include "../support/progress.hpp"
#include "arguments.hpp"
#include "curves.hpp"
#include "data.hpp"
#include "experiment.hpp"
#include "results.hpp"
#include "state_file.hpp"
#include "tables.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iostream>
#include <string>
#include <thread>

namespace digits {
namespace {

using clock = std::chrono::steady_clock;
constexpr std::chrono::seconds between_saves{30};

trainings new_trainings(const arguments& given) {
  trainings all;
  for (const std::string& norm : given.norms)
    for (const int batch : given.batches)
      for (int seed = 1; seed <= given.seeds; ++seed)
        all.push_back(std::make_unique<training>(settings{norm, batch, seed, given.epochs}));
  return all;
}

trainings saved_trainings(const std::filesystem::path& file) {
  trainings all;
  for (const snapshot& from : read_states(file)) {
    try {
      all.push_back(std::make_unique<training>(from));
    } catch (const examples::failure& error) {
      throw examples::failure(file.string() + ": training " + std::to_string(all.size() + 1) + ": " + error.what());
    }
  }
  return all;
}

/// The epochs that `all` have had, or, with `to_do`, that they will have had.
double epochs_of(const trainings& all, int stop_after, bool to_do) {
  double total = 0;
  for (const auto& one : all)
    total += to_do ? std::max(std::min(one->what().epochs, stop_after), static_cast<int>(one->epochs().size()))
                   : static_cast<int>(one->epochs().size());
  return total;
}

std::vector<snapshot> snapshots(const trainings& all) {
  std::vector<snapshot> of;
  for (const auto& one : all)
    of.push_back(one->save());
  return of;
}

void run_all(const trainings& all, const digit_data& data, const arguments& given, int threads) {
  const int last = given.stop_after > 0 ? given.stop_after : all.front()->what().epochs;
  const double before = epochs_of(all, last, false), to_do = epochs_of(all, last, true) - before;
  examples::progress said("digits");
  said.stage("training " + std::to_string(all.size()) + " networks");
  said.done(0);
  std::vector<snapshot> state;
  if (!given.save.empty()) state = snapshots(all);
  clock::time_point saved = clock::now();
  int done = 0;
  train(all, data, last, threads, [&](std::size_t which) {
    said.done(++done / to_do);
    if (given.save.empty()) return;
    state[which] = all[which]->save();
    if (clock::now() - saved < between_saves) return;
    write_states(given.save, state);
    saved = clock::now();
  });
  if (!given.save.empty()) write_states(given.save, state);
}

int run(const arguments& given) {
  const clock::time_point start = clock::now();
  const digit_data data = read_digits(given.data);
  const trainings all = given.resume.empty() ? new_trainings(given) : saved_trainings(given.resume);
  // What cannot be written should be known before and not after the training.
  if (!given.save.empty()) write_states(given.save, snapshots(all));
  examples::make_folder(given.out);
  const int processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = std::min(given.threads > 0 ? given.threads : processors, static_cast<int>(all.size()));
  run_all(all, data, given, threads);

  std::vector<const training*> trained;
  for (const auto& one : all)
    trained.push_back(one.get());
  const results outcome = gather_results(trained);
  const std::filesystem::path picture = given.out / "curves.png";
  examples::write_file(picture, examples::encode_png(curves_sheet(outcome)));
  print_accuracies(std::cout, outcome);
  print_switches(std::cout, outcome);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(clock::now() - start).count();
  std::cout << '\n'
            << data.train.labels.size() << " digits to learn from, " << data.test.labels.size() << " to test with; "
            << all.size() << " trainings, " << threads << " at a time, in " << seconds
            << " s\nlearning curves: " << picture.string() << '\n';
  return 0;
}

} // namespace
} // namespace digits

int main(int count, char** words) {
  try {
    const digits::arguments given = digits::read_arguments(count, words);
    if (given.help) {
      std::cout << digits::usage;
      return 0;
    }
    return digits::run(given);
  } catch (const digits::argument_error& error) {
    std::cerr << "digits: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "digits: " << error.what() << '\n';
    return 1;
  }
}
