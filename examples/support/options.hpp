// Taking a command line apart.
// Used by the arguments.cpp of the examples.
// Must not know which options there are.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace examples {

/// What is wrong with a command line, in one line.
struct argument_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Goes from argument to argument: options, `--name value` or `--name=value`, and words; after `--`, words only.
class options {
public:
  options(int count, const char* const* arguments) : count_(count), arguments_(arguments) {}

  /// To the next argument; false when there is none.
  bool next();
  /// Whether it is a word and no option.
  bool is_word() const { return is_word_; }
  /// Whether it is this option without a value.
  bool is(std::string_view option) const { return !is_word_ && argument_ == option; }
  /// Whether it is this option, which takes a value.
  bool takes(std::string_view option) const { return !is_word_ && name() == option; }

  std::string argument() const { return std::string(argument_); }
  /// The option's value. Throws argument_error if there is none.
  std::string value();
  /// The option's value, a number. Throws argument_error if it is none, or out of bounds.
  int number(int least, int most);

  /// Throws the argument_error for an option that does not exist.
  [[noreturn]] void fail_unknown() const;

private:
  std::string_view name() const { return argument_.substr(0, argument_.find('=')); }

  int count_, at_ = 0;
  const char* const* arguments_;
  std::string_view argument_;
  bool is_word_ = false, words_only_ = false;
};

} // namespace examples
