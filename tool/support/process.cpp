// SPDX-License-Identifier: Apache-2.0
#include "tool/support/process.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Program.h"

#include <optional>

namespace sampan {

std::string findProgram(const std::string &name) {
  auto found = llvm::sys::findProgramByName(name);
  return found ? *found : std::string();
}

ProcessResult runProcess(const std::vector<std::string> &words, const std::string &output,
                         bool quiet) {
  std::string program = findProgram(words.front());
  if (program.empty())
    return {-1, "program '" + words.front() + "' not found"};
  llvm::SmallVector<llvm::StringRef, 64> arguments(words.begin(), words.end());
  std::optional<llvm::StringRef> redirects[3];
  if (!output.empty())
    redirects[1] = output;
  if (quiet)
    redirects[2] = "/dev/null";
  ProcessResult result;
  result.status =
      llvm::sys::ExecuteAndWait(program, arguments, std::nullopt, redirects, 0, 0, &result.message);
  return result;
}

} // namespace sampan
