#include "support/check_data.hpp"

#include <limits>
#include <random>
#include <type_traits>

namespace axnorm::check {

std::string name_of(data d) {
  switch (d) {
  case data::normal:
    return "standard normal";
  case data::far:
    return "mean 1e4";
  case data::outlying:
    return "outliers in front";
  case data::constant:
    return "constant";
  case data::huge:
    return "huge";
  case data::tiny:
    return "tiny";
  default:
    return "NaN and infinity";
  }
}

template<class E>
std::vector<double> numbers_of(data kind, std::int64_t count, unsigned seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal;
  constexpr bool half = std::is_same_v<E, float16>;
  std::vector<double> r;
  r.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    const double v = normal(generator);
    double x = v;
    if (kind == data::far) x = 1e4 + v;
    if (kind == data::outlying && i < 16) x = 3000 + v;
    if (kind == data::constant) x = 0.7 + seed;
    if (kind == data::huge) x = v * (half ? 1e3 : 1e15);
    if (kind == data::tiny) x = v * (half ? 1e-5 : 1e-20);
    r.push_back(to_number(to_element<E>(x)));
  }
  if (kind == data::specials && count > 1) {
    r[static_cast<std::size_t>(count / 3)] = std::numeric_limits<double>::quiet_NaN();
    r[static_cast<std::size_t>(count - 1 - count / 5)] = std::numeric_limits<double>::infinity();
  }
  return r;
}

template std::vector<double> numbers_of<float>(data, std::int64_t, unsigned);
template std::vector<double> numbers_of<double>(data, std::int64_t, unsigned);
template std::vector<double> numbers_of<float16>(data, std::int64_t, unsigned);
template std::vector<double> numbers_of<bfloat16>(data, std::int64_t, unsigned);
template std::vector<double> numbers_of<bool>(data, std::int64_t, unsigned);

std::vector<double> mask_of(std::int64_t count, unsigned seed, std::int64_t off) {
  std::mt19937 generator(seed);
  std::bernoulli_distribution coin(0.6);
  std::vector<double> r;
  for (std::int64_t i = 0; i < count; ++i) {
    const bool on = coin(generator);
    r.push_back(on && i >= off ? 1 : 0);
  }
  return r;
}

} // namespace axnorm::check
