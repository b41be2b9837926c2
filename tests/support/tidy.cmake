# clang-tidy: one step for all headers together, since what they include is most of the work, and one for each program.
set(tidy_all ${CMAKE_CURRENT_BINARY_DIR}/tidy/headers.cpp)
axnorm_files(files ${axnorm_root}/include axnorm/*.hpp)
list(FILTER files EXCLUDE REGEX "^axnorm/interop/")
set(includes "")
foreach(file IN LISTS files)
  string(APPEND includes "#include <${file}>\n")
endforeach()
file(CONFIGURE OUTPUT ${tidy_all} CONTENT "@includes@" @ONLY)
list(SUBLIST axnorm_compile 1 -1 tidy_flags)

axnorm_test(tidy/headers ${AXNORM_CLANG_TIDY} --quiet ${tidy_all} -- ${tidy_flags})
