# Tests of norms of the catalogue that need nothing but the norms: axnorm_catalogue_alone(variable folder) writes a test
# program for each header of the catalogue with a row that no file of tests/runtime names to the folder, and sets the
# variable to their paths. (Rows that files name have these checks there, with all others.)
function(axnorm_catalogue_alone variable folder)
  file(GLOB headers CONFIGURE_DEPENDS ${axnorm_root}/include/axnorm/norm/catalogue/*.hpp)
  file(GLOB tests CONFIGURE_DEPENDS ${axnorm_here}/runtime/catalogue_*.cpp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${headers} ${tests})
  set(named "")
  foreach(test IN LISTS tests)
    file(STRINGS ${test} lines REGEX "find<\"")
    list(APPEND named ${lines})
  endforeach()
  set(programs "")
  foreach(header IN LISTS headers)
    get_filename_component(name ${header} NAME_WE)
    if(name STREQUAL "entry")
      continue()
    endif()
    file(READ ${header} text)
    string(REGEX MATCHALL "[^/]entry<\"[^\"]+\"" entries "${text}")
    set(alone OFF)
    set(cases "")
    foreach(entry IN LISTS entries)
      string(REGEX REPLACE ".*entry<\"([^\"]+)\"" "\\1" entry "${entry}")
      string(FIND "${named}" "find<\"${entry}\">" found)
      if(found LESS 0)
        set(alone ON)
      endif()
      string(APPEND cases "TEST_CASE(\"${entry} alone\", \"[catalogue]\") {
  axnorm::check::check_entry_alone<axnorm::catalogue::entry_named<\"${entry}\", rows>>();
}
")
    endforeach()
    if(NOT alone)
      continue()
    endif()
    set(program ${folder}/catalogue_alone_${name}.cpp)
    file(CONFIGURE OUTPUT ${program} @ONLY CONTENT "// Written by tests/support/catalogue_alone.cmake.
#include \"support/catch.hpp\"
#include \"support/check_catalogue.hpp\"
#include <axnorm/norm/catalogue/${name}.hpp>

using rows = axnorm::catalogue::${name}_rows::entries;

${cases}")
    list(APPEND programs ${program})
  endforeach()
  set(${variable} ${programs} PARENT_SCOPE)
endfunction()
