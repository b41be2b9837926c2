// Gradients of parameters, which tiles add to position by position while they write: element types, tiles of several
// rows; against sums in double.
#include "support/check_sums.hpp"
#include <axnorm/tensor/copy.hpp>

using namespace axnorm;
using namespace axnorm::axes;
using namespace axnorm::check;

TEMPLATE_TEST_CASE("sums beside rows of floats, doubles and halves", "[gradient]", float, double, bfloat16) {
  Tensor<TestType, N, C> x(rows, columns), dy(rows, columns), dx(rows, columns);
  const double bound = sizeof(TestType) == 8 ? 1e-14 : sizeof(TestType) == 4 ? 2e-6 : 2e-2;
  check_rows(x.view(), dy.view(), dx.view(), bound);
}

TEST_CASE("sums of tiles of several rows, in several memory orders", "[gradient]") {
  using image = Norm<Over<C, H>, Affine<C, H>>;
  const auto rows_of = [](auto order, auto dy_order) {
    using X = typename decltype(order)::type;
    using Dy = typename decltype(dy_order)::type;
    Tensor<float, N, C, H> x(300, 5, 7), dy(300, 5, 7);
    fill_with_noise(x, 1);
    fill_with_noise(dy, 2);
    X xo(dim<N>(300), dim<C>(5), dim<H>(7));
    Dy dyo(dim<N>(300), dim<C>(5), dim<H>(7));
    copy(x, xo);
    copy(dy, dyo);
    Tensor<float, C, H> w(5, 7), b(5, 7);
    fill_with_noise(w, 3);
    fill_with_noise(b, 4);
    Tensor<double, N, C, H> xd(300, 5, 7), dyd(300, 5, 7);
    Tensor<double, C, H> wd(5, 7), bd(5, 7);
    copy(x, xd);
    copy(dy, dyd);
    copy(w, wd);
    copy(b, bd);
    const auto [dx, dw, db] =
        gradient<image{}, "x", "weight", "bias">(xo, arg<"weight"> = w, arg<"bias"> = b, upstream(dyo));
    // In double the sums are not staged in floats.
    const auto [dxd, dwd, dbd] =
        gradient<image{}, "x", "weight", "bias">(xd, arg<"weight"> = wd, arg<"bias"> = bd, upstream(dyd));
    for (std::int64_t c = 0; c < 5; ++c)
      for (std::int64_t h = 0; h < 7; ++h) {
        CHECK(std::abs(static_cast<double>(dw(c, h)) - dwd(c, h)) <= 2e-5);
        CHECK(std::abs(static_cast<double>(db(c, h)) - dbd(c, h)) <= 2e-5);
        CHECK(std::abs(static_cast<double>(transpose<N, C, H>(dx.view())(299, c, h)) - dxd(299, c, h)) <= 2e-6);
      }
  };
  using nch = std::type_identity<Tensor<float, N, C, H>>;
  using hcn = std::type_identity<Tensor<float, H, C, N>>;
  using cnh = std::type_identity<Tensor<float, C, N, H>>;
  rows_of(nch{}, nch{});
  rows_of(cnh{}, hcn{});
}
