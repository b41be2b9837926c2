# clang-tidy: one step for all headers together, since what they include is most of the work, and one for each
# file of the examples; those of the tests themselves take long and are checked with AXNORM_TESTS_ALL.
set(tidy_all ${CMAKE_CURRENT_BINARY_DIR}/tidy/headers.cpp)
axnorm_files(files ${axnorm_root}/include axnorm/*.hpp)
list(FILTER files EXCLUDE REGEX "^axnorm/interop/")
set(includes "")
foreach(file IN LISTS files)
  string(APPEND includes "#include <${file}>\n")
endforeach()
file(CONFIGURE OUTPUT ${tidy_all} CONTENT "@includes@" @ONLY)
list(SUBLIST axnorm_compile 1 -1 tidy_flags)

set(tidy ${AXNORM_CLANG_TIDY} --quiet --config-file=.clang-tidy)

axnorm_test(tidy/headers ${tidy} ${tidy_all} -- ${tidy_flags})

axnorm_files(files ${axnorm_root} tests/package/*.cpp examples/*.cpp)
if(AXNORM_TESTS_ALL)
  axnorm_files(tests ${axnorm_root} tests/runtime/*.cpp tests/static/*.cpp)
  list(APPEND files ${tests})
endif()
foreach(file IN LISTS files)
  string(REGEX REPLACE "\\.cpp$" "" name ${file})
  axnorm_test(tidy/${name} ${tidy} ${file} -- ${tidy_flags})
endforeach()
