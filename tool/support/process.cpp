// SPDX-License-Identifier: Apache-2.0
#include "tool/support/process.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>

namespace sampan {

std::string findProgram(const std::string &name) {
  auto found = llvm::sys::findProgramByName(name);
  return found ? *found : std::string();
}

/// A file that a program's output goes to is written over from its start, but not cut there.
static bool makeEmpty(const std::string &file, ProcessResult &result) {
  std::error_code code;
  llvm::raw_fd_ostream stream(file, code);
  if (code)
    result = {-1, "'" + file + "': " + code.message()};
  return !code;
}

static ProcessResult start(const std::vector<std::string> &words, const std::string &output,
                           const std::string &messages) {
  std::string program = findProgram(words.front());
  if (program.empty())
    return {-1, "program '" + words.front() + "' not found"};
  llvm::SmallVector<llvm::StringRef, 64> arguments(words.begin(), words.end());
  std::optional<llvm::StringRef> redirects[3];
  if (!output.empty())
    redirects[1] = output;
  if (!messages.empty())
    redirects[2] = messages;
  ProcessResult result;
  for (const std::string &file : {output, messages})
    if (!file.empty() && !makeEmpty(file, result))
      return result;
  result.status =
      llvm::sys::ExecuteAndWait(program, arguments, std::nullopt, redirects, 0, 0, &result.message);
  return result;
}

ProcessResult runProcess(const std::vector<std::string> &words, const std::string &output,
                         bool quiet) {
  return start(words, output, quiet ? "/dev/null" : "");
}

ProcessResult runProcessKeepingMessages(const std::vector<std::string> &words,
                                        const std::string &messages) {
  return start(words, {}, messages);
}

} // namespace sampan
