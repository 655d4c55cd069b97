// SPDX-License-Identifier: Apache-2.0
// One golden case is a folder:
//   input.cu, *.cu, *.cpp, *.h   the sources; all .cu and .cpp files are translated together
//   FILE.expected                the translated text of FILE, for each file that translation writes
//   findings.expected            what the tool says about the sources; absent: nothing
//   run.stdout                   what the program prints; derived from CUDA's rules, never recorded
//   case.json                    how, where it differs from the defaults below
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sampan::test {

struct GoldenCase {
  std::filesystem::path folder;
  std::string construct, name;
  std::vector<std::string> sources; ///< file names, sorted
  std::vector<std::string> files;   ///< sources and headers

  std::vector<std::string> translateOptions;       ///< "translate": before the files
  std::vector<std::string> flags = {"-std=c++17"}; ///< "flags": after --
  int exitCode = 0;                                ///< "exit" of sampan translate
  bool compile = true;                             ///< "compile": build and run the result
  std::string standard = "c++17";                  ///< "std" for the translated sources
  std::vector<std::string> compileFlags;           ///< "compileFlags" for the translated sources
  std::vector<std::string> compilers = {"g++"};    ///< "compilers"
  std::vector<std::string> spnccFlags = {"-std=c++17"}; ///< "spncc": added to these
  std::vector<std::string> runArguments;                ///< "run"
  int runExitCode = 0;                                  ///< "runExit"
  bool anyBlockOrder = true; ///< "anyBlockOrder": what is printed does not depend on the order
  double tolerance = 0;                                 ///< "tolerance" for numbers in the output
};

/// Every folder below `root` that has an input.cu, sorted. A case.json with an unknown key or a
/// syntax error ends the program: a typo must not weaken a test.
std::vector<GoldenCase> loadGoldenCases(const std::filesystem::path &root);

} // namespace sampan::test
