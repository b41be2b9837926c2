// A growable array and a view for the compiler passes: std::vector and std::span with the members that passes use. Of
// thirty element types those took a third of the time that including axnorm took, in every translation unit of every
// user. Must not know what the elements are.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <type_traits>

namespace axnorm {

/// `count` elements that live elsewhere, in a row.
template<class T>
class sequence_view {
public:
  using value_type = std::remove_const_t<T>;
  constexpr sequence_view() = default;
  constexpr sequence_view(T* first, std::size_t count) : first_(first), size_(count) {}
  template<class Sequence>
  requires requires(Sequence& s, T*& p) { p = s.data(); }
  constexpr sequence_view(Sequence&& s) : first_(s.data()), size_(s.size()) {}
  template<std::size_t Count>
  constexpr sequence_view(T (&elements)[Count]) : first_(elements), size_(Count) {}

  constexpr T* data() const { return first_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr T* begin() const { return first_; }
  constexpr T* end() const { return first_ + size_; }
  constexpr T& operator[](std::size_t i) const { return first_[i]; }
  constexpr sequence_view subspan(std::size_t first, std::size_t count) const { return {first_ + first, count}; }

private:
  T* first_ = nullptr;
  std::size_t size_ = 0;
};

/// Elements in a row that can be added and removed. T is a plain value: default-constructible and copied freely.
template<class T>
class sequence {
public:
  using value_type = T;
  constexpr sequence() = default;
  constexpr explicit sequence(std::size_t count, const T& value = T{}) { assign(count, value); }
  constexpr sequence(std::initializer_list<T> list) { append(list.begin(), list.end()); }
  constexpr sequence(const T* first, const T* last) { append(first, last); }
  constexpr sequence(const sequence& other) { append(other.begin(), other.end()); }
  constexpr sequence(sequence&& other) noexcept { take(other); }
  constexpr sequence& operator=(const sequence& other) {
    if (this == &other) return *this;
    size_ = 0;
    append(other.begin(), other.end());
    return *this;
  }
  constexpr sequence& operator=(sequence&& other) noexcept {
    if (this == &other) return *this;
    delete[] first_;
    take(other);
    return *this;
  }
  constexpr ~sequence() { delete[] first_; }

  constexpr T* data() { return first_; }
  constexpr const T* data() const { return first_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr T* begin() { return first_; }
  constexpr T* end() { return first_ + size_; }
  constexpr const T* begin() const { return first_; }
  constexpr const T* end() const { return first_ + size_; }
  constexpr T& operator[](std::size_t i) { return first_[i]; }
  constexpr const T& operator[](std::size_t i) const { return first_[i]; }
  constexpr T& front() { return first_[0]; }
  constexpr const T& front() const { return first_[0]; }
  constexpr T& back() { return first_[size_ - 1]; }
  constexpr const T& back() const { return first_[size_ - 1]; }

  constexpr void reserve(std::size_t count) {
    if (count <= room_) return;
    T* const bigger = new T[count];
    for (std::size_t i = 0; i < size_; ++i)
      bigger[i] = static_cast<T&&>(first_[i]);
    delete[] first_;
    first_ = bigger;
    room_ = count;
  }
  constexpr void push_back(const T& value) {
    if (size_ < room_) {
      first_[size_++] = value;
      return;
    }
    T kept = value; // value may be an element
    reserve(room_ < 4 ? 8 : 2 * room_);
    first_[size_++] = static_cast<T&&>(kept);
  }
  /// Adds the elements from `first` up to `last`, which aren't this sequence's own.
  constexpr void append(const T* first, const T* last) {
    const std::size_t count = static_cast<std::size_t>(last - first);
    if (size_ + count > room_) reserve(size_ + count);
    for (std::size_t i = 0; i < count; ++i)
      first_[size_ + i] = first[i];
    size_ += count;
  }
  /// `count` times a value that is not an element.
  constexpr void assign(std::size_t count, const T& value) {
    size_ = 0;
    resize(count, value);
  }
  /// The elements of another sequence or array that is not this one.
  template<class Sequence>
  constexpr void assign(const Sequence& other) {
    size_ = 0;
    append(other.data(), other.data() + other.size());
  }
  /// With more elements equal to a value that is not an element, or fewer.
  constexpr void resize(std::size_t count, const T& value = T{}) {
    reserve(count);
    for (std::size_t i = size_; i < count; ++i)
      first_[i] = value;
    size_ = count;
  }
  constexpr void insert(T* at, const T& value) {
    const std::size_t place = static_cast<std::size_t>(at - first_);
    const T kept = value; // value may be an element
    push_back(kept);
    for (std::size_t i = size_ - 1; i > place; --i)
      first_[i] = first_[i - 1];
    first_[place] = kept;
  }
  constexpr void erase(const T* at) { erase(at, at + 1); }
  constexpr void erase(const T* first, const T* last) {
    const std::size_t from = static_cast<std::size_t>(first - first_), count = static_cast<std::size_t>(last - first);
    for (std::size_t i = from; i + count < size_; ++i)
      first_[i] = static_cast<T&&>(first_[i + count]);
    size_ -= count;
  }
  constexpr void pop_back() { --size_; }
  constexpr void clear() { size_ = 0; }

  friend constexpr bool operator==(const sequence& a, const sequence& b) {
    if (a.size_ != b.size_) return false;
    for (std::size_t i = 0; i < a.size_; ++i)
      if (!(a.first_[i] == b.first_[i])) return false;
    return true;
  }

private:
  constexpr void take(sequence& other) {
    first_ = other.first_;
    size_ = other.size_;
    room_ = other.room_;
    other.first_ = nullptr;
    other.size_ = other.room_ = 0;
  }
  T* first_ = nullptr;
  std::size_t size_ = 0, room_ = 0;
};

} // namespace axnorm
