// Memory of tensors in tests: dense, padded, sparse or reversed, filled from numbers and read back as numbers, with
// surroundings that nobody may write to. Used by the tests that run the library. Knows no formula.
#pragma once

#include <axnorm/tensor/element.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace axnorm::check {

/// How the elements of a tensor lie: all of them next to each other; rows with gaps between them (and the first one not
/// at the start of a cache line); gaps between all elements; gaps between all elements, backwards.
enum class spacing { dense, padded, sparse, reversed };

template<class E>
double to_number(E v) {
  if constexpr (std::is_same_v<E, float16> || std::is_same_v<E, bfloat16>)
    return static_cast<double>(static_cast<float>(v));
  else
    return static_cast<double>(v);
}
/// v as an element, rounded.
template<class E>
E to_element(double v) {
  if constexpr (std::is_same_v<E, float16> || std::is_same_v<E, bfloat16>)
    return E(static_cast<float>(v));
  else if constexpr (std::is_same_v<E, bool>)
    return v != 0;
  else
    return static_cast<E>(v);
}

/// The memory of one tensor, of any element type. Numbers come and go as a dense list, the last axis fastest.
class any_memory {
public:
  explicit any_memory(std::vector<std::int64_t> extents) : extents_(std::move(extents)) {}
  any_memory(any_memory&&) = default;
  any_memory& operator=(any_memory&&) = default;
  virtual ~any_memory() = default;

  const std::vector<std::int64_t>& extents() const { return extents_; }
  const std::vector<std::ptrdiff_t>& strides() const { return strides_; }
  std::int64_t count() const {
    std::int64_t n = 1;
    for (const std::int64_t e : extents_)
      n *= e;
    return n;
  }

  /// Sets every byte, surroundings included, to a pattern.
  virtual void clear() = 0;
  virtual void fill(const std::vector<double>& numbers) = 0;
  virtual std::vector<double> numbers() const = 0;
  /// The elements' bytes, for comparing bits.
  virtual std::vector<unsigned char> bits() const = 0;
  /// Whether nothing but the elements was written to since `clear`.
  virtual bool surroundings_intact() const = 0;

protected:
  std::vector<std::int64_t> extents_;
  std::vector<std::ptrdiff_t> strides_;
};

/// The memory of a tensor of elements E.
template<class E>
class tensor_memory final : public any_memory {
public:
  explicit tensor_memory(std::vector<std::int64_t> extents, spacing how = spacing::dense)
      : any_memory(std::move(extents)) {
    const std::size_t rank = extents_.size();
    strides_.resize(rank);
    std::ptrdiff_t step = how == spacing::sparse ? 2 : how == spacing::reversed ? -2 : 1, reach = 0;
    for (std::size_t i = rank; i-- > 0;) {
      strides_[i] = step;
      const auto extent = static_cast<std::ptrdiff_t>(extents_[i] > 0 ? extents_[i] : 1);
      reach += (extent - 1) * step;
      step *= extent;
      if (how == spacing::padded) step += 3;
      if (how == spacing::sparse && i == 1) step += 5;
    }
    const std::ptrdiff_t room = how == spacing::dense ? 0 : 3;
    size_ = static_cast<std::size_t>((reach < 0 ? -reach : reach) + 1 + 2 * room);
    for (const std::int64_t n : extents_)
      if (n == 0) size_ = 1;
    first_ = size_ == 1 ? 0 : room + (reach < 0 ? -reach : 0);
    elements_.reset(new E[size_]);
    clear();
  }

  E* data() { return elements_.get() + first_; }
  void clear() override { std::memset(static_cast<void*>(elements_.get()), pattern(), size_ * sizeof(E)); }

  void fill(const std::vector<double>& numbers) override {
    if (static_cast<std::int64_t>(numbers.size()) != count()) throw std::invalid_argument("tensor_memory: wrong count");
    std::size_t k = 0;
    each([&](E& e) { e = to_element<E>(numbers[k++]); });
  }
  std::vector<double> numbers() const override {
    std::vector<double> r;
    each([&](const E& e) { r.push_back(to_number(e)); });
    return r;
  }
  std::vector<unsigned char> bits() const override {
    std::vector<unsigned char> r;
    each([&](const E& e) {
      unsigned char bytes[sizeof(E)];
      std::memcpy(bytes, &e, sizeof(E));
      r.insert(r.end(), bytes, bytes + sizeof(E));
    });
    return r;
  }
  bool surroundings_intact() const override {
    std::vector<bool> own(size_, false);
    each([&](const E& e) { own[static_cast<std::size_t>(&e - elements_.get())] = true; });
    for (std::size_t i = 0; i < size_; ++i) {
      if (own[i]) continue;
      unsigned char bytes[sizeof(E)];
      std::memcpy(bytes, elements_.get() + i, sizeof(E));
      for (const unsigned char b : bytes)
        if (b != pattern()) return false;
    }
    return true;
  }

private:
  static constexpr unsigned char pattern() { return std::is_same_v<E, bool> ? 1 : 0xA5; }
  template<class F>
  void each(F f) const {
    const std::size_t rank = extents_.size();
    std::vector<std::int64_t> index(rank, 0);
    std::ptrdiff_t at = first_;
    for (std::int64_t left = count(); left > 0; --left) {
      f(elements_[static_cast<std::size_t>(at)]);
      for (std::size_t i = rank; i-- > 0;) {
        at += strides_[i];
        if (++index[i] < extents_[i]) break;
        at -= static_cast<std::ptrdiff_t>(extents_[i]) * strides_[i];
        index[i] = 0;
      }
    }
  }
  std::unique_ptr<E[]> elements_;
  std::size_t size_ = 0;
  std::ptrdiff_t first_ = 0;
};

extern template class tensor_memory<float>; // check_memory.cpp
extern template class tensor_memory<double>;
extern template class tensor_memory<float16>;
extern template class tensor_memory<bfloat16>;
extern template class tensor_memory<bool>;

} // namespace axnorm::check
