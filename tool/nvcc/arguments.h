// SPDX-License-Identifier: Apache-2.0
// A command line of nvcc as a value. Parsing is a pure function of the words and the environment,
// so that it can be tested without running anything; the compilation database uses it too.
#pragma once

#include "rewriters/core/target.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sampan::nvcc {

enum class Phase : std::uint8_t {
  Link,
  Compile,
  DeviceLink,
  Archive,
  Preprocess,
  Dependencies,
  SyntaxOnly,
  HostSource,
  ShowVersion,
  ShowHelp,
  ListCode,
  ListArch,
};

enum class InputKind : std::uint8_t { Cuda, Cxx, C, Assembly, Object, Unknown };

struct Input {
  std::string path;
  InputKind kind = InputKind::Unknown;
};

/// Dependency output in make's format (-M, -MD and friends).
struct DependencyOptions {
  bool wanted = false;
  bool systemHeaders = true;
  bool phonyTargets = false;
  std::string file;
  std::vector<std::string> targets;
};

struct Invocation {
  Phase phase = Phase::Link;
  std::vector<Input> inputs;
  std::string output, outputDirectory;
  bool runAfterwards = false;
  std::vector<std::string> runArguments;

  std::vector<std::string> includePaths, systemIncludePaths, preIncludes;
  std::vector<std::string> macros; ///< "-DX=1" and "-UX" in the order given
  std::string standard;            ///< "c++17", or empty
  std::string optimise;            ///< "3", or empty
  bool debug = false, deviceDebug = false, profile = false, noExceptions = false;
  bool relocatable = false, relaxedConstexpr = false, extendedLambda = false;
  bool fastMath = false, flushDenormals = false, contract = true;
  bool perThreadStream = false;
  bool noWarnings = false, warningsAreErrors = false, noDeprecatedWarnings = false;
  bool warnReorder = false, addressSanitizer = false;
  std::string templateDepth, templateBacktrace, randomSeed;
  DependencyOptions dependencies;

  std::vector<std::string> libraries, libraryPaths;
  bool shared = false;
  std::string cudart = "static";
  std::vector<std::string> hostFlags; ///< -Xcompiler, and what is forwarded to the compiler
  std::vector<std::string> linkFlags; ///< -Xlinker, one word each
  std::vector<std::string> forwardedLinkFlags;
  std::vector<std::string> archiveFlags;
  std::string hostCompiler, archiver;

  TargetId target = TargetId::Host; ///< where kernels run
  std::string bisheng;              ///< Ascend's compiler, when named
  bool emulateDouble = false;       ///< of a target that computes with none
  bool refuseKernels = false;       ///< those that the target cannot run fail at their launch

  std::vector<int> architectures; ///< 80 for compute_80; sorted; never empty
  bool verbose = false, dryRun = false, keep = false, clean = false;
  std::string keepDirectory, timeFile;
  unsigned threads = 1;

  /// Value of __CUDA_ARCH__ in device code.
  int deviceArch() const;
};

struct ParsedArguments {
  Invocation invocation;
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
  std::vector<std::string> notes; ///< options without effect; shown with -v
};

using Environment = std::function<std::optional<std::string>(const char *)>;

/// Adds NVCC_PREPEND_FLAGS and NVCC_APPEND_FLAGS, and replaces each options file by its content.
std::vector<std::string> expandArguments(std::vector<std::string> words,
                                         const Environment &environment,
                                         std::vector<std::string> &errors);

ParsedArguments parseArguments(const std::vector<std::string> &words);

InputKind inputKindOf(const std::string &path);

/// The architectures that -arch and -code accept, ascending.
const std::vector<int> &knownArchitectures();

} // namespace sampan::nvcc
