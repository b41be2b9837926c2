# The target axnorm::compiled: axnorm::axnorm with two things compiled once, in libraries, axnorm::drivers and
# axnorm::layers, rather than in each unit.
# - The drivers: what all formulas share of the executor. They are built by the flags that the project has when it finds or
#   adds axnorm: where they differ in the instruction set (-march) from those of a unit that needs them, the unit does not
#   link. Whether there are threads is up to the library's flags.
# - The layers of <axnorm/compiled.hpp>, each for the levels of instruction sets that AXNORM_COMPILED_LEVELS lists, among
#   which the process chooses: the units that use them may be compiled for any.
# And axnorm_compile_layers, which does for layers of yours what is done for those. All are built in the project that
# links with them, and only then.
if(NOT TARGET axnorm::compiled)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    set(AXNORM_COMPILED_LEVELS "v2;v3;v4" CACHE STRING "Levels of x86-64 that compiled layers are built for; or base")
  else()
    set(AXNORM_COMPILED_LEVELS base CACHE STRING "Levels of instruction sets that compiled layers are built for: base")
  endif()

  add_library(axnorm-drivers STATIC EXCLUDE_FROM_ALL "${CMAKE_CURRENT_LIST_DIR}/drivers.cpp")
  target_link_libraries(axnorm-drivers PUBLIC axnorm::axnorm)
  target_compile_definitions(axnorm-drivers PUBLIC AXNORM_COMPILED)

  list(JOIN AXNORM_COMPILED_LEVELS "," axnorm_levels)
  add_library(axnorm-levels STATIC EXCLUDE_FROM_ALL "${CMAKE_CURRENT_LIST_DIR}/level.cpp")
  target_link_libraries(axnorm-levels PUBLIC axnorm::axnorm)
  target_compile_definitions(axnorm-levels PRIVATE "AXNORM_LEVELS=${axnorm_levels}")

  # axnorm_compile_layers(target source...): a static library of the layers that the sources compile; each includes
  # <axnorm/compiled/implementation.hpp> and says `template class provider<declaration, here>;`.
  #
  # A source is compiled for each level. All objects of a level become one, in which only the functions that make layers
  # are visible from outside. Otherwise the linker, which takes any one of several definitions of an inline function or of
  # a template, could give the whole program the one with instructions that the processor has not. (And the keys of axes,
  # by which they are known, are those of the program.)
  function(axnorm_compile_layers target)
    add_library(${target} STATIC EXCLUDE_FROM_ALL ${ARGN})
    target_link_libraries(${target} PUBLIC axnorm::axnorm axnorm-levels)
    list(JOIN AXNORM_COMPILED_LEVELS "," levels)
    target_compile_definitions(${target} PRIVATE "AXNORM_LEVELS=${levels}")
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    foreach(level IN LISTS AXNORM_COMPILED_LEVELS)
      set(name ${target}-${level})
      add_library(${name} OBJECT EXCLUDE_FROM_ALL ${ARGN})
      target_link_libraries(${name} PRIVATE axnorm::axnorm)
      target_compile_definitions(${name} PRIVATE AXNORM_LEVEL=${level})
      # Unique symbols, a kind of g++'s own, stay visible whatever is done.
      target_compile_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
      if(NOT level STREQUAL "base")
        target_compile_options(${name} PRIVATE -march=x86-64-${level})
      endif()
      set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON INTERPROCEDURAL_OPTIMIZATION OFF)
      set(object "${CMAKE_CURRENT_BINARY_DIR}/${name}${CMAKE_CXX_OUTPUT_EXTENSION}")
      add_custom_command(
        OUTPUT "${object}"
        COMMAND ${CMAKE_LINKER} -r --force-group-allocation -o "${object}" $<TARGET_OBJECTS:${name}>
        COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=_ZN6axnorm8compiled8providerI*
                --keep-global-symbol=_ZN6axnorm8axis_keyI* "${object}"
        DEPENDS ${name} $<TARGET_OBJECTS:${name}>
        COMMENT "Closing the layers of level ${level} of ${target}"
        COMMAND_EXPAND_LISTS VERBATIM)
      set_source_files_properties("${object}" PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
      target_sources(${target} PRIVATE "${object}")
    endforeach()
  endfunction()

  set(axnorm_sources batch_norm group_norm instance_norm layer_norm rms_norm switchable_norm)
  list(TRANSFORM axnorm_sources PREPEND "${CMAKE_CURRENT_LIST_DIR}/")
  list(TRANSFORM axnorm_sources APPEND ".cpp")
  axnorm_compile_layers(axnorm-layers ${axnorm_sources})

  set_target_properties(axnorm-drivers axnorm-levels PROPERTIES POSITION_INDEPENDENT_CODE ON)
  add_library(axnorm::drivers ALIAS axnorm-drivers)
  add_library(axnorm::layers ALIAS axnorm-layers)
  add_library(axnorm-compiled INTERFACE)
  add_library(axnorm::compiled ALIAS axnorm-compiled)
  target_link_libraries(axnorm-compiled INTERFACE axnorm-drivers axnorm-layers)
endif()
