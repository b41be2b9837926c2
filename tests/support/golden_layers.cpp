#include "support/golden_layers.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace axnorm::golden {

const file& layers() {
  static const file f("tests/golden/layers");
  return f;
}

std::string printed_form(const layer_case& c) {
  static const auto forms = [] {
    std::map<std::string, std::string> r;
    std::ifstream in("tests/golden/layers.txt");
    std::string name, made, printed;
    while (std::getline(in, name, '\t') && std::getline(in, made, '\t') && std::getline(in, printed))
      r[name] = printed;
    return r;
  }();
  const auto found = forms.find(c.name());
  if (found == forms.end()) throw std::runtime_error("tests/golden/layers.txt has no " + c.name());
  return found->second;
}

std::map<std::string, std::string> settings_of(const layer_case& c) {
  std::map<std::string, std::string> r;
  if (c.configuration == "default") return r;
  std::istringstream words(c.configuration);
  for (std::string word; std::getline(words, word, ',');)
    r[word.substr(0, word.find('='))] = word.substr(word.find('=') + 1);
  return r;
}

std::vector<layer_case> cases_of(const std::string& family) {
  std::vector<layer_case> r;
  std::ifstream in("tests/golden/layers.txt");
  for (std::string line; std::getline(in, line);)
    if (line.rfind(family + '/', 0) == 0)
      r.push_back({family, line.substr(family.size() + 1, line.find('\t') - family.size() - 1)});
  return r;
}

} // namespace axnorm::golden
