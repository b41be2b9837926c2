// Mistakes about extents, each made with extents that types know and with the same at run time: what the check says to
// the compiler and what the exception says are one sentence, letter by letter, with the same fields.
#include "support/catch.hpp"
#include <axnorm/exec/gradient.hpp>
#include <axnorm/layer/layer.hpp>
#include <axnorm/norm/named.hpp>
#include <axnorm/tensor/tensor.hpp>

#include <cstddef>
#include <string>
#include <utility>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

constexpr auto in = input<"x">;
constexpr auto scaled = in * parameter<"weight", C>(1);
constexpr auto declared = in * parameter<"weight", Fixed<C, 6>>(1);
constexpr auto by_groups = mean<Over<Group<C, G>>>(in) * parameter<"gain", G>(1);
constexpr auto third = in * element<K, 2>(parameter<"p", K>(1));

/// What the compiler is told of a call of evaluate<F> with arguments of these types.
template<auto F, class... X>
sentence words_of_call(const X&...) {
  return exec::detail::call_words<expr::formula_type<F>, exec::described<const X&...>>;
}
/// The same of a tensor with these extents.
template<class T, class... E>
sentence words_of_tensor(const E&...) {
  return axnorm::detail::argument_words<typename T::axes, E...>;
}

/// `call` throws the sentence.
template<class Call>
void check_thrown(const sentence& words, const char* expected, Call call) {
  CHECK(std::string(words.view()) == expected);
  bool thrown = false;
  try {
    call();
  } catch (const shape_error& e) {
    thrown = true;
    CHECK(e.what() == std::string(words.view()));
    CHECK(e.axis == words.axis.view());
    CHECK(e.expected == words.expected.view());
    CHECK(e.given == words.given.view());
    CHECK(!e.axis.empty());
    CHECK(!e.expected.empty());
    CHECK(!e.given.empty());
  }
  CHECK(thrown);
}

/// A tensor of ones with extents at run time: those that the type of another one says.
template<class Element, class... Specs>
auto open(const Tensor<Element, Specs...>& fixed) {
  Tensor<Element, axis_of_t<Specs>...> t(fixed.extents());
  t.fill(Element(1));
  return t;
}

const Tensor<float, Fixed<N, 2>, Fixed<C, 6>> x;
const Tensor<float, Fixed<C, 5>> w;
const Tensor<float, Fixed<G, 4>> gain;

} // namespace

TEST_CASE("extents of operands that differ: one sentence at both times") {
  check_thrown(words_of_call<scaled>(x, arg<"weight"> = w), "axis C has extent 6 in input x, but 5 in parameter weight",
               [] { evaluate<scaled>(open(x), arg<"weight"> = open(w)); });
}

TEST_CASE("extents that a declaration contradicts: one sentence at both times") {
  check_thrown(words_of_call<declared>(x, arg<"weight"> = w),
               "parameter weight is declared with extent 6 along axis C, but is bound to a tensor of extent 5",
               [] { evaluate<declared>(open(x), arg<"weight"> = open(w)); });
  const Tensor<float, Fixed<N, 2>, Fixed<C, 5>> z;
  check_thrown(words_of_call<declared>(z, arg<"weight"> = Tensor<float, C>(6)),
               "parameter weight is declared with extent 6 along axis C, but input x has 5",
               [&] { evaluate<declared>(open(z), arg<"weight"> = Tensor<float, C>::filled(1, 6)); });
  check_thrown(words_of_call<declared>(z), "parameter weight is declared with extent 6 along axis C, but input x has 5",
               [&] { evaluate<declared>(open(z)); });
  CHECK_NOTHROW(evaluate<declared>(open(x)));
}

TEST_CASE("extents of a result that differ: one sentence at both times") {
  Tensor<float, Fixed<N, 2>, Fixed<C, 4>> y;
  auto z = open(y);
  check_thrown(words_of_call<scaled>(into(y), x), "axis C has extent 6 in input x, but 4 in output 1",
               [&] { evaluate<scaled>(into(z), open(x)); });
}

TEST_CASE("extents given by name that differ: one sentence at both times") {
  check_thrown(words_of_call<scaled>(x, dim<C>(5_c)), "axis C has extent 5, but 6 in input x",
               [] { evaluate<scaled>(open(x), dim<C>(5)); });
}

TEST_CASE("groups that do not divide, and none: one sentence at both times") {
  check_thrown(words_of_call<GroupNorm<>{}>(x, dim<G>(5_c)), "5 groups do not divide axis C of extent 6 of input x",
               [] { evaluate<GroupNorm<>{}>(open(x), dim<G>(5)); });
  check_thrown(words_of_call<GroupNorm<>{}>(x, dim<G>(0_c)), "Group<C, G> needs at least 1 group, but 0 are given",
               [] { evaluate<GroupNorm<>{}>(open(x), dim<G>(0)); });
  check_thrown(words_of_call<by_groups>(x, arg<"gain"> = gain, dim<G>(3_c)),
               "axis G has extent 3, but 4 in parameter gain",
               [] { evaluate<by_groups>(open(x), arg<"gain"> = open(gain), dim<G>(3)); });
}

TEST_CASE("extents that fit are fine") {
  CHECK_NOTHROW(evaluate<scaled>(open(x), dim<C>(6)));
  CHECK_NOTHROW(evaluate<GroupNorm<>{}>(open(x), dim<G>(6)));
  const auto three = Tensor<float, G>::filled(2, 3);
  CHECK(evaluate<by_groups>(open(x), arg<"gain"> = three, dim<G>(3)).extent<G>() == 3);
}

TEST_CASE("an element that there is none of: one sentence at both times") {
  const Tensor<float, Fixed<K, 2>> pair;
  check_thrown(words_of_call<third>(x, arg<"p"> = pair), "element 2 of axis K is picked, but parameter p has extent 2",
               [&] { evaluate<third>(open(x), arg<"p"> = open(pair)); });
}

TEST_CASE("extents of tensors: one sentence at both times") {
  using fixed = Tensor<float, Fixed<N, 2>, Fixed<C, 3>>;
  using any = Tensor<float, N, C>;
  check_thrown(words_of_tensor<fixed>(3_c, 2_c), "axis N has the fixed extent 2, but 3 was given", [] { fixed(3, 2); });
  check_thrown(words_of_tensor<fixed>(dim<C>(4_c)), "axis C has the fixed extent 3, but 4 was given",
               [] { fixed(dim<C>(4)); });
  check_thrown(words_of_tensor<any>(2_c, std::integral_constant<int, -1>{}),
               "axis C cannot have a negative extent, but -1 was given", [] { any(2, -1); });
}

TEST_CASE("an extent given to a layer: one sentence at both times") {
  using Scaled = formula_of<declared>;
  check_thrown(layers::extent_words<Scaled, decltype(dim<C>(4_c))>, "axis C has the fixed extent 6, but 4 was given",
               [] { Layer<Scaled> layer{dim<C>(4)}; });
  CHECK(Layer<Scaled>{dim<C>(6)}.is_sized());
}

TEST_CASE("what arrives at a result, and where a gradient goes: one sentence at both times") {
  using formula = expr::formula_type<scaled>;
  const Tensor<float, Fixed<N, 2>, Fixed<C, 4>> dy;
  const auto words = exec::detail::gradient_words<formula, exec::wrt_names<"x">,
                                                  exec::described<const decltype(x)&, decltype(upstream(dy))>>;
  check_thrown(words, "axis C has extent 6 in input x, but 4 in the upstream gradient of result 1",
               [&] { gradient<scaled, "x">(open(x), upstream(open(dy))); });
}
