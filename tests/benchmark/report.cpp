#include "benchmark/report.hpp"

#include "benchmark/measure.hpp"
#include <axnorm/exec/machine.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

namespace benchmark {
namespace {

std::size_t bytes_of(const std::vector<traffic>& passes) {
  std::size_t n = 0;
  for (const traffic& t : passes)
    n += static_cast<std::size_t>(t.reads + t.writes) * t.bytes;
  return n;
}

/// What the plan's bytes take, from what the least takes: a read sweep and a sweep that writes where tiles do not stay
/// in L1, since one core does not overlap the two by itself.
std::vector<traffic> planned(const subject& s, int threads) {
  std::size_t written = 0;
  for (const traffic& t : s.ideal)
    written += static_cast<std::size_t>(t.writes) * t.bytes;
  const std::size_t read = static_cast<std::size_t>(s.plan->bytes_moved) - written;
  if (threads == 1 && s.plan->by_tiles && s.plan->tile_bytes > 16 * 1024) return {{1, 0, read}, {0, 1, written}};
  std::vector<traffic> r = s.ideal;
  if (const std::size_t least = bytes_of(s.ideal) - written; read > least) r.push_back({1, 0, read - least});
  return r;
}

} // namespace

report::report(options o) : o_(std::move(o)) {
  if (o_.json.empty() || std::ofstream(o_.json, std::ios::trunc)) return;
  std::fprintf(stderr, "benchmark: %s cannot be written\n", o_.json.c_str());
  std::exit(2);
}
bool report::wants(const subject& s) const { return s.name().find(o_.filter) != std::string::npos; }

void report::measure(const subject& s) {
  if (!wants(s)) return;
  for (const int threads : o_.threads) {
    std::vector<candidate> all;
    all.push_back({"axnorm", [&] { s.ours(threads); }});
    // Plain and around the cache; of little data one thread may be quicker than several.
    const auto add_passes = [&](const std::vector<traffic>& passes) {
      prepare_traffic(passes, s.memory);
      for (const bool stream : {false, true}) {
        all.push_back({"memory", [passes, stream, threads] { move(passes, stream, threads); }});
        if (threads > 1) all.push_back({"memory", [passes, stream] { move(passes, stream, 1); }});
      }
      return all.size();
    };
    const std::size_t ideal_end = add_passes(s.ideal),
                      first_peer = s.plan ? add_passes(planned(s, threads)) : ideal_end;
    if (o_.peers)
      for (const auto& [name, run] : s.peers)
        all.push_back({name, [&run = run, threads] { run(threads); }});

    const std::vector<timing> t = interleaved(all, o_.rounds);
    const auto best = [&](std::size_t from, std::size_t to) {
      double r = t[from].median;
      for (std::size_t k = from; k < to; ++k)
        r = std::min(r, t[k].median);
      return r;
    };
    const double ours = t[0].median, ideal = best(1, ideal_end), plan = s.plan ? best(ideal_end, first_peer) : 0;
    const bool in_cache = bytes_of(s.ideal) <= axnorm::exec::caches().l2 * static_cast<std::size_t>(threads);
    std::ostringstream peers, json;
    for (std::size_t k = first_peer; k < t.size(); ++k) {
      std::array<char, 64> text{};
      std::snprintf(text.data(), text.size(), "  %s %.2f x", t[k].name.c_str(), t[k].median / ours);
      peers << text.data();
      json << (k > first_peer ? ", " : "") << '"' << t[k].name << "\": " << t[k].median;
      ratios_[{t[k].name, threads}].push_back(t[k].median / ours);
    }
    std::printf("%-44s %d  %10.1f us [%.1f, %.1f]  ideal %.2f", s.name().c_str(), threads, ours / 1e3, t[0].low / 1e3,
                t[0].high / 1e3, ideal / ours);
    if (s.plan) std::printf("  plan %.2f", plan / ours);
    std::printf("%s%s\n", peers.str().c_str(), in_cache ? "  (in cache)" : "");
    std::fflush(stdout);
    if (o_.json.empty()) continue;
    std::ofstream out(o_.json, std::ios::app);
    out << "{\"op\": \"" << s.op << "\", \"shape\": \"" << s.shape << "\", \"dtype\": \"" << s.dtype
        << "\", \"layout\": \"" << s.layout << "\", \"mode\": \"" << s.mode << "\", \"threads\": " << threads
        << ", \"ours_ns\": " << ours << ", \"ideal_ns\": " << ideal << ", \"plan_ns\": ";
    if (s.plan)
      out << plan << ", \"bytes_moved\": " << s.plan->bytes_moved << ", \"bytes_min\": " << s.plan->bytes_min
          << ", \"sweeps\": "
          << std::count_if(s.plan->sweeps.begin(), s.plan->sweeps.end(), [](const auto& w) { return w.data; });
    else
      out << "null";
    out << ", \"peers\": {" << json.str() << "}, \"in_cache\": " << (in_cache ? "true" : "false") << "}\n";
  }
}

void report::finish() const {
  for (const auto& [which, ratios] : ratios_) {
    double sum = 0;
    for (const double r : ratios)
      sum += std::log(r);
    std::printf("%s, %d thread%s: axnorm is %.2f x as fast in the geometric mean of %zu cases, %.2f x at least\n",
                which.first.c_str(), which.second, which.second == 1 ? "" : "s",
                std::exp(sum / static_cast<double>(ratios.size())), ratios.size(),
                *std::min_element(ratios.begin(), ratios.end()));
  }
}

} // namespace benchmark
