// A layer's tensors as ranges of named views: parameters, gradients, buffers, state. Used by Layer; knows no call.
#pragma once

#include <axnorm/layer/named_view.hpp>
#include <axnorm/layer/variables.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace axnorm::layers {

/// By parameter: whether it is nobody's to learn.
template<class F>
using hidden_parameters = std::array<bool, owned_by<F, false>::count>;

/// `get(p)` of each parameter that is not hidden; of none before there are tensors.
template<class F, class Element, class Get>
std::vector<named_view<Element>> views_of(variables<F, Element>& v, const hidden_parameters<F>& hidden, Get get) {
  std::vector<named_view<Element>> r;
  std::size_t k = 0;
  if (v.sized)
    v.each_parameter([&](const owned& o, auto& p) {
      if (hidden[k++]) return;
      r.push_back(named(std::string(o.name), get(p)));
      r.back().low = o.low;
      r.back().high = o.high;
    });
  return r;
}
template<class F, class Element>
std::vector<named_view<Element>> parameter_views(variables<F, Element>& v, const hidden_parameters<F>& hidden) {
  return views_of(v, hidden, [](auto& p) -> auto& { return p->value; });
}
template<class F, class Element>
std::vector<named_view<Element>> gradient_views(variables<F, Element>& v, const hidden_parameters<F>& hidden) {
  return views_of(v, hidden, [](auto& p) -> auto& { return p->gradient; });
}
template<class F, class Element>
std::vector<named_view<Element>> buffer_views(variables<F, Element>& v, bool hide) {
  std::vector<named_view<Element>> r;
  if (v.sized && !hide) v.each_buffer([&](const owned& o, auto& b) { r.push_back(named(std::string(o.name), b)); });
  return r;
}
/// Parameters, buffers, and how many batches are in the tracked ones.
template<class F, class Element>
std::vector<state_view> state_views(variables<F, Element>& v, const hidden_parameters<F>& hidden, bool hide_buffers) {
  std::vector<state_view> r;
  for (const auto& p : parameter_views(v, hidden))
    r.push_back(p);
  if (hide_buffers) return r;
  for (const auto& b : buffer_views(v, false))
    r.push_back(b);
  if (v.sized && expr::listing_of<F>.tracked.size() > 0) r.emplace_back("num_batches_tracked", v.batches);
  return r;
}

} // namespace axnorm::layers
