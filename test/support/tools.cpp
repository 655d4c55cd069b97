// SPDX-License-Identifier: Apache-2.0
#include "test/support/tools.h"

#include <cstdlib>
#include <sstream>

namespace sampan::test {

std::filesystem::path prefix() {
  const char *chosen = std::getenv("SAMPAN_TEST_PREFIX");
  return chosen ? chosen : SAMPAN_BUILD_PREFIX;
}

std::string sampanTool() { return prefix() / "bin" / "sampan"; }
std::string spncc() { return prefix() / "bin" / "spncc"; }

std::vector<std::pair<std::string, std::string>> driverEnvironment() {
#ifdef SAMPAN_TEST_SANITIZE
  // -Xcompiler splits its value at commas, as nvcc's does.
  std::string flags;
  std::istringstream names(SAMPAN_TEST_SANITIZE);
  for (std::string name; std::getline(names, name, ',');)
    flags += " -Xcompiler -fsanitize=" + name;
  // Programs pass enumerators that do not exist, to see the error: in C++ their own affair.
  flags += " -Xcompiler -fno-sanitize=enum";
  return {{"NVCC_CCBIN", SAMPAN_TEST_COMPILER}, {"NVCC_APPEND_FLAGS", flags}};
#else
  return {};
#endif
}

std::vector<std::string> compileCommand(const std::string &compiler, const std::string &standard,
                                        const std::vector<std::string> &flags,
                                        const std::vector<std::string> &sources,
                                        const std::string &output) {
  std::vector<std::string> command;
#ifdef SAMPAN_TEST_SANITIZE // the library is instrumented, so the program must be, the same way
  (void)compiler;
  command = {SAMPAN_TEST_COMPILER, "-fsanitize=" SAMPAN_TEST_SANITIZE, "-fno-sanitize=enum"};
#else
  command = {compiler};
#endif
  command.insert(command.end(),
                 {"-std=" + standard, "-O1", "-I" + (prefix() / "include").string(), "-o", output});
  command.insert(command.end(), flags.begin(), flags.end());
  command.insert(command.end(), {"-x", "c++"});
  command.insert(command.end(), sources.begin(), sources.end());
  command.insert(command.end(),
                 {"-x", "none", (prefix() / "lib" / "libsampan_blas.a").string(),
                  (prefix() / "lib" / "libsampan_ccl.a").string(),
                  (prefix() / "lib" / "libsampan_rt.a").string(), "-lpthread", "-ldl"});
  return command;
}

} // namespace sampan::test
