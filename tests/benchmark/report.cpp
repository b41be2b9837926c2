#include "benchmark/report.hpp"

#include "benchmark/expected.hpp"
#include <axnorm/exec/machine.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

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

bool in_cache(const subject& s, int threads) {
  return bytes_of(s.ideal) <= axnorm::exec::caches().l2 * static_cast<std::size_t>(threads);
}

} // namespace

report::report(options o) : o_(std::move(o)) {
  if (o_.peers) built_in_ = built_in_peers();
  if (o_.peers && !o_.processes.empty()) exchange_ = std::make_unique<exchange>();
  if (o_.json.empty() || std::ofstream(o_.json, std::ios::trunc)) return;
  std::fprintf(stderr, "benchmark: %s cannot be written\n", o_.json.c_str());
  std::exit(2);
}
bool report::wants(const subject& s) const { return s.name().find(o_.filter) != std::string::npos; }

void report::refuse(const subject& s, const std::string& what) {
  refused_.push_back(s.name() + ": " + what);
  std::fprintf(stderr, "REFUSED %s\n", refused_.back().c_str());
}

/// The peers that have the case and compute what axnorm does.
std::vector<candidate> report::peers_of(const subject& s, int threads) {
  std::vector<candidate> r;
  if (!o_.peers) return r;
  s.ours(threads);
  const expected right(s);
  if (exchange_ != nullptr) exchange_->write(s);
  for (const peer& p : built_in_) {
    const job run = p.make(s, threads);
    if (run == nullptr) continue;
    const std::string mistake = right.mistake_of(run, threads);
    if (mistake.empty())
      r.push_back(timed(p.name, [run, threads] { run(threads); }));
    else
      refuse(s, p.name + ": " + mistake);
  }
  for (const std::string& command : o_.processes) {
    std::vector<std::string> mistakes, failures;
    if (dead_.contains(command)) continue;
    try {
      auto& process = processes_[{command, threads}];
      if (process == nullptr) process = std::make_unique<peer_process>(command, exchange_->folder(), threads);
      for (candidate& c : process->candidates(mistakes, failures))
        r.push_back(std::move(c));
    } catch (const std::runtime_error& e) { // the others go on
      failures.emplace_back(e.what());
      dead_.insert(command);
    }
    for (const std::string& what : mistakes)
      refuse(s, what);
    for (const std::string& what : failures)
      std::fprintf(stderr, "failed %s: %s\n", s.name().c_str(), what.c_str());
  }
  return r;
}

/// The cost model beside the time of one thread.
void report::compare_model(const subject& s) {
  const double expected = s.plan ? s.plan->expected_time : s.expected_ns;
  if (expected == 0) return;
  const double measured = interleaved({timed("axnorm", [&] { s.ours(1); })}, o_.rounds).front().median;
  std::printf("%-44s model %10.1f us  measured %10.1f us  ratio %.2f\n", s.name().c_str(), expected / 1e3,
              measured / 1e3, expected / measured);
  std::fflush(stdout);
  model_ratios_.push_back(expected / measured);
}

void report::measure(const subject& s) {
  if (!wants(s)) return;
  if (o_.model) return compare_model(s);
  for (const int threads : o_.threads) {
    std::vector<candidate> all;
    all.push_back(timed("axnorm", [&] { s.ours(threads); }));
    // Plain and around the cache; of little data one thread may be quicker than several.
    const auto add_passes = [&](const std::vector<traffic>& passes) {
      prepare_traffic(passes, s.memory);
      for (const bool stream : {false, true}) {
        all.push_back(timed("memory", [passes, stream, threads] { move(passes, stream, threads); }));
        if (threads > 1) all.push_back(timed("memory", [passes, stream] { move(passes, stream, 1); }));
      }
      return all.size();
    };
    const std::size_t ideal_end = add_passes(s.ideal),
                      first_peer = s.plan ? add_passes(planned(s, threads)) : ideal_end;
    for (candidate& c : peers_of(s, threads))
      all.push_back(std::move(c));

    const std::vector<timing> t = interleaved(all, o_.rounds);
    const auto best = [&](std::size_t from, std::size_t to) {
      double r = t[from].median;
      for (std::size_t k = from; k < to; ++k)
        r = std::min(r, t[k].median);
      return r;
    };
    print(s, threads, {t.begin() + static_cast<std::ptrdiff_t>(first_peer), t.end()}, t[0], best(1, ideal_end),
          s.plan ? best(ideal_end, first_peer) : 0);
  }
}

void report::print(const subject& s, int threads, const std::vector<timing>& peers, const timing& ours, double ideal,
                   double plan) {
  std::printf("%-44s %d  %10.1f us [%.1f, %.1f]  ideal %.2f", s.name().c_str(), threads, ours.median / 1e3,
              ours.low / 1e3, ours.high / 1e3, ideal / ours.median);
  if (s.plan) std::printf("  plan %.2f", plan / ours.median);
  for (const timing& p : peers) {
    std::printf("  %s %.2f x", p.name.c_str(), p.median / ours.median);
    ratios_[{p.name, threads}].push_back(p.median / ours.median);
  }
  std::printf("%s\n", in_cache(s, threads) ? "  (in cache)" : "");
  std::fflush(stdout);
  if (o_.json.empty()) return;
  std::ofstream out(o_.json, std::ios::app);
  out << "{\"op\": \"" << s.op << "\", \"shape\": \"" << s.shape_text() << "\", \"dtype\": \"" << s.dtype
      << "\", \"layout\": \"" << s.layout << "\", \"mode\": \"" << s.mode << "\", \"threads\": " << threads
      << ", \"ours_ns\": " << ours.median << ", \"ideal_ns\": " << ideal << ", \"plan_ns\": ";
  if (s.plan)
    out << plan << ", \"bytes_moved\": " << s.plan->bytes_moved << ", \"bytes_min\": " << s.plan->bytes_min
        << ", \"sweeps\": "
        << std::count_if(s.plan->sweeps.begin(), s.plan->sweeps.end(), [](const auto& w) { return w.inputs; });
  else
    out << R"(null, "bytes_moved": null, "bytes_min": null, "sweeps": null)";
  out << ", \"peers\": {";
  for (const timing& p : peers)
    out << (&p == peers.data() ? "" : ", ") << '"' << p.name << "\": " << p.median;
  out << "}, \"in_cache\": " << (in_cache(s, threads) ? "true" : "false") << "}\n";
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
  if (!model_ratios_.empty()) {
    double sum = 0, squares = 0;
    for (const double r : model_ratios_) {
      sum += std::log(r);
      squares += std::log(r) * std::log(r);
    }
    const double n = static_cast<double>(model_ratios_.size());
    std::printf(
        "model / measured: %.2f in the geometric mean of %zu cases, within a factor of %.2f (root mean square)\n",
        std::exp(sum / n), model_ratios_.size(), std::exp(std::sqrt(squares / n)));
  }
  for (const std::string& what : refused_)
    std::printf("REFUSED %s\n", what.c_str());
}

} // namespace benchmark
