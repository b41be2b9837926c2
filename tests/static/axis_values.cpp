// Axes, fixed extents, named extents, literals and the text of sentences: compiling is passing.
#include <axnorm/axis/mistake.hpp>
#include <axnorm/axis/axis.hpp>
#include <axnorm/axis/axis_list.hpp>
#include <axnorm/axis/extent.hpp>
#include <axnorm/axis/group.hpp>
#include <axnorm/axis/nearest_name.hpp>
#include <axnorm/axis/type_name.hpp>

#include <limits>
#include <string_view>
#include <type_traits>

using namespace axnorm;
using namespace axnorm::axes;

namespace {

struct Head : axis<"Head"> {};
struct Channels : axis<"C"> {}; // another axis of the same name
struct NotAnAxis {};

// -- names
static_assert(fixed_string("abc").view() == "abc");
static_assert(fixed_string("").view().empty());
static_assert(fixed_string("a") == fixed_string("a"));
static_assert(!(fixed_string("a") == fixed_string("ab")));

// -- axes
static_assert(Axis<N> && Axis<C> && Axis<Head> && Axis<Channels>);
static_assert(!Axis<int> && !Axis<NotAnAxis> && !Axis<Fixed<C, 3>> && !Axis<void>);
static_assert(N::label == "N" && Head::label == "Head");
static_assert(std::is_same_v<Batch, N> && std::is_same_v<Channel, C> && std::is_same_v<Time, T>);
static_assert(std::is_same_v<Height, H> && std::is_same_v<Width, W> && std::is_same_v<Depth, D> &&
              std::is_same_v<Length, L>);
static_assert(axis_value_of<N>() == axis_value_of<N>());
static_assert(axis_value_of<N>() != axis_value_of<C>());
static_assert(axis_value_of<Channels>().label == axis_value_of<C>().label);
static_assert(axis_value_of<Channels>() != axis_value_of<C>());
static_assert(axis_value_of<N>() && !axis_value());
static_assert(axis_value() == axis_value());

// -- fixed extents
static_assert(AxisOrFixed<C> && AxisOrFixed<Fixed<C, 64>> && !AxisOrFixed<int> && !AxisOrFixed<Fixed<int, 3>>);
static_assert(std::is_same_v<axis_of_t<C>, C> && std::is_same_v<axis_of_t<Fixed<C, 64>>, C>);
static_assert(static_extent_of<C> == dynamic_extent && static_extent_of<Fixed<C, 64>> == 64 &&
              static_extent_of<Fixed<C, 0>> == 0);
static_assert(axis_extent_of<Fixed<C, 64>>() == axis_extent{axis_value_of<C>(), 64});
static_assert(axis_extent_of<C>() == axis_extent{axis_value_of<C>(), dynamic_extent});
static_assert(axis_extent_of<C>() != axis_extent_of<Fixed<C, 64>>());

// -- literals and constants
static_assert(std::is_same_v<decltype(64_c), constant_extent<64>>);
static_assert(decltype(0_c)::value == 0 && decltype(1'000_c)::value == 1000 && decltype(0x1F_c)::value == 31);
static_assert(decltype(0b101_c)::value == 5 && decltype(017_c)::value == 15 && decltype(0xff'ff_c)::value == 65535);
static_assert(ConstantExtent<constant_extent<3>> && ConstantExtent<std::integral_constant<int, 3>>);
static_assert(!ConstantExtent<int> && !ConstantExtent<std::true_type> && !ConstantExtent<float>);
static_assert(ExtentLike<int> && ExtentLike<unsigned char> && ExtentLike<const long&> &&
              ExtentLike<constant_extent<3>>);
static_assert(!ExtentLike<bool> && !ExtentLike<double> && !ExtentLike<void*> && !ExtentLike<NotAnAxis>);
static_assert(constant_value<int> == dynamic_extent && constant_value<constant_extent<7>> == 7);
static_assert(constant_value<const std::integral_constant<int, 7>&> == 7);

// -- named extents
static_assert(dim<C>(64).value() == 64 && dim<C>(64).fixed == dynamic_extent);
static_assert(dim<C>(64_c).value() == 64 && dim<C>(64_c).fixed == 64);
static_assert(std::is_same_v<decltype(dim<C>(short{3})), dim_t<C, std::int64_t>>);
static_assert(std::is_same_v<decltype(dim<C>(std::integral_constant<int, 3>{})), dim_t<C, constant_extent<3>>>);
static_assert(NamedExtent<decltype(dim<C>(3))> && !NamedExtent<int>);

// -- groups are lists of types, whatever is in them
static_assert(std::is_same_v<grouped_axis_t<C>, C> && std::is_same_v<grouped_axis_t<Group<C, G>>, C>);
static_assert(std::is_same_v<grouped_axis_t<Groups<C, 32>>, C>);
static_assert(std::is_same_v<grouped_axis_t<Groups<Group<Group<C, G>, K>, 2>>, C>);
static_assert(AxisOrGroup<C> && AxisOrGroup<Group<C, G>> && !AxisOrGroup<int> && !AxisOrGroup<Group<int, G>> &&
              !AxisOrGroup<AllBut<C>>);
static_assert(std::is_empty_v<Over<float, N>> && std::is_empty_v<Over<>> && std::is_empty_v<AllBut<>>);

// -- names of types
static_assert(type_name<float>() == "float" && type_name<N>() == "axes::N");

// -- nearest names
static_assert(edit_distance("", "") == 0 && edit_distance("abc", "abc") == 0 && edit_distance("", "abc") == 3);
static_assert(edit_distance("kitten", "sitting") == 3 && edit_distance("wieght", "weight") == 2 &&
              edit_distance("a", "b") == 1);
constexpr std::string_view nearest(std::string_view wanted) {
  nearest_name n{wanted};
  n.consider("bias");
  n.consider("weight");
  n.consider("x");
  return n.best;
}
static_assert(nearest("wieght") == "weight" && nearest("weigt") == "weight" && nearest("bais") == "bias");
static_assert(nearest("residual").empty() && nearest("y").empty() && nearest("").empty());

// -- text
constexpr bool says(const sentence& s, std::string_view text) { return s.view() == text; }
static_assert(sentence().empty() && sentence().size() == 0);
static_assert(says(sentence() << "a " << 1 << ' ' << -20L << " " << std::uint64_t(0), "a 1 -20 0"));
static_assert(says(sentence() << std::numeric_limits<std::int64_t>::min(), "-9223372036854775808"));
static_assert(says(sentence() << std::numeric_limits<std::uint64_t>::max(), "18446744073709551615"));
static_assert(says(sentence() << std::int8_t{-128}, "-128"));
static_assert(says(sentence() << axis_value_of<Head>() << detail::dims_of<N, Fixed<C, 3>, H>, "Head{N, C, H}"));
static_assert(says(sentence() << detail::dims_of<>, "{}"));
static_assert(says(sentence() << axis_extent_of<C>() << axis_extent_of<Fixed<C, 3>>(), "CC=3"));
static_assert((char_buffer<8>() << "12345678").view() == "12345678");
static_assert((char_buffer<8>() << "123456789" << "x").view() == "12345...");
static_assert(says(words_of_extent(axis_value_of<C>(), -3), "axis C cannot have a negative extent, but -3 was given"));
static_assert(words_of_extent(axis_value_of<C>(), -3).axis.view() == "C" &&
              words_of_extent(axis_value_of<C>(), -3).given.view() == "-3");
static_assert(words_of_extent(axis_value_of<C>(), 0).empty() && words_of_extent(axis_value_of<C>(), 3u).empty());
static_assert(says(words_of_extent(axis_value_of<C>(), ~std::uint64_t{0}),
                   "axis C cannot have an extent of 18446744073709551615; that is more than memory can hold"));

// -- lists of axes
static_assert(detail::position_of<C, N, Fixed<C, 3>, H>() == 1 && detail::position_of<W, N, C, H>() == 3 &&
              detail::position_of<N>() == 0);
static_assert(detail::position_of<Channels, N, C>() == 2);
static_assert(detail::words_of_axes<>().empty() && detail::words_of_axes<N, Fixed<C, 3>>().empty());
static_assert(detail::words_of_axes<C, Channels>().empty());
static_assert(says(detail::words_of_axes<N, C, Fixed<C, 3>>(),
                   "a tensor has each axis once, but C stands twice in {N, C, C}"));
static_assert(says(detail::words_of_axes<N, float>(),
                   "the axes of a tensor are types such as N or Fixed<C, 64>, but axis argument 2 is float"));
static_assert(says(detail::words_of_lacking<W, N, C>("slice"),
                   "slice<W> needs axis W, but the tensor has axes {N, C}"));
static_assert(says(detail::words_of_lacking<Channels, N, C>("slice"),
                   "slice<C> needs axis C, but the tensor has axes {N, C}, whose C is another type of this name"));
struct Heads : axis<"Heads"> {};
static_assert(says(detail::words_of_lacking<Heads, N, Head>("slice"),
                   "slice<Heads> needs axis Heads, but the tensor has axes {N, Head}; did you mean Head?"));
static_assert(says(detail::words_of_lacking<int, N>("slice"), "slice<> takes an axis, but int was given"));

// -- a sentence as the name of a type: its pieces are the sentence
constexpr sentence long_sentence = [] {
  sentence s;
  return s << "a sentence that is so long that clang, which prints 36 characters of an array, needs it in pieces, even "
              "averylongwordthatismuchlongerthanthirtysixcharacters";
}();
template<class M>
struct joined;
template<auto... T>
struct joined<mistake<T...>> {
  static constexpr char_buffer<320> words = [] {
    char_buffer<320> b;
    ((b << std::string_view(T.c, sizeof(T.c) - 1)), ...);
    return b;
  }();
};
static_assert(joined<spell<long_sentence>>::words.view() == long_sentence.view());
static_assert(!spell<long_sentence, mistake_is>::fixed);

} // namespace
