// Pictures of norms, drawn from their declarations: those that the documents show, or every norm of the catalogue.
#include <axnorm/draw.hpp>
#include <axnorm/norm/catalogue.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

/// How many positions of an axis are drawn.
constexpr std::size_t drawn_extent(std::string_view label, std::size_t channels) {
  constexpr std::pair<std::string_view, std::size_t> extents[]{
      {"N", 4}, {"H", 3}, {"W", 3}, {"T", 6}, {"K", 3}, {"S", 5}, {"D", 6}, {"Head", 3}, {"Out", 5}, {"In", 4},
  };
  for (const auto& [name, extent] : extents)
    if (name == label) return extent;
  return channels;
}

/// A small operand of a norm, as an argument of draw.
template<fixed_string Name, class Element, class... Axes>
auto small_tensor(std::size_t channels) {
  return bound<Name, Tensor<Element, Axes...>>{Tensor<Element, Axes...>(drawn_extent(Axes::label, channels)...)};
}
template<class Operand>
struct small;
template<fixed_string Name, class... Axes>
struct small<catalogue::operand<Name, Axes...>> {
  static auto make(std::size_t channels) { return small_tensor<Name, float, Axes...>(channels); }
};
template<fixed_string Name, class... Axes>
struct small<catalogue::positive<Name, Axes...>> : small<catalogue::operand<Name, Axes...>> {};
template<fixed_string Name, class... Axes>
struct small<catalogue::mask<Name, Axes...>> {
  static auto make(std::size_t channels) { return small_tensor<Name, bool, Axes...>(channels); }
};
template<fixed_string Name, class Of, class... Axes>
struct small<catalogue::label<Name, Of, Axes...>> {
  static auto make(std::size_t channels) { return small_tensor<Name, std::int32_t, Axes...>(channels); }
};
template<fixed_string Name>
struct small<catalogue::number<Name>> {
  static auto make(std::size_t) { return bound<Name, double>{1.0}; }
};

class folder {
public:
  explicit folder(const std::string& path) : path_(path) { std::filesystem::create_directories(path_); }
  void write(const std::string& name, const std::string& svg) const {
    const std::filesystem::path file = path_ / (name + ".svg");
    std::ofstream out(file, std::ios::binary);
    out << svg;
    if (out.flush()) return;
    std::cerr << "examples/draw: cannot write " << file.string() << "\n";
    std::exit(1);
  }

private:
  std::filesystem::path path_;
};

template<class F, class... Operands>
void draw_with(const folder& to, const std::string& name, std::string_view heading, std::size_t channels,
               boost::mp11::mp_list<Operands...>) {
  to.write(name, draw<F>(title(heading), small<Operands>::make(channels)...));
}
/// One of the documents' pictures: image {N, C, H, W} or tokens {N, T, C}.
template<class F, class Operand = catalogue::image>
void picture(const folder& to, const std::string& name, std::string_view heading) {
  draw_with<F>(to, name, heading, 6, boost::mp11::mp_list<Operand>{});
}

/// "LayerNorm<C, H, W>" as the name of a file: layer_norm_c_h_w.
std::string file_name(std::string_view norm) {
  std::string r;
  bool small_before = false;
  for (const char c : norm) {
    const auto u = static_cast<unsigned char>(c);
    if (std::isupper(u) && small_before) r += '_';
    if (std::isalnum(u))
      r += static_cast<char>(std::tolower(u));
    else if (!r.empty() && r.back() != '_')
      r += '_';
    small_before = std::islower(u) != 0;
  }
  while (!r.empty() && r.back() == '_')
    r.pop_back();
  return r;
}

void draw_all(const folder& to) {
  using all = boost::mp11::mp_transform<boost::mp11::mp_identity, catalogue::entries>;
  boost::mp11::mp_for_each<all>([&]<class Entry>(boost::mp11::mp_identity<Entry>) {
    draw_with<typename Entry::formula>(to, file_name(Entry::name), Entry::name, 8, typename Entry::operands{});
  });
}

void draw_for_documents(const folder& to) {
  picture<BatchNorm>(to, "batch_norm", "Batch norm");
  picture<LayerNorm<C, H, W>>(to, "layer_norm", "Layer norm");
  picture<LayerNorm<C>, catalogue::tokens>(to, "layer_norm_of_tokens", "Layer norm of tokens");
  picture<InstanceNorm>(to, "instance_norm", "Instance norm");
  picture<GroupNorm<3>>(to, "group_norm", "Group norm");
  picture<SwitchableNorm2d>(to, "switchable_norm", "Switchable norm");
  picture<catalogue::FilterResponseNorm>(to, "filter_response_norm", "Filter response norm");
  picture<catalogue::PositionalNorm<>>(to, "positional_norm", "Positional norm");
  picture<catalogue::GhostBatchNorm<2>>(to, "ghost_batch_norm", "Ghost batch norm");
  picture<catalogue::BatchInstanceNorm>(to, "batch_instance_norm", "Batch-instance norm");
  picture<catalogue::GlobalResponseNorm>(to, "global_response_norm", "Global response norm");
  picture<catalogue::LocalResponseNorm<3>>(to, "local_response_norm", "Local response norm");
}

} // namespace

int main(int count, char** arguments) {
  const bool all = count > 1 && std::string_view(arguments[1]) == "--all";
  if (count != (all ? 3 : 2)) {
    std::cerr << "examples/draw: name one folder; see examples/draw --help\n";
    return 2;
  }
  try {
    const folder to(arguments[count - 1]);
    all ? draw_all(to) : draw_for_documents(to);
  } catch (const std::exception& e) {
    std::cerr << "examples/draw: " << e.what() << "\n";
    return 1;
  }
  return 0;
}
