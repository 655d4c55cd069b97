# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a source file that holds the texts of STYLE and SCRIPT as constants, so that the
# tool needs no files of its own at run time.
function(constant NAME FILE)
  file(READ "${FILE}" TEXT)
  # Compilers accept literals of 64 KiB and more, but not all of them; ours stay far below.
  string(LENGTH "${TEXT}" SIZE)
  if(SIZE GREATER 60000)
    message(FATAL_ERROR "${FILE} is too long for one string literal")
  endif()
  set(DEFINITIONS "${DEFINITIONS}const std::string_view ${NAME} = R\"asset(${TEXT})asset\";\n"
    PARENT_SCOPE)
endfunction()

set(DEFINITIONS "")
constant(kStyle "${STYLE}")
constant(kScript "${SCRIPT}")
file(WRITE "${OUTPUT}" "// Made by embed.cmake.\n#include \"tool/report/html/assets.h\"\n\n"
  "namespace sampan::html::assets {\n${DEFINITIONS}} // namespace sampan::html::assets\n")
