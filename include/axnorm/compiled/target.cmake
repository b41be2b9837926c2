# The target axnorm::compiled: axnorm::axnorm with what all formulas share of the executor compiled once, in a library,
# rather than in each unit. It is built in the project that links with it, by the flags that the project has when it finds
# or adds axnorm: where they differ in the instruction set (-march) from those of a unit, the unit does not link. Whether
# there are threads is up to the library's flags.
if(NOT TARGET axnorm::compiled)
  add_library(axnorm-compiled STATIC EXCLUDE_FROM_ALL "${CMAKE_CURRENT_LIST_DIR}/drivers.cpp")
  add_library(axnorm::compiled ALIAS axnorm-compiled)
  target_link_libraries(axnorm-compiled PUBLIC axnorm::axnorm)
  target_compile_definitions(axnorm-compiled PUBLIC AXNORM_COMPILED)
  set_target_properties(axnorm-compiled PROPERTIES POSITION_INDEPENDENT_CODE ON)
endif()
