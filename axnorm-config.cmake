# What find_package(axnorm) reads: the targets axnorm::axnorm and axnorm::compiled, and the packages that headers include.
include(CMakeFindDependencyMacro)
find_dependency(Boost 1.81 CONFIG)
find_dependency(range-v3 CONFIG)
find_dependency(xsimd CONFIG)

if(NOT TARGET axnorm::axnorm)
  include("${CMAKE_CURRENT_LIST_DIR}/axnorm-targets.cmake")

  # Not a link to the target `xsimd`: the one that Debian 12 ships asks for a library xtl that it does not need.
  get_target_property(axnorm_xsimd xsimd INTERFACE_INCLUDE_DIRECTORIES)
  target_include_directories(axnorm::axnorm SYSTEM INTERFACE ${axnorm_xsimd})

  if(NOT DEFINED AXNORM_OPENMP OR AXNORM_OPENMP)
    find_package(OpenMP QUIET COMPONENTS CXX)
    if(OpenMP_CXX_FOUND)
      target_link_libraries(axnorm::axnorm INTERFACE OpenMP::OpenMP_CXX)
    endif()
  endif()

  get_target_property(axnorm_headers axnorm::axnorm INTERFACE_INCLUDE_DIRECTORIES)
  foreach(folder IN LISTS axnorm_headers)
    include("${folder}/axnorm/compiled/target.cmake" OPTIONAL)
  endforeach()
endif()
