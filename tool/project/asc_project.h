// SPDX-License-Identifier: Apache-2.0
// The CMake project that is written beside translated .asc sources: with Ascend's toolkit and an
// installed Sampan, `cmake -B build && cmake --build build` makes the program as it stands.
#pragma once

#include "tool/project/output_tree.h"

#include <string>
#include <vector>

namespace sampan {

/// What the units' command lines say that a build must repeat.
struct BuildFlags {
  std::vector<std::string> definitions; ///< "N=3"
  std::vector<std::string> includes;    ///< absolute directories
  unsigned standard = 17;               ///< at least what our headers and launches need
  bool relocatableDeviceCode = false;
};

/// Adds one unit's arguments (clang-style) to `flags`.
void addBuildFlags(const std::vector<std::string> &arguments, const std::string &directory,
                   BuildFlags &flags);

/// "CMakeLists.txt" for `files`, whose sources lie below `root`.
OutputFile ascProject(const std::vector<OutputFile> &files, const std::string &root,
                      const BuildFlags &flags);

} // namespace sampan
