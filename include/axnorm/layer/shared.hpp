// A value that several layers own. Used for parameters with their gradients.
// Must not know what it holds.
#pragma once

#include <utility>

namespace axnorm::layers {

/// Owns a T together with its copies; the last one destroys it. Copies may be made and destroyed in several threads at
/// once. This much of std::shared_ptr and no more: <memory> costs every unit as much compile time as a sixth of
/// Eigen/Dense, since it includes streams and atomics.
template<class T>
class shared {
public:
  using element_type = T;

  shared() = default;
  explicit shared(T value) : held_(new held{std::move(value)}) {}
  shared(const shared& other) noexcept : held_(other.held_) {
    if (held_ != nullptr) __atomic_fetch_add(&held_->owners, 1, __ATOMIC_RELAXED);
  }
  shared(shared&& other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
  shared& operator=(shared other) noexcept {
    std::swap(held_, other.held_);
    return *this;
  }
  ~shared() {
    if (held_ != nullptr && __atomic_sub_fetch(&held_->owners, 1, __ATOMIC_ACQ_REL) == 0) delete held_;
  }

  explicit operator bool() const { return held_ != nullptr; }
  T& operator*() const { return held_->value; }
  T* operator->() const { return &held_->value; }

private:
  struct held {
    T value;
    long owners = 1;
  };
  held* held_ = nullptr;
};

} // namespace axnorm::layers
