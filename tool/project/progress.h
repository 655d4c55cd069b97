// SPDX-License-Identifier: Apache-2.0
// Says how far a run over many files is: one line that is overwritten on a terminal, a line per
// tenth of the work elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>

namespace sampan {

class Progress {
public:
  /// Silent for a single file, or when not `wanted`.
  Progress(std::size_t total, bool wanted);
  ~Progress();

  /// One more file is done. Called from any thread.
  void advance(const std::string &file, std::size_t warnings);

private:
  std::string remainingTime() const;

  std::size_t total, done = 0, warningCount = 0, lastTenth = 0;
  bool shown, terminal;
  std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
  std::mutex mutex;
};

} // namespace sampan
