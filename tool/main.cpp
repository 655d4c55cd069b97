// SPDX-License-Identifier: Apache-2.0
// One executable, several tools: the name it is started by says which.
#include "tool/commands/command.h"
#include "tool/nvcc/driver.h"
#include "tool/project/intercept.h"

#include "llvm/Support/Path.h"

#include <string>
#include <vector>

int main(int argc, char **argv) {
  std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  llvm::StringRef name = argc > 0 ? llvm::sys::path::stem(argv[0]) : "sampan";
  if (name == "spncc" || name == "nvcc") {
    sampan::noteCommand("nvcc", words);
    return sampan::nvcc::runDriver(argv[0], std::move(words));
  }
  return sampan::runSampan(argc > 0 ? argv[0] : "sampan", words);
}
