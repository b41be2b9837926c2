// Sums across tiles to which every tile adds at the same places: these are of the type of the data, and are added to
// doubles before chains get long. Used by the driver of tiles. Must not know: what is summed.
#pragma once

#include <axnorm/exec/storage.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace axnorm::exec {
inline namespace AXNORM_ISA {

class staged_sums {
public:
  /// The most tiles between two calls of `flush`.
  static constexpr std::int64_t longest = 128;

  /// Whether it takes the sums of a sweep.
  static bool takes(const plan::sweep& s, const plan_tables& t) { return s.adds() && t.real_size == sizeof(float); }

  /// `room`: as many floats as the sums to come have elements.
  explicit staged_sums(float* room) : room_(room) {}

  /// Takes a sum of `n` doubles, and says where it is staged.
  float* add(double* to, std::int64_t n) {
    sum& r = sums_[count_++];
    r.to = to;
    r.staged = room_;
    r.n = n;
    room_ += n;
    return r.staged;
  }
  /// Takes the place of a sum, `n` doubles; call before loops are built of the slot.
  void add(slot& place, std::int64_t n) {
    std::array<std::ptrdiff_t, max_loops>& step = sums_[count_].step;
    for (std::size_t part = 0; part < step.size(); ++part)
      step[part] = place.step[part] / 2;
    place = {reinterpret_cast<char*>(add(reinterpret_cast<double*>(place.data), n)), step.data()};
  }
  /// From now on the doubles are as many bytes further; call after `flush`.
  void move(std::ptrdiff_t bytes) {
    for (std::size_t i = 0; i < count_; ++i)
      sums_[i].to = reinterpret_cast<double*>(reinterpret_cast<char*>(sums_[i].to) + bytes);
  }
  /// What is found next are the first sums in the doubles, whatever is there.
  void start() { first_ = true; }
  /// Call before tiles add to the sums.
  void clear() const {
    for (std::size_t i = 0; i < count_; ++i)
      std::memset(sums_[i].staged, 0, static_cast<std::size_t>(sums_[i].n) * sizeof(float));
  }
  /// The doubles get them.
  void flush() {
    for (std::size_t i = 0; i < count_; ++i) {
      const sum& s = sums_[i];
      if (first_)
        set_all(s.to, static_cast<const float*>(s.staged), s.n);
      else
        add_all(s.to, static_cast<const float*>(s.staged), s.n);
    }
    first_ = false;
  }

private:
  struct sum {
    double* to;
    float* staged;
    std::int64_t n;
    std::array<std::ptrdiff_t, max_loops> step;
  };
  std::array<sum, plan::most_slots_with_sums> sums_;
  std::size_t count_ = 0;
  bool first_ = true;
  float* room_;
};

} // namespace AXNORM_ISA
} // namespace axnorm::exec
