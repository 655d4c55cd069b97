// SPDX-License-Identifier: Apache-2.0
// Entry to everything that knows Clang: one translation unit in, values out. The parse uses our own
// CUDA headers, Clang's CUDA mode and the host pass only, so no CUDA toolkit is needed or read.
#pragma once

#include "rewriters/core/file_fact.h"
#include "rewriters/core/target.h"
#include "rewriters/core/tu_result.h"

#include <string>
#include <vector>

namespace sampan {

class RuleTable;

enum class Purpose : std::uint8_t {
  Translate, ///< readable portable source that the user keeps
  Compile,   ///< only what a C++ compiler cannot take is changed; CUDA names stay
  Report,    ///< as Translate, but the edits are of no interest
};

struct TuOptions {
  std::string file;                   ///< absolute, or relative to `directory`
  std::string directory;              ///< working directory of the compile command
  std::vector<std::string> arguments; ///< clang-style: -I -D -U -std= -isystem -include ...
  std::string cudaIncludeDir;         ///< the CUDA-named headers
  std::string sampanIncludeDir;       ///< the neutral headers
  int deviceArch = 800;               ///< value that __CUDA_ARCH__ has in device code
  Purpose purpose = Purpose::Translate;
  bool relocatableDeviceCode = false;
  /// Kernels that may run as loops over their threads get that form too (Purpose::Compile).
  bool blockForms = true;
  /// But not these kernels and device functions: places of their names.
  std::vector<Span> refusedForms;
  /// Whose kernel language device code is written in. Host: the portable dialect.
  TargetId language = TargetId::Host;
  /// False for a host source: it is read as plain C or C++, as a host compiler would.
  bool cudaSource = true;
  /// Files below these directories belong to the project and may be edited. Empty: the directory of
  /// `file`, and every directory that a quoted include or a -I inside it reaches.
  std::vector<std::string> projectRoots;
  /// Where precompiled headers are kept between runs; empty for none. Made when missing.
  std::string cacheDirectory;
};

/// Parses one translation unit and runs every pass over it. Never throws; whatever goes wrong is a
/// finding. Thread-safe: shares nothing but `rules`. `facts`, when asked for, receives all that the
/// result depends on in the file system; nothing when the front end crashed.
TuResult analyseTu(const TuOptions &options, const RuleTable &rules,
                   std::vector<FileFact> *facts = nullptr);

} // namespace sampan
