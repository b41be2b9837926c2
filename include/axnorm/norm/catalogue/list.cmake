# The header with all norms of the catalogue, norm/catalogue.hpp, made from the headers in this folder: each that says
# `using <name of the file>_rows = ...` is in it.
#   axnorm_catalogue_list(FILE [CONFIGURE_DEPENDS])     writes FILE, if it would change
#   cmake -DFILE=... -P list.cmake                      the same as a command
# Build trees of tests and examples have one of their own, so that a new header is in their catalogue at once.
set(axnorm_catalogue_folder ${CMAKE_CURRENT_LIST_DIR})

function(axnorm_catalogue_list output)
  file(GLOB headers RELATIVE ${axnorm_catalogue_folder} ${ARGN} ${axnorm_catalogue_folder}/*.hpp)
  list(SORT headers)
  set(includes "")
  set(rows "")
  foreach(header IN LISTS headers)
    string(REGEX REPLACE "\\.hpp$" "" name ${header})
    string(APPEND includes "#include <axnorm/norm/catalogue/${header}>\n")
    file(STRINGS ${axnorm_catalogue_folder}/${header} said LIMIT_COUNT 1 REGEX "^using ${name}_rows =")
    if(said)
      list(APPEND rows ${name}_rows)
    elseif(NOT name STREQUAL "entry")
      message(FATAL_ERROR "norm/catalogue/${header} has no rows: using ${name}_rows = rows<section::...>;")
    endif()
  endforeach()
  list(JOIN rows ",\n    " rows)
  set(text "// The catalogue of published norms, and its list, for who wants all of them. Each is a formula of a few lines in a file
// of its own, which says its rows, too. Not part of <axnorm/axnorm.hpp>. Written by norm/catalogue/list.cmake.
#pragma once

${includes}
namespace axnorm::catalogue {

// clang-format off
/// The rows, in the order of the printed catalogue.
using entries = in_sections<
    ${rows}>;
// clang-format on

/// The entry of that name.
template<fixed_string Name>
using find = entry_named<Name, entries>;

} // namespace axnorm::catalogue
")
  file(CONFIGURE OUTPUT ${output} CONTENT "${text}" @ONLY NEWLINE_STYLE UNIX)
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  axnorm_catalogue_list(${FILE})
endif()
