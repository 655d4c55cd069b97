# SPDX-License-Identifier: Apache-2.0
# Lays out the prefix: the neutral headers and the runtime, and beside them a directory that looks
# like a CUDA toolkit to build systems. The build tree gets links into the sources, so that a changed
# header is seen at once; an installation gets copies.
#
# The static runtime is the default: CMake links a shared one without a run path, and a program that
# records "libcudart.so" would load NVIDIA's at run time. The shared one therefore has a soname of
# its own.

set(TOOLKIT ${SAMPAN_PREFIX}/${SAMPAN_CUDA_PREFIX})
set(CUDA_HEADERS ${CMAKE_CURRENT_SOURCE_DIR}/include/cuda)

function(sampan_link target link)
  get_filename_component(directory ${link} DIRECTORY)
  file(MAKE_DIRECTORY ${directory})
  file(CREATE_LINK ${target} ${link} SYMBOLIC)
endfunction()

sampan_link(${CMAKE_CURRENT_SOURCE_DIR}/include/sampan ${SAMPAN_PREFIX}/include/sampan)
sampan_link(../../../../include/sampan ${TOOLKIT}/include/sampan)
set(CUDA_NAMES sampan_cuda_names.h sampan_cuda_driver_names.h sampan_cublas_names.h
  sampan_nccl_names.h)
foreach(header IN LISTS CUDA_NAMES)
  sampan_link(${CMAKE_BINARY_DIR}/gen/cuda/${header} ${TOOLKIT}/include/${header})
endforeach()
file(GLOB_RECURSE HEADERS CONFIGURE_DEPENDS RELATIVE ${CUDA_HEADERS} ${CUDA_HEADERS}/*)
foreach(header IN LISTS HEADERS)
  sampan_link(${CUDA_HEADERS}/${header} ${TOOLKIT}/include/${header})
endforeach()

set(CUDA_TOOLKIT_MAJOR 12)
set(CUDA_TOOLKIT_VERSION ${CUDA_TOOLKIT_MAJOR}.4)
file(WRITE ${TOOLKIT}/version.json
  "{ \"cuda\": { \"name\": \"CUDA SDK (Sampan)\", \"version\": \"${CUDA_TOOLKIT_VERSION}.0\" } }\n")
file(WRITE ${TOOLKIT}/version.txt "CUDA Version ${CUDA_TOOLKIT_VERSION}.0\n")
file(WRITE ${TOOLKIT}/nvvm/libdevice/README
  "Build systems look for this directory. Sampan needs no device library.\n")

set_target_properties(sampan_rt PROPERTIES ARCHIVE_OUTPUT_DIRECTORY ${SAMPAN_PREFIX}/lib)

# CUDA's names as symbols come from rulegen.
if(TARGET sampan_rules)
  set(CUDART_SYMBOLS ${CMAKE_BINARY_DIR}/gen/cudart_symbols.cpp)
  set_source_files_properties(${CUDART_SYMBOLS} PROPERTIES GENERATED TRUE)

  add_library(sampan_cudart_static STATIC $<TARGET_OBJECTS:sampan_rt> ${CUDART_SYMBOLS})
  add_library(sampan_rt_shared SHARED $<TARGET_OBJECTS:sampan_rt> ${CUDART_SYMBOLS})
  foreach(library sampan_cudart_static sampan_rt_shared)
    add_dependencies(${library} sampan_rules)
    target_include_directories(${library} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/include)
    target_link_libraries(${library} PRIVATE Threads::Threads ${CMAKE_DL_LIBS})
    set_target_properties(${library} PROPERTIES LINKER_LANGUAGE CXX)
  endforeach()
  set_target_properties(sampan_cudart_static PROPERTIES
    OUTPUT_NAME cudart_static ARCHIVE_OUTPUT_DIRECTORY ${TOOLKIT}/lib64)
  set_target_properties(sampan_rt_shared PROPERTIES
    OUTPUT_NAME sampan_rt SOVERSION 0 LIBRARY_OUTPUT_DIRECTORY ${TOOLKIT}/lib64)
  # A C program that links against libcudart.so knows nothing of the C++ library, which the kernels
  # and headers need here: the linker script brings it in. The versioned name is what dlopen takes.
  set(CUDART_SCRIPT ${CMAKE_BINARY_DIR}/gen/libcudart.so)
  file(WRITE ${CUDART_SCRIPT} "/* GNU ld script */
INPUT(libsampan_rt.so.0 AS_NEEDED(-lstdc++ -lpthread -lm))
")
  file(REMOVE ${TOOLKIT}/lib64/libcudart.so)
  configure_file(${CUDART_SCRIPT} ${TOOLKIT}/lib64/libcudart.so COPYONLY)
  sampan_link(libsampan_rt.so.0 ${TOOLKIT}/lib64/libcudart.so.${CUDA_TOOLKIT_MAJOR})
endif()

# Libraries by CUDA's names, and by ours for translated programs.
function(sampan_toolkit_library name cuda_name rules)
  set_target_properties(sampan_${name} PROPERTIES ARCHIVE_OUTPUT_DIRECTORY ${SAMPAN_PREFIX}/lib)
  install(TARGETS sampan_${name} ARCHIVE DESTINATION lib)
  if(TARGET sampan_rules)
    set(SYMBOLS ${CMAKE_BINARY_DIR}/gen/${rules}_symbols.cpp)
    set_source_files_properties(${SYMBOLS} PROPERTIES GENERATED TRUE)
    add_library(sampan_${cuda_name} STATIC $<TARGET_OBJECTS:sampan_${name}> ${SYMBOLS})
    add_dependencies(sampan_${cuda_name} sampan_rules)
    target_include_directories(sampan_${cuda_name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/include)
    set_target_properties(sampan_${cuda_name} PROPERTIES LINKER_LANGUAGE CXX
      OUTPUT_NAME ${cuda_name} ARCHIVE_OUTPUT_DIRECTORY ${TOOLKIT}/lib64)
    install(TARGETS sampan_${cuda_name} ARCHIVE DESTINATION ${SAMPAN_CUDA_PREFIX}/lib64)
  endif()
endfunction()
sampan_toolkit_library(blas cublas cublas)
sampan_toolkit_library(ccl nccl nccl)

# Libraries that programs name although nothing in them is needed here.
set(EMPTY_SOURCE ${CMAKE_BINARY_DIR}/gen/empty.c)
file(WRITE ${EMPTY_SOURCE} "typedef int sampan_empty;\n")
foreach(name cudadevrt cuda nvToolsExt)
  add_library(sampan_empty_${name} STATIC ${EMPTY_SOURCE})
  set_target_properties(sampan_empty_${name} PROPERTIES
    OUTPUT_NAME ${name} ARCHIVE_OUTPUT_DIRECTORY ${TOOLKIT}/lib64)
endforeach()
sampan_link(../libcuda.a ${TOOLKIT}/lib64/stubs/libcuda.a)

# --- installation --------------------------------------------------------------------------------
install(DIRECTORY include/sampan DESTINATION include)
install(DIRECTORY include/cuda/ DESTINATION ${SAMPAN_CUDA_PREFIX}/include)
install(FILES ${TOOLKIT}/version.json ${TOOLKIT}/version.txt DESTINATION ${SAMPAN_CUDA_PREFIX})
install(DIRECTORY ${TOOLKIT}/nvvm DESTINATION ${SAMPAN_CUDA_PREFIX})
install(TARGETS sampan_rt ARCHIVE DESTINATION lib)
install(TARGETS sampan_empty_cudadevrt sampan_empty_cuda sampan_empty_nvToolsExt
  ARCHIVE DESTINATION ${SAMPAN_CUDA_PREFIX}/lib64)
if(TARGET sampan_rules)
  list(TRANSFORM CUDA_NAMES PREPEND ${CMAKE_BINARY_DIR}/gen/cuda/ OUTPUT_VARIABLE GENERATED_NAMES)
  install(FILES ${GENERATED_NAMES} DESTINATION ${SAMPAN_CUDA_PREFIX}/include)
  install(TARGETS sampan_cudart_static ARCHIVE DESTINATION ${SAMPAN_CUDA_PREFIX}/lib64)
  install(TARGETS sampan_rt_shared LIBRARY DESTINATION lib NAMELINK_SKIP)
  install(FILES ${CUDART_SCRIPT} DESTINATION ${SAMPAN_CUDA_PREFIX}/lib64)
endif()
install(CODE "
  set(prefix \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${SAMPAN_CUDA_PREFIX}\")
  file(MAKE_DIRECTORY \"\${prefix}/lib64/stubs\")
  file(CREATE_LINK ../../../../include/sampan \"\${prefix}/include/sampan\" SYMBOLIC)
  foreach(name libsampan_rt.so.0 libcudart.so.${CUDA_TOOLKIT_MAJOR})
    file(CREATE_LINK ../../../libsampan_rt.so.0 \"\${prefix}/lib64/\${name}\" SYMBOLIC)
  endforeach()
  file(CREATE_LINK ../libcuda.a \"\${prefix}/lib64/stubs/libcuda.a\" SYMBOLIC)")
