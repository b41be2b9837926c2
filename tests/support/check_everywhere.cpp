#include "support/check_everywhere.hpp"

#include <sstream>

namespace axnorm::check {

std::string description(const settings& s) {
  static const char* const spacings[]{"dense", "padded", "sparse", "reversed"};
  std::ostringstream text;
  text << "extents " << s.extents[0] << " " << s.extents[1] << " " << s.extents[2] << " " << s.extents[3] << ", "
       << name_of(s.numbers) << ", " << spacings[static_cast<int>(s.how)] << (s.in_place ? ", in place" : "");
  if (s.masked > 0) text << ", " << s.masked << " masked out";
  return text.str();
}

std::vector<settings> all_ways() {
  std::vector<settings> r;
  for (const data d : all_data)
    r.push_back({.extents = primes, .numbers = d});
  for (const spacing how : {spacing::dense, spacing::padded, spacing::sparse, spacing::reversed})
    for (const bool in_place : {false, true})
      r.push_back({.extents = primes, .how = how, .in_place = in_place, .seed = 2});
  for (const auto& extents : corners)
    r.push_back({.extents = extents, .seed = 3});
  // Ones and nothing, each with all numbers, all spacings, in place or not.
  int k = 0;
  for (const data d : all_data)
    for (const auto& extents : {corners[0], corners[3]}) {
      r.push_back({.extents = extents,
                   .numbers = d,
                   .how = static_cast<spacing>(k / 2 % 4),
                   .in_place = k / 2 % 3 == 1,
                   .seed = 9});
      ++k;
    }
  for (const data d : all_data)
    r.push_back({.extents = many, .numbers = d, .seed = 4});
  r.push_back({.extents = many, .how = spacing::padded, .in_place = true, .seed = 5});
  r.push_back({.extents = many, .how = spacing::sparse, .masked = 2000, .seed = 6});
  r.push_back({.extents = primes, .masked = 1000000, .seed = 7});
  return r;
}

std::vector<settings> all_pairs() {
  std::vector<settings> r;
  for (const data d : all_data)
    for (const spacing how : {spacing::dense, spacing::padded, spacing::sparse, spacing::reversed})
      for (const bool in_place : {false, true})
        r.push_back({.extents = primes, .numbers = d, .how = how, .in_place = in_place, .seed = 8});
  return r;
}

} // namespace axnorm::check
