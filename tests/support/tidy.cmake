# clang-tidy: one step for all headers together, since what they include is most of the work, and one for the examples.
# Where formulas are evaluated, every kernel is looked through as well, which takes long, and so do Eigen's headers: those
# files, and the tests, are checked with AXNORM_TESTS_ALL.
axnorm_files(files ${axnorm_root}/include axnorm/*.hpp)
list(FILTER files EXCLUDE REGEX "^axnorm/interop/")
list(TRANSFORM files REPLACE "(.+)" "#include <\\1>\n")
list(JOIN files "" includes)
set(tidy_headers ${CMAKE_CURRENT_BINARY_DIR}/tidy/headers.cpp)
file(CONFIGURE OUTPUT ${tidy_headers} CONTENT "@includes@" @ONLY)

set(tidy ${AXNORM_CLANG_TIDY} --quiet --config-file=.clang-tidy)
list(SUBLIST axnorm_compile 1 -1 tidy_flags)
list(APPEND tidy_flags -march=native -isystem /usr/include/freetype2 -isystem /usr/include/eigen3)
axnorm_test(tidy/headers ${tidy} ${tidy_headers} -- ${tidy_flags})

# The files of each example as one, since each includes the same: names that files have to themselves must differ then.
axnorm_files(files ${axnorm_root} examples/*.cpp tests/runtime/*.cpp tests/static/*.cpp)
set(folders "")
foreach(file IN LISTS files)
  file(STRINGS ${axnorm_root}/${file} evaluates REGEX "evaluate|Layer<|<Eigen/|include \".*(norm|run|network)" LIMIT_COUNT 1)
  if(file MATCHES "^examples/([a-z_]+)/" AND NOT evaluates)
    list(APPEND folders ${CMAKE_MATCH_1})
    string(APPEND includes_${CMAKE_MATCH_1} "#include \"${axnorm_root}/${file}\"\n")
  elseif(AXNORM_TESTS_ALL)
    string(REGEX REPLACE "\\.cpp$" "" name ${file})
    axnorm_test(tidy/${name} ${tidy} ${file} -- ${tidy_flags})
  endif()
endforeach()
list(REMOVE_DUPLICATES folders)
if(NOT AXNORM_TESTS_ALL)
  list(REMOVE_ITEM folders digits) # like its own test
endif()
foreach(folder IN LISTS folders)
  set(together ${CMAKE_CURRENT_BINARY_DIR}/tidy/${folder}.cpp)
  set(includes "${includes_${folder}}")
  file(CONFIGURE OUTPUT ${together} CONTENT "@includes@" @ONLY)
  axnorm_test(tidy/examples-${folder} ${tidy} --checks=-bugprone-suspicious-include ${together} -- ${tidy_flags})
endforeach()
