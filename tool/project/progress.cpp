// SPDX-License-Identifier: Apache-2.0
#include "tool/project/progress.h"

#include "tool/support/terminal.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sampan {

Progress::Progress(std::size_t fileCount, bool wanted)
    : total(fileCount), shown(wanted && fileCount > 1), terminal(isTerminal(Stream::Error)) {}

Progress::~Progress() {
  if (shown && terminal)
    llvm::errs() << "\r\033[K";
}

std::string Progress::remainingTime() const {
  using Seconds = std::chrono::duration<double>;
  double elapsed = Seconds(std::chrono::steady_clock::now() - begin).count();
  auto left = static_cast<unsigned>(elapsed / static_cast<double>(done) *
                                    static_cast<double>(total - done));
  std::string seconds = std::to_string(left % 60);
  return std::to_string(left / 60) + ":" + (seconds.size() < 2 ? "0" : "") + seconds;
}

void Progress::advance(const std::string &file, std::size_t warnings) {
  std::lock_guard lock(mutex);
  ++done;
  warningCount += warnings;
  if (!shown)
    return;
  std::string count = "[" + std::to_string(done) + "/" + std::to_string(total) + "] ";
  if (terminal) {
    llvm::errs() << "\r\033[K" << count << file << "  " << warningCount << " warnings  "
                 << remainingTime() << " left";
    llvm::errs().flush();
  } else if (done * 10 / total > lastTenth) {
    lastTenth = done * 10 / total;
    llvm::errs() << count << lastTenth * 10 << " %\n";
  }
}

} // namespace sampan
