// SPDX-License-Identifier: Apache-2.0
// Starts other programs.
#pragma once

#include <string>
#include <vector>

namespace sampan {

struct ProcessResult {
  int status = 0;      ///< exit status; negative when it could not run or was killed by a signal
  std::string message; ///< why, when negative
};

/// Runs `words` with the first one looked up in PATH; standard streams are inherited. `output`,
/// when not empty, is a file that receives standard output; with `quiet`, messages of the program
/// are dropped.
ProcessResult runProcess(const std::vector<std::string> &words, const std::string &output = {},
                         bool quiet = false);

/// The same; `messages` is a file that receives what the program says on standard error.
ProcessResult runProcessKeepingMessages(const std::vector<std::string> &words,
                                        const std::string &messages);

/// Full path of a program, or empty.
std::string findProgram(const std::string &name);

} // namespace sampan
