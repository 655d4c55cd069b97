// SPDX-License-Identifier: Apache-2.0
// Lets a host compiler read the rewritten files of one translation unit in place of the user's. The
// rewritten main file, and where a header was rewritten all project files that the unit reads, go
// into a temporary tree that mirrors their absolute paths. Quoted includes between them then find
// each other by their own directory, in g++ and clang++ alike; whatever is not in the tree is found
// where it was. `#line` directives make messages, __FILE__ and debug information name the
// originals.
#pragma once

#include "rewriters/core/plan.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace sampan {

/// Include options of the user's command, in order: {"-I", "dir"}, {"-isystem", ...},
/// {"-include",...}
struct IncludeOption {
  std::string flag, value;
};

struct OverlayRequest {
  std::string root;      ///< existing directory to fill
  std::string directory; ///< working directory of the compile command
  std::string mainFile;  ///< absolute
  std::string mainName;  ///< as the user wrote it; shown in messages
  std::vector<IncludeOption> includes;
};

struct CompileOverlay {
  std::string root;
  std::string mainFile;           ///< what to compile
  std::vector<std::string> flags; ///< include options that find the tree first
};

llvm::Expected<CompileOverlay> writeCompileOverlay(const OverlayRequest &request, const Plan &plan);

/// The user's file for a path inside the overlay; other paths unchanged.
std::string originalPath(const std::string &path, const std::string &overlayRoot);

} // namespace sampan
