// Taking a command line apart.
// Must not know which options there are.
#include "options.hpp"

#include <charconv>
#include <system_error>

namespace examples {

bool options::next() {
  if (++at_ >= count_) return false;
  argument_ = arguments_[at_];
  if (!words_only_ && argument_ == "--") {
    words_only_ = true;
    return next();
  }
  is_word_ = words_only_ || argument_.empty() || argument_.front() != '-' || argument_ == "-";
  return true;
}

std::string options::value() {
  if (const std::size_t equals = argument_.find('='); equals != std::string_view::npos)
    return std::string(argument_.substr(equals + 1));
  if (at_ + 1 >= count_) throw argument_error(argument() + " needs a value");
  return arguments_[++at_];
}

int options::number(int least, int most) {
  const std::string option(name()), text = value();
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most)
    throw argument_error(option + " takes a number from " + std::to_string(least) + " to " + std::to_string(most) +
                         ", but " + text + " was given");
  return number;
}

void options::fail_unknown() const { throw argument_error("unknown option " + argument() + " (--help lists them)"); }

} // namespace examples
