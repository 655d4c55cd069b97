// SPDX-License-Identifier: Apache-2.0
// Where the tools under test are, and the commands that tests share.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace sampan::test {

/// The prefix under test: the build tree's, or SAMPAN_TEST_PREFIX from the environment.
std::filesystem::path prefix();
std::string sampanTool();
std::string spncc();

/// What spncc needs in its environment to link the library as it was built.
std::vector<std::pair<std::string, std::string>> driverEnvironment();

/// Compiles and links translated sources with an ordinary C++ compiler.
std::vector<std::string> compileCommand(const std::string &compiler, const std::string &standard,
                                        const std::vector<std::string> &flags,
                                        const std::vector<std::string> &sources,
                                        const std::string &output);

} // namespace sampan::test
