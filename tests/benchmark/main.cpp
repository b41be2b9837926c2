// The benchmark: axnorm beside what memory permits and its peers, in one process, in turn. `run --help` says how.
#include "benchmark/norm_cases.hpp"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr const char* usage = "usage: tests/benchmark/run [--quick] [--filter TEXT] [--threads N,...] [--json FILE] "
                              "[--no-peers] [--model] [--process COMMAND]\n";

[[noreturn]] void refuse(const std::string& what) {
  std::fprintf(stderr, "benchmark: %s\n%s", what.c_str(), usage);
  std::exit(2);
}

/// "1,2": numbers of threads.
std::vector<int> numbers(std::string_view text) {
  std::vector<int> r;
  const char *p = text.data(), *const end = p + text.size();
  while (true) {
    int n = 0;
    const auto [rest, error] = std::from_chars(p, end, n);
    if (error != std::errc{} || n < 1) refuse("--threads takes numbers of threads, such as 1,2");
    r.push_back(n);
    if (rest == end) return r;
    if (*rest != ',') refuse("--threads takes numbers of threads, such as 1,2");
    p = rest + 1;
  }
}

benchmark::options read_options(int argc, char** argv) {
  benchmark::options o;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    const auto value = [&]() -> const char* {
      if (++i == argc) refuse(std::string(option) + " needs a value");
      return argv[i];
    };
    if (option == "--quick")
      o.rounds = 5;
    else if (option == "--filter")
      o.filter = value();
    else if (option == "--threads")
      o.threads = numbers(value());
    else if (option == "--json")
      o.json = value();
    else if (option == "--no-peers")
      o.peers = false;
    else if (option == "--model")
      o.model = true;
    else if (option == "--process")
      o.processes.emplace_back(value());
    else
      refuse("there is no option " + std::string(option));
  }
  return o;
}

} // namespace

int main(int argc, char** argv) {
  benchmark::report r(read_options(argc, argv));
  benchmark::row_cases(r);
  benchmark::batch_cases(r);
  benchmark::slice_cases(r);
  benchmark::switchable_cases(r);
  benchmark::fused_cases(r);
  benchmark::two_input_cases(r);
  r.finish();
}
