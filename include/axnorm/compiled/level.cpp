// Which level of instruction sets layers are made for.
#include <axnorm/compiled/level.hpp>

#include <array>
#include <atomic>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace axnorm::compiled {
namespace {

using enum level;
constexpr std::array built{AXNORM_LEVELS};

bool has(level l) {
#ifdef __x86_64__
  __builtin_cpu_init();
  switch (l) {
  case base:
    return true;
  case v2:
    return __builtin_cpu_supports("x86-64-v2") != 0;
  case v3:
    return __builtin_cpu_supports("x86-64-v3") != 0;
  case v4:
    return __builtin_cpu_supports("x86-64-v4") != 0;
  }
#endif
  return l == base;
}

/// The highest level that is built, that there is, and that is not above `most`.
std::optional<level> highest(level most) {
  std::optional<level> r;
  for (const level l : built)
    if (l <= most && (!r || *r < l) && has(l)) r = l;
  return r;
}

std::string built_text() {
  std::string r;
  for (const level l : built)
    (r += r.empty() ? "" : ", ") += name_of(l);
  return r;
}

level from_environment() {
  const level best = best_level();
  const char* const text = std::getenv("AXNORM_LEVEL"); // NOLINT(concurrency-mt-unsafe): nobody here sets variables
  if (text == nullptr || *text == '\0') return best;
  for (const level l : built)
    if (name_of(l) == text) return l < best ? l : best;
  throw std::invalid_argument("axnorm: the environment variable AXNORM_LEVEL is " + std::string(text) +
                              ", but the layers are built for " + built_text());
}

std::atomic<int> chosen_level{-1}; // none yet

} // namespace

std::string_view name_of(level l) {
  constexpr std::array<std::string_view, 4> names{"base", "v2", "v3", "v4"};
  return names[static_cast<std::size_t>(l)];
}

level best_level() {
  if (const auto l = highest(v4)) return *l;
  throw std::runtime_error("axnorm: the layers are built for " + built_text() +
                           ", but this processor has none of them");
}

level used_level() {
  int l = chosen_level.load(std::memory_order_relaxed);
  if (l < 0) {
    l = static_cast<int>(from_environment());
    chosen_level.store(l, std::memory_order_relaxed);
  }
  return static_cast<level>(l);
}

void use_level(level at_most) {
  const auto l = highest(at_most);
  if (!l)
    throw std::invalid_argument("axnorm: there is no level up to " + std::string(name_of(at_most)) +
                                ": the layers are built for " + built_text());
  chosen_level.store(static_cast<int>(*l), std::memory_order_relaxed);
}

} // namespace axnorm::compiled
