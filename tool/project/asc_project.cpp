// SPDX-License-Identifier: Apache-2.0
#include "tool/project/asc_project.h"

#include "tool/support/files.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

#include <algorithm>

namespace sampan {
namespace {

namespace path = llvm::sys::path;

void addOnce(std::vector<std::string> &list, std::string value) {
  if (std::find(list.begin(), list.end(), value) == list.end())
    list.push_back(std::move(value));
}

/// Letters, digits and underscores of a directory's name: what CMake takes as a project.
std::string projectName(const std::string &root) {
  std::string name;
  for (char c : path::filename(root))
    name += llvm::isAlnum(c) ? c : '_';
  if (name.empty() || llvm::isDigit(name.front()))
    name.insert(0, "program_");
  return name;
}

std::string quoted(const std::string &text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\' || c == '$')
      result += '\\';
    result += c;
  }
  return result + "\"";
}

/// Directories of the project by their place in the output, others as they are.
std::string includeDirectory(const std::string &directory, const std::string &root) {
  std::string inside = shortened(directory, root);
  if (directory == root)
    return "\"${CMAKE_CURRENT_SOURCE_DIR}\"";
  return inside == directory ? quoted(directory) : "\"${CMAKE_CURRENT_SOURCE_DIR}/" + inside + "\"";
}

bool isSource(const std::string &file) {
  llvm::StringRef extension = path::extension(file);
  return extension == ".asc" || extension == ".cpp" || extension == ".cc" || extension == ".cxx" ||
         extension == ".c" || extension == ".C";
}

/// Sources that call AscendCL themselves need nothing of ours but headers.
bool linksRuntime(const std::vector<OutputFile> &files) {
  return llvm::none_of(files, [](const OutputFile &file) {
    return llvm::StringRef(file.text).contains("<sampan/ascend/acl.h>");
  });
}

/// The runtime, behind those of its libraries whose headers the sources include.
std::string runtimeLibraries(const std::vector<OutputFile> &files) {
  std::string text;
  for (const char *library : {"blas", "ccl"})
    if (llvm::any_of(files, [&](const OutputFile &file) {
          return llvm::StringRef(file.text).contains("<sampan/" + std::string(library) + ".h>");
        }))
      text += "${SAMPAN_PREFIX}/lib/libsampan_" + std::string(library) + ".a ";
  return linksRuntime(files) ? text + "${SAMPAN_PREFIX}/lib/libsampan_rt.a " : "";
}

} // namespace

void addBuildFlags(const std::vector<std::string> &arguments, const std::string &directory,
                   BuildFlags &flags) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    llvm::StringRef flag = arguments[i];
    auto value = [&](llvm::StringRef rest) {
      return !rest.empty() || i + 1 == arguments.size() ? rest.str() : arguments[++i];
    };
    unsigned year = 0;
    if (flag.consume_front("-D"))
      addOnce(flags.definitions, value(flag));
    else if (flag.consume_front("-isystem") || flag.consume_front("-I"))
      addOnce(flags.includes, absolutePath(directory, value(flag)));
    else if (flag.consume_front("-std=") &&
             (flag.consume_front("c++") || flag.consume_front("gnu++")) &&
             !flag.getAsInteger(10, year) && year < 80)
      flags.standard = std::max(flags.standard, year);
    else if (flag == "-rdc=true")
      flags.relocatableDeviceCode = true;
  }
}

OutputFile ascProject(const std::vector<OutputFile> &files, const std::string &root,
                      const BuildFlags &flags) {
  std::string name = projectName(root), standard = std::to_string(flags.standard);
  std::string text =
      "# Written by sampan. Needs Ascend's CANN toolkit (9.1 or newer, for the 950) and Sampan's\n"
      "# " +
      std::string(linksRuntime(files) ? "runtime" : "headers") +
      ": cmake -B build -DSAMPAN_PREFIX=<where Sampan is installed> && cmake --build "
      "build\n"
      "cmake_minimum_required(VERSION 3.16)\n"
      "set(CMAKE_ASC_ARCHITECTURES dav-3510 CACHE STRING \"NPU architecture\")\n"
      "set(SAMPAN_PREFIX \"\" CACHE PATH \"Where Sampan is installed\")\n"
      "find_package(ASC REQUIRED)\n"
      "project(" +
      name +
      " LANGUAGES ASC CXX)\n"
      "set(CMAKE_CXX_STANDARD " +
      standard +
      ")\n"
      "set(CMAKE_ASC_STANDARD " +
      standard +
      ")\n"
      "find_package(Threads REQUIRED)\n\n"
      "add_executable(" +
      name + "\n";
  for (const OutputFile &file : files)
    if (isSource(file.path))
      text += "  " + quoted(file.path) + "\n";
  text += ")\n"
          "set_target_properties(" +
          name +
          " PROPERTIES LINKER_LANGUAGE ASC)\n"
          "target_compile_options(" +
          name +
          " PRIVATE\n"
          "  \"$<$<COMPILE_LANGUAGE:ASC>:" +
          std::string(flags.relocatableDeviceCode ? "-dc;" : "") +
          "--npu-arch=${CMAKE_ASC_ARCHITECTURES};--enable-simt>\"\n"
          "  $<$<COMPILE_LANGUAGE:CXX>:-fno-strict-aliasing>)\n"
          "target_include_directories(" +
          name +
          " PRIVATE ${SAMPAN_PREFIX}/include\n"
          "  $ENV{ASCEND_HOME_PATH}/include";
  for (const std::string &directory : flags.includes)
    text += "\n  " + includeDirectory(directory, root);
  text += ")\n";
  if (!flags.definitions.empty()) {
    text += "target_compile_definitions(" + name + " PRIVATE";
    for (const std::string &definition : flags.definitions)
      text += "\n  " + quoted(definition);
    text += ")\n";
  }
  text += "target_link_libraries(" + name + " PRIVATE " + runtimeLibraries(files) +
          "ascendcl\n"
          "  Threads::Threads ${CMAKE_DL_LIBS})\n";
  return OutputFile{{}, "CMakeLists.txt", text, true};
}

} // namespace sampan
