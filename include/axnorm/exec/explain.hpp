// explain: what a call would do, without doing it. Binds like evaluate, then asks the plan. Must not know: kernels.
#pragma once

#include <axnorm/exec/evaluate.hpp>
#include <axnorm/exec/plan_of.hpp>
#include <axnorm/plan/explain.hpp>

namespace axnorm {
namespace exec {
inline namespace AXNORM_ISA {

template<class F, class... X>
explanation explain_call(X&... x) {
  using S = boost::mp11::mp_apply<source, boost::mp11::mp_push_front<described<X...>, F>>;
  using K = plan::compiled<S>;
  const auto values = std::tuple_cat(values_of(x)...);
  evaluation<S, decltype(values)> call{values};
  call.place_operands();
  find_extents<S, false>(call.f);
  const std::int64_t* extents = call.f.extents.data();
  const plan::call_size size = size_of<K>(extents);
  const auto l2 = static_cast<std::int64_t>(caches().l2), l3 = static_cast<std::int64_t>(caches().l3);
  if (K::tiled.tile != 0 && plan::runs_by_tiles(size)) return plan::explain_plan<K, true>(extents, size, l2, l3);
  return plan::explain_plan<K, false>(extents, size, l2, l3);
}

template<class F>
struct explainer {
  template<class... X>
  requires(detail::call_words<F, described<X...>>.empty())
  explanation operator()(X&&... x) const {
    return explain_call<F>(x...);
  }
  template<class... X, class Wrong = spell<detail::call_words<F, described<X...>>, mistake>>
  requires(!detail::call_words<F, described<X...>>.empty())
  Wrong operator()(X&&...) const;
};

} // namespace AXNORM_ISA
} // namespace exec

inline namespace AXNORM_ISA {
/// What `evaluate` of formula F (a type with a member `formula`) would do with these arguments: `explain<BN>(x)`. Takes
/// what evaluate takes, and throws as it does, but looks at no extents of what `into` names. The answer prints itself
/// on a stream; `text()` is what it prints.
template<class F>
inline constexpr exec::explainer<F> explain{};
} // namespace AXNORM_ISA
} // namespace axnorm
