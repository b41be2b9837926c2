// One part of the list as rows: what each of part_0.cpp, part_1.cpp, ... instantiates.
#pragma once

#include "row.hpp"
#include <axnorm/norm/catalogue.hpp>

namespace example {

template<std::size_t Which>
void add_rows(std::vector<row>& to) {
  using all = axnorm::catalogue::entries;
  constexpr std::size_t count = boost::mp11::mp_size<all>::value, begin = Which * count / parts,
                        end = (Which + 1) * count / parts;
  using mine = boost::mp11::mp_take_c<boost::mp11::mp_drop_c<all, begin>, end - begin>;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, mine>>(
      [&]<class Entry>(boost::mp11::mp_identity<Entry>) { to.push_back(row_of<Entry>()); });
}

} // namespace example
