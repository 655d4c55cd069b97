// SPDX-License-Identifier: Apache-2.0
// Runs a program and keeps what it wrote: tests drive the tools as users do, from outside.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace sampan::test {

struct ProcessResult {
  int exitCode = -1; ///< 128 + signal when a signal ended it, -1 when it never started
  bool timedOut = false;
  std::string out, err;
  long peakKilobytes = 0;
};

struct ProcessOptions {
  std::filesystem::path directory;                              ///< empty: the current one
  std::vector<std::pair<std::string, std::string>> environment; ///< added to the present one
  std::chrono::seconds timeout{120};
};

ProcessResult runProcess(const std::vector<std::string> &command,
                         const ProcessOptions &options = {});

/// The command as one would type it, for messages.
std::string quoted(const std::vector<std::string> &command);

} // namespace sampan::test
