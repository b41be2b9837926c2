// Pictures of formulas: which cells are coloured, by counting; that the files are well-formed; what is refused.
#include "support/catch.hpp"
#include <axnorm/draw.hpp>
#include <axnorm/norm/named.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

struct Head : axis<"Head"> {};

/// How many visible sides of cells are painted with a class.
std::size_t painted(const std::string& svg, const std::string& paint) {
  const std::string begin = "<path class=\"" + paint + " cell\" d=\"";
  std::size_t n = 0;
  for (std::size_t at = svg.find(begin); at != std::string::npos; at = svg.find(begin, at + 1))
    for (std::size_t k = at + begin.size(); svg[k] != '"'; ++k)
      n += svg[k] == 'z' ? 1u : 0u;
  return n;
}

std::size_t occurrences(const std::string& text, std::string_view of) {
  std::size_t n = 0;
  for (std::size_t at = text.find(of); at != std::string::npos; at = text.find(of, at + 1))
    ++n;
  return n;
}

/// How many sides are seen of the cells of a block that a predicate picks: those in front, at the top, at the right.
template<class Is>
std::size_t visible(int across, int down, int away, Is is) {
  std::size_t n = 0;
  for (int c = 0; c < across; ++c)
    for (int p = 0; p < down; ++p)
      for (int s = 0; s < away; ++s)
        if (is(c, p, s)) n += (s == 0 ? 1u : 0u) + (p == 0 ? 1u : 0u) + (c == across - 1 ? 1u : 0u);
  return n;
}
const auto every = [](int, int, int) { return true; };

/// Whether text is one element of XML with all that it holds: tags in order, attributes in quotes, no bare signs.
bool is_well_formed(std::string_view text) {
  std::vector<std::string_view> open;
  bool any = false;
  while (!text.empty()) {
    if (text[0] != '<') {
      if (text[0] == '>' || (open.empty() && text[0] != '\n')) return false;
      if (text[0] == '&' && !text.starts_with("&lt;") && !text.starts_with("&gt;") && !text.starts_with("&amp;") &&
          !text.starts_with("&quot;"))
        return false;
      text.remove_prefix(1);
      continue;
    }
    const std::size_t end = text.find('>');
    if (end == std::string_view::npos) return false;
    std::string_view tag = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (tag[0] == '/') {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
      continue;
    }
    if (open.empty() && any) return false;
    any = true;
    const bool closed = tag.back() == '/';
    if (closed) tag.remove_suffix(1);
    std::size_t quotes = 0, values = 0;
    for (const char c : tag) {
      quotes += c == '"' ? 1u : 0u;
      values += c == '=' && quotes % 2 == 0 ? 1u : 0u;
      if (c == '<') return false;
    }
    if (quotes != 2 * values || values != occurrences(std::string(tag), "=\"")) return false;
    if (!closed) open.push_back(tag.substr(0, tag.find(' ')));
  }
  return any && open.empty();
}

double luminance(std::uint32_t color) {
  const auto channel = [&](int shift) {
    const double v = (color >> shift & 255) / 255.0;
    return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
}
double contrast(std::uint32_t a, std::uint32_t b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

using BN = Norm<Over<N, H, W>, Affine<C>, Tracked<C>>;
using LN = LayerNorm<C, H, W>;
using SN = SwitchableNorm<Over<H, W>, Over<C, H, W>, Over<N, H, W>, Affine<C>>;

template<class F>
std::string image(auto... more) {
  return draw<F>(dim<N>(3), dim<C>(5), dim<H>(2), dim<W>(7), more...);
}

std::string words_of_error(auto call) {
  try {
    call();
  } catch (const shape_error& e) {
    return e.what();
  }
  return "nothing";
}

// The user's own formula: two statistics of different sets, an axis of theirs, a parameter on a part of the axes.
struct Own {
  static constexpr auto x = input<"x">;
  static constexpr auto formula =
      (x - mean<Over<T>>(x)) * rsqrt(mean<Over<T, Head>>(square(x)) + 1e-6) * parameter<"gain", Head, C>(1);
};
struct Elementwise {
  static constexpr auto formula = input<"x"> * parameter<"scale">(2);
};
struct Windows {
  static constexpr auto formula = input<"x"> / (1 + window_sum<C>(square(input<"x">), 3));
};
struct Causal {
  static constexpr auto formula = input<"x"> - window_mean<T>(input<"x">, without_end, 0);
};
struct Mixed {
  static constexpr auto x = input<"x">;
  static constexpr auto r = parameter<"ratio", C>(0.5);
  static constexpr auto formula = r * norm<Over<N, H, W>>(x) + (1 - r) * norm<Over<H, W>>(x);
};
struct Nothing {
  static constexpr auto formula = parameter<"weight", C>(1) + 1;
};

} // namespace

TEST_CASE("as many cells are coloured as a set has that are seen", "[draw]") {
  const std::size_t all = visible(5, 14, 3, every);
  const std::size_t strip = visible(5, 1, 1, every);

  const std::string bn = image<BN>();
  const std::size_t channel = visible(5, 14, 3, [](int c, int, int) { return c == 4; });
  CHECK(painted(bn, "set-1") == channel + visible(5, 1, 1, [](int c, int, int) { return c == 4; }));
  CHECK(painted(bn, "plain") == all - channel + visible(5, 1, 1, [](int c, int, int) { return c != 4; }));
  CHECK(painted(bn, "param") == strip);
  CHECK(painted(bn, "set-2") == 0);

  const std::string ln = image<LN>();
  const std::size_t sample = visible(5, 14, 3, [](int, int, int s) { return s == 0; });
  CHECK(painted(ln, "set-1") == sample + visible(1, 1, 3, [](int, int, int s) { return s == 0; }));
  CHECK(painted(ln, "param") == visible(5, 14, 1, every));

  const std::string in = image<InstanceNorm>();
  const auto corner = [](int c, int, int s) { return c == 4 && s == 0; };
  CHECK(painted(in, "set-1") == visible(5, 14, 3, corner) + visible(5, 1, 3, corner));
  CHECK(painted(in, "param") == 0);
}

TEST_CASE("groups are coloured whole, and their neighbours tinted", "[draw]") {
  const std::string gn = draw<GroupNorm<>>(dim<N>(3), dim<C>(9), dim<H>(2), dim<W>(3), dim<G>(3));
  const std::size_t set = visible(9, 6, 3, [](int c, int, int s) { return c >= 6 && s == 0; });
  CHECK(painted(gn, "set-1") == set + visible(3, 1, 3, [](int c, int, int s) { return c == 2 && s == 0; }));
  CHECK(painted(gn, "group") == visible(9, 6, 3, [](int c, int, int) { return c / 3 == 1; }));
  CHECK(gn.find("{H, W, C in a group}") != std::string::npos);
  CHECK(gn == draw<GroupNorm<3>>(dim<N>(3), dim<C>(9), dim<H>(2), dim<W>(3)));
}

TEST_CASE("sets that a sum blends are drawn side by side with a plus between them", "[draw]") {
  const std::string sn = image<SN>();
  CHECK(occurrences(sn, ">+</text>") == 3); // the last is the legend's
  for (const char* paint : {"set-1", "set-2", "set-3"})
    CHECK(painted(sn, paint) > 0);
  CHECK(sn.find("weighted by mean_weight, var_weight") != std::string::npos);
  CHECK(painted(sn, "param") == visible(3, 1, 1, every) + visible(5, 1, 1, every));

  const std::string mixed = image<Mixed>();
  CHECK(occurrences(mixed, ">+</text>") == 2);
  CHECK(mixed.find("weighted by ratio") != std::string::npos);
  CHECK(occurrences(image<BN>(), ">+</text>") == 0);
}

TEST_CASE("any number of axes, of any names, in any order", "[draw]") {
  SECTION("tokens") {
    const std::string s = draw<LayerNorm<C>>(dim<N>(3), dim<T>(5), dim<C>(7));
    const auto row = [](int, int t, int n) { return t == 0 && n == 0; };
    CHECK(painted(s, "set-1") == visible(7, 5, 3, row) + visible(1, 5, 3, row));
    CHECK(painted(s, "param") == visible(7, 1, 1, every));
    CHECK(s.find(">T</text>") != std::string::npos);
  }
  SECTION("a matrix is flat") {
    const std::string s = draw<Norm<Over<N>>>(dim<N>(5), dim<C>(3));
    const std::size_t column = visible(3, 5, 1, [](int c, int, int) { return c == 2; });
    CHECK(painted(s, "set-1") == column + visible(3, 1, 1, [](int c, int, int) { return c == 2; }));
  }
  SECTION("a row") {
    const std::string s = draw<Norm<Over<L>>>(dim<L>(9));
    CHECK(painted(s, "set-1") == visible(9, 1, 1, every) + visible(1, 1, 1, every));
    CHECK(s.find("a single mean and variance") != std::string::npos);
  }
  SECTION("a volume") {
    const std::string s = draw<Norm<Over<AllBut<C>>>>(dim<N>(3), dim<C>(3), dim<D>(2), dim<H>(3), dim<W>(2));
    const std::size_t channel = visible(3, 12, 3, [](int c, int, int) { return c == 2; });
    CHECK(painted(s, "set-1") == channel + visible(3, 1, 1, [](int c, int, int) { return c == 2; }));
    CHECK(s.find(">D, H, W</text>") != std::string::npos);
  }
  SECTION("the order in memory does not matter") {
    CHECK(painted(draw<BN>(dim<N>(3), dim<H>(2), dim<W>(7), dim<C>(5)), "set-1") == painted(image<BN>(), "set-1"));
    CHECK(draw<BN>(Tensor<float, N, C, H, W>(3, 5, 2, 7)) == image<BN>());
    CHECK(draw<BN>(arg<"x"> = Tensor<double, N, C, H, W>(3, 5, 2, 7)) == image<BN>());
  }
}

TEST_CASE("a formula of one's own is drawn as it is written", "[draw]") {
  const std::string s = draw<Own>(dim<N>(3), dim<Head>(2), dim<T>(4), dim<C>(5));
  // Heads and times lie down the front, a head after the other.
  const auto one_head = [](int c, int p, int n) { return c == 4 && n == 0 && p / 4 == 0; };
  const auto both = [](int c, int, int n) { return c == 4 && n == 0; };
  const auto of_head = [](int c, int h, int n) { return c == 4 && n == 0 && h == 0; };
  CHECK(painted(s, "set-1") == visible(5, 8, 3, one_head) + visible(5, 2, 3, of_head));
  CHECK(painted(s, "set-2") == visible(5, 8, 3, both) + visible(5, 1, 3, both));
  CHECK(painted(s, "param") == visible(5, 2, 1, every));
  CHECK(s.find("squares of x over {Head, T}: one mean for each of {N, C}") != std::string::npos);

  const std::string plain = draw<Elementwise>(dim<N>(3), dim<C>(5));
  CHECK(plain.find("no statistic") != std::string::npos);
  CHECK(painted(plain, "plain") == visible(5, 3, 1, every));

  const std::string windows = draw<Windows>(dim<N>(3), dim<C>(7));
  CHECK(painted(windows, "set-1") == visible(7, 3, 1, [](int c, int n, int) { return n == 0 && c >= 2 && c < 5; }));

  const std::string causal = draw<Causal>(dim<N>(3), dim<T>(7), dim<C>(5));
  const auto until_now = [](int c, int t, int n) { return c == 4 && n == 0 && t <= 3; };
  CHECK(painted(causal, "set-1") == visible(5, 7, 3, until_now));
  CHECK(painted(causal, "set-2") == 0);
  CHECK(causal.find("x over all before and 0 behind along {T}") != std::string::npos);
}

TEST_CASE("the file is well-formed and says in words what it shows", "[draw]") {
  CHECK_FALSE(is_well_formed("<a><b></a></b>"));
  CHECK_FALSE(is_well_formed("<a x=1/>"));
  for (const std::string& s : {image<BN>(), image<LN>(), image<SN>(), image<Mixed>(title("a < b & \"c\""))}) {
    CHECK(is_well_formed(s));
    CHECK(s.find("<svg xmlns=\"http://www.w3.org/2000/svg\"") == 0);
    CHECK(s.find("role=\"img\"") != std::string::npos);
    CHECK(s.find("prefers-color-scheme:dark") != std::string::npos);
  }
  CHECK(image<BN>().find("<title id=\"title\">What is reduced of x {N, C, H, W}</title>") != std::string::npos);
  CHECK(image<BN>().find("<desc id=\"words\">x over {N, H, W}: one mean and variance for each of {C}. "
                         "parameters: weight, bias {C}.</desc>") != std::string::npos);
  CHECK(image<BN>(title("Mine")).find("<title id=\"title\">Mine</title>") != std::string::npos);
}

TEST_CASE("colours can be told from what is around them, on light pages and on dark ones", "[draw]") {
  for (const drawing::palette& p : {drawing::light, drawing::dark}) {
    for (std::size_t k = 2; k < drawing::paints; ++k)
      CHECK(contrast(p.cells[k], p.cells[0]) >= 3);
    CHECK(contrast(p.words, p.page) >= 7);
    CHECK(contrast(p.quiet_words, p.page) >= 7);
    CHECK(contrast(p.outline, p.page) >= 7);
    CHECK(contrast(p.cells[1], p.cells[0]) >= 1.1);
  }
}

TEST_CASE("what cannot be drawn is refused in words", "[draw]") {
  CHECK(words_of_error([] { return draw<BN>(dim<N>(3), dim<C>(64), dim<H>(2), dim<W>(2)); }) ==
        "draw shows each element as a cell, from 1 to 32 along each side, but along {C} there are 64");
  CHECK(words_of_error([] { return draw<BN>(dim<N>(3), dim<C>(4), dim<H>(7), dim<W>(7)); }) ==
        "draw shows each element as a cell, from 1 to 32 along each side, but along {H, W} there are 49");
  CHECK(words_of_error([] { return draw<BN>(dim<N>(0), dim<C>(4), dim<H>(1), dim<W>(1)); }) ==
        "draw shows each element as a cell, from 1 to 32 along each side, but along {N} there are 0");
  CHECK(words_of_error([] {
          return draw<GroupNorm<3>>(dim<N>(3), dim<C>(4), dim<H>(2), dim<W>(2));
        }).find("3 groups do not divide axis C of extent 4") == 0);
}

static_assert(drawing::words_for<BN, dim_t<N, std::int64_t>, dim_t<C, std::int64_t>>.view() ==
              "Over<N, H, W> reduces axis H, but input x has axes {N, C}");
static_assert(drawing::words_for<GroupNorm<>, dim_t<N, std::int64_t>, dim_t<C, std::int64_t>>.view() ==
              "the number of groups G is not given; add dim<G>(...)");
static_assert(drawing::words_for<Nothing, dim_t<C, std::int64_t>>.view() ==
              "the formula has no input, but a tensor is given by position");
static_assert(drawing::words_for<int, dim_t<C, std::int64_t>>.view().starts_with("a formula is an expression"));
