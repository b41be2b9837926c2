// What formulas write into their listing: entries, names, sets; and that everything is usable as a template argument.
#include <axnorm/expr/expr.hpp>

#include <string_view>

using namespace axnorm;
using namespace axnorm::axes;
using expr::term;

namespace {

template<auto F>
constexpr int count_of(term kind) {
  int n = 0;
  for (const expr::entry& e : expr::listing_of<expr::formula_type<F>>.entries)
    n += e.kind == kind;
  return n;
}
template<auto F>
constexpr bool has_name(std::string_view name) {
  constexpr const auto& listing = expr::listing_of<expr::formula_type<F>>;
  const expr::listing_view l(listing);
  for (const expr::entry& e : l.entries)
    if (l.name(e) == name) return true;
  return false;
}
template<auto F>
constexpr const expr::entry& root = expr::listing_of<expr::formula_type<F>>.entries[static_cast<std::size_t>(
    expr::listing_of<expr::formula_type<F>>.roots[0])];

constexpr auto x = input<"x">;
constexpr auto weight = parameter<"weight", C>(1);

// Equal entries are one; a formula in a struct is an operand; norm writes its operand once.
constexpr auto twice = (x + weight) * (x + weight);
static_assert(count_of<twice>(term::add) == 1 && count_of<twice>(term::input) == 1);
struct LN {
  static constexpr auto formula = norm<Over<C>>(gelu(x)) * weight;
};
constexpr auto composed = LN{} + x;
static_assert(count_of<composed>(term::gelu) == 1 && count_of<composed>(term::mean) == 1 &&
              root<composed>.kind == term::add);
static_assert(std::is_same_v<expr::formula_type<LN{}>, LN>);
constexpr auto on_the_right = 2 - LN{};
static_assert(root<on_the_right>.kind == term::subtract && count_of<on_the_right>(term::constant) == 2);

// The reduction and the function of two operands share a name.
constexpr auto both = max(max<Over<C>>(x), min(x, 3));
static_assert(count_of<both>(term::largest) == 1 && count_of<both>(term::maximum) == 1 &&
              count_of<both>(term::minimum) == 1);

// Comparisons the other way round are the same comparison.
constexpr auto compared = where(x > 0 && !(x >= 1), x, -x);
static_assert(count_of<compared>(term::less) == 1 && count_of<compared>(term::less_equal) == 1 &&
              count_of<compared>(term::where) == 1);

// A name that begins with another one is one name, however often it stands; a set is one set in any order.
constexpr auto names = input<"x"> + input<"xx"> * input<"xx">;
static_assert(count_of<names>(term::input) == 2 && has_name<names>("xx"));
constexpr auto orders = mean<Over<H, W, C>>(x) + mean<Over<W, C, H>>(x) + mean<Over<H, W>>(x);
static_assert(count_of<orders>(term::mean) == 2);

// Scopes rename parameters and named values, not inputs.
constexpr auto blocks = scope<"a">(LN{}) + scope<"b">(scope<"c">(LN{}));
static_assert(has_name<blocks>("a.weight") && has_name<blocks>("b.c.weight") && has_name<blocks>("x"));
static_assert(!has_name<blocks>("weight") && count_of<blocks>(term::input) == 1);

// Initial values: numbers, and callables, of which those without arguments are constants.
constexpr auto called =
    parameter<"p", C>([] { return 0.5; }) + parameter<"q", C>([](std::int64_t i) { return static_cast<double>(i); });
constexpr bool initial_values() {
  for (const expr::entry& e : expr::listing_of<expr::formula_type<called>>.entries)
    if (e.kind == term::parameter && e.has_initial) return e.value == 0.5;
  return false;
}
static_assert(initial_values() && count_of<called>(term::parameter) == 2);

// Ranges of parameters: part of the declaration, in order, around the initial value.
constexpr auto ranged = parameter<"share", C>(0.5, within(0, 1));
static_assert(root<ranged>.low == 0 && root<ranged>.high == 1 && root<ranged>.value == 0.5);
constexpr auto free_parameter = parameter<"share", C>(0.5);
static_assert(root<free_parameter>.low < -1e300 && root<free_parameter>.high > 1e300);
constexpr auto backwards = parameter<"share", C>(0.5, within(1, 0));
constexpr auto outside = parameter<"share", C>(2, within(0, 1));
static_assert(root<backwards>.kind == term::wrong && root<outside>.kind == term::wrong);
static_assert(root<outside>.why->view() ==
              "parameter share is to be kept within(low, high) with low <= initial value <= high");

// Sets: groups inside groups, all but some, and what is not a set.
constexpr auto grouped = mean<Over<AllBut<N, C>, Group<Groups<C, 8>, Fixed<G, 4>>>>(x);
constexpr const auto& set_listing = expr::listing_of<expr::formula_type<grouped>>;
static_assert(root<grouped>.everything_but && root<grouped>.set.count == 3 && set_listing.groupings.size() == 2);
static_assert(set_listing.groupings[0].count == 8 && set_listing.groupings[1].count == 4);
constexpr auto hidden = mean<Over<float, C>>(x);
static_assert(root<hidden>.kind == term::wrong &&
              root<hidden>.why->view().starts_with("Over<> takes axes, but argument 1 is float"));
constexpr auto no_set = mean<C>(x);
static_assert(root<no_set>.kind == term::wrong);

// Moments, weights, divisors.
constexpr auto m = moments<Over<C>, unbiased>(x, x > 0);
constexpr auto moment_pair = outputs(m.mean, m.var);
static_assert(expr::listing_of<expr::formula_type<moment_pair>>.roots.size() == 2);
static_assert(count_of<moment_pair>(term::variance) == 1 && count_of<moment_pair>(term::less) == 1);

// Keywords bind references to what stays and values of what does not.
constexpr bool bindings() {
  float kept = 1;
  auto by_reference = (x = kept);
  auto by_value = (x = 2.f);
  static_assert(std::is_same_v<decltype(by_reference.value), float&> &&
                std::is_same_v<decltype(by_value.value), float>);
  static_assert(decltype(arg<"weight"> = 1.f)::name == "weight");
  return &by_reference.value == &kept && by_value.value == 2;
}
static_assert(bindings());

} // namespace
