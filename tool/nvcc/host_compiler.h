// SPDX-License-Identifier: Apache-2.0
// Command lines of the host compiler, which does all code generation: the translated CUDA text is
// ordinary C++ for it. Pure functions of the invocation and of what the machine offers.
#pragma once

#include "tool/nvcc/arguments.h"
#include "tool/support/toolkit.h"

#include <string>
#include <vector>

namespace sampan::nvcc {

struct HostCompiler {
  std::string program; ///< full path
  std::string march;   ///< "-march=x86-64-v3", or empty
};

/// -ccbin, then NVCC_CCBIN, then g++, then clang++. The program is empty when there is none.
HostCompiler findHostCompiler(const std::string &ccbin, const Environment &environment);

/// "-std=..." for CUDA text: what the user said, raised to C++14 where our headers need that.
std::string cudaStandardFlag(const std::string &standard);

/// Include directories and macros of the user, in command line order. Directories of another CUDA
/// toolkit are left out.
std::vector<std::string> preprocessorFlags(const Invocation &invocation, const Toolkit &kit);

/// Macros that nvcc predefines when it compiles a .cu file.
std::vector<std::string> cudaMacros(const Invocation &invocation);

/// Code generation flags of a .cu file; include directories are the overlay's business.
std::vector<std::string> cudaCompileFlags(const Invocation &invocation,
                                          const HostCompiler &compiler);
/// All flags of a C or C++ file.
std::vector<std::string> plainCompileFlags(const Invocation &invocation, const Toolkit &kit,
                                           InputKind kind);

/// What links `objects` to `output`. `warnings` names CUDA libraries that do not exist here.
std::vector<std::string> linkCommand(const Invocation &invocation, const Toolkit &kit,
                                     const HostCompiler &compiler,
                                     const std::vector<std::string> &objects,
                                     const std::string &output, std::vector<std::string> &warnings);

/// "-L.../stubs", "-L..." of the toolkit.
std::vector<std::string> toolkitLibraryPaths(const Toolkit &kit);

} // namespace sampan::nvcc
