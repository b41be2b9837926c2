// Photographs normalized over named axes: the whole run, from the command line to the table and the sheets.
// This is a program; its usage is in arguments.cpp, its formulas are in norms.hpp.
// Must not know how a norm, a filter or a sheet is made.
#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <utility>

#if defined(_OPENMP)
#include <omp.h>
#endif

#include "../support/files.hpp"
#include "../support/png.hpp"
#include "../support/progress.hpp"
#include "arguments.hpp"
#include "runs.hpp"
#include "sheets.hpp"
#include "table.hpp"
#include "timing.hpp"

namespace photographs {
namespace {

using namespace axnorm::axes;

/// Errors above this share of the largest magnitude are no rounding errors any more.
constexpr double tolerated_error = 1e-5;

image like(const image& x) { return image(3, x.extent<H>(), x.extent<W>()); }

int use_threads(int wanted) {
#if defined(_OPENMP)
  if (wanted > 0) omp_set_num_threads(wanted);
  return omp_get_max_threads();
#else
  (void)wanted;
  return 1;
#endif
}

/// What all photographs become, and one row a norm: the time of the first photograph, the worst error of all.
std::vector<treated> treat(const std::vector<photograph>& pictures, std::vector<norm_figures>& rows) {
  std::vector<treated> results(pictures.size());
  const std::array<std::pair<picture_norm, image treated::*>, 3> norms{{{contrast_norm(), &treated::contrast},
                                                                        {colour_norm(), &treated::colours},
                                                                        {local_contrast_norm(), &treated::local}}};
  for (const auto& [norm, result] : norms) {
    norm_figures row{.name = norm.name, .over = norm.over, .statistics = norm.statistics};
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      results[i].style = (i + 1) % pictures.size();
      const image &x = pictures[i].pixels, &style = pictures[results[i].style].pixels;
      image y = like(x), scratch = like(x);
      norm.run(y, x, style);
      row.error = std::max(
          row.error, reference::largest_error({y.data(), static_cast<std::size_t>(y.size())}, norm.truth(x, style)));
      if (i == 0) {
        const plan_figures plan = norm.plan(x, style);
        row.sweeps = plan.sweeps;
        row.bytes_moved = plan.bytes_moved;
        row.bytes_least = plan.bytes_least;
        const beside_copy times = race_against_copy([&] { norm.run(y, x, style); }, scratch.data(), x.data(),
                                                    static_cast<std::size_t>(x.size()) * sizeof(float));
        row.seconds = times.seconds;
        row.copy_seconds = times.copy_seconds;
      }
      results[i].*result = std::move(y);
    }
    rows.push_back(row);
  }
  return results;
}

/// The feature maps after every norm, and one row for each.
std::vector<normalized> normalize(const feature_maps& maps, std::vector<norm_figures>& rows, progress& said) {
  constexpr std::array<colour, 5> inks{{{0, 114, 178}, {213, 94, 0}, {0, 158, 115}, {204, 121, 167}, {230, 159, 0}}};
  const auto same_size = [&] {
    return feature_maps(maps.extent<N>(), maps.extent<C>(), maps.extent<H>(), maps.extent<W>());
  };
  feature_maps scratch = same_size();
  std::vector<normalized> results;
  for (const feature_norm& norm : {batch_norm(), layer_norm(), instance_norm(), group_norm(), switchable_norm()}) {
    said.stage("running " + norm.name + " on " + std::to_string(crops) + " crops' feature maps");
    feature_maps y = same_size();
    norm.run(y, maps);
    const double error = reference::largest_error(y, maps, norm.truth(maps), eps);
    const plan_figures plan = norm.plan(maps);
    const beside_copy times = race_against_copy([&] { norm.run(y, maps); }, scratch.data(), maps.data(),
                                                static_cast<std::size_t>(maps.size()) * sizeof(float));
    rows.push_back({norm.name, norm.over, norm.statistics, plan.sweeps, plan.bytes_moved, plan.bytes_least, error,
                    times.seconds, times.copy_seconds});
    results.push_back({norm.name, norm.over, inks[results.size() % inks.size()], std::move(y)});
  }
  return results;
}

/// Draws all sheets, side by side on as many threads as there are, then writes them.
void write_sheets(const std::filesystem::path& folder, const std::vector<photograph>& pictures,
                  const std::vector<treated>& after, const feature_work& features) {
  const std::vector<std::pair<const char*, std::function<bitmap()>>> sheets{
      {"histograms.png", [&] { return histogram_sheet(features); }},
      {"feature-maps.png", [&] { return feature_sheet(features); }},
      {"contrast.png", [&] { return contrast_sheet(pictures, after); }},
      {"colours.png", [&] { return colour_sheet(pictures, after); }},
      {"local-contrast.png", [&] { return local_contrast_sheet(pictures, after); }},
      {"photographs.png", [&] { return overview_sheet(pictures, after); }},
      {"filters.png", [&] { return filter_sheet(features); }}};
  std::vector<std::vector<std::uint8_t>> files(sheets.size());
  std::exception_ptr failure;
#pragma omp parallel for schedule(dynamic)
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    try {
      files[i] = encode_png(sheets[i].second());
    } catch (...) {
#pragma omp critical
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
  for (std::size_t i = 0; i < sheets.size(); ++i)
    write_file(folder / sheets[i].first, files[i]);
}

int run(const arguments& given) {
  const int threads = use_threads(given.threads);
  progress said("photographs");
  said.stage("reading the pictures");
  std::vector<photograph> pictures;
  for (const std::filesystem::path& file : given.pictures)
    pictures.push_back(read_photograph(file));
  make_folder(given.out);

  std::vector<norm_figures> picture_rows, feature_rows;
  said.stage("normalizing the pictures");
  const std::vector<treated> after = treat(pictures, picture_rows);
  said.stage("filtering " + std::to_string(crops) + " crops with " + std::to_string(filters) + " filters");
  const std::vector<oriented_filter> bank = filter_bank();
  const std::vector<crop> at = choose_crops(pictures);
  const feature_maps maps = filter_crops(pictures, at, bank);
  const std::vector<normalized> norms = normalize(maps, feature_rows, said);
  said.stage("drawing the sheets");
  write_sheets(given.out, pictures, after, {pictures, at, bank, maps, norms});
  said.finish();

  const image& first = pictures.front().pixels;
  print_table(std::cout,
              pictures.front().name + ", {Colour, H, W} = {3, " + std::to_string(first.extent<H>()) + ", " +
                  std::to_string(first.extent<W>()) + "}, float, threads: " + std::to_string(threads),
              picture_rows);
  std::cout << '\n';
  print_table(std::cout,
              "feature maps, {N, C, H, W} = {" + std::to_string(crops) + ", " + std::to_string(filters) + ", " +
                  std::to_string(crop_side) + ", " + std::to_string(crop_side) +
                  "}, float, threads: " + std::to_string(threads),
              feature_rows);
  std::cout
      << "\nbytes/least: what the plan moves over memory, beside every operand and result once. max error: against\n"
         "loops in double, as a share of the largest magnitude. of copy: the time of a copy of this size, the best of\n"
         "three kinds measured in the same rounds, as a share of the norm's.\n";
  std::cout << "Contact sheets: " << given.out.string() << '\n';

  bool exact = true;
  for (const std::vector<norm_figures>* rows : {&picture_rows, &feature_rows})
    for (const norm_figures& row : *rows)
      if (!(row.error <= tolerated_error)) {
        exact = false;
        std::cerr << "photographs: " << row.name << " differs from the reference by " << row.error
                  << " of the largest magnitude, which is more than " << tolerated_error << '\n';
      }
  return exact ? 0 : 1;
}

} // namespace
} // namespace photographs

int main(int count, char** words) {
  try {
    const photographs::arguments given = photographs::read_arguments(count, words);
    if (given.help) {
      std::cout << photographs::usage;
      return 0;
    }
    return photographs::run(given);
  } catch (const photographs::argument_error& error) {
    std::cerr << "photographs: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "photographs: " << error.what() << '\n';
    return 1;
  }
}
