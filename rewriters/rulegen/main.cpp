// SPDX-License-Identifier: Apache-2.0
// rulegen: turns rule and target files into what the build compiles.
//
//   rulegen --out DIR --rules F... --targets F... --shim H... [--driver H...] [--blas H...]
//           [--ccl H...] [--own F]
//
// Files whose content does not change are left alone, so that nothing is rebuilt needlessly.
#include "rewriters/rulegen/emit.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

using namespace sampan;
using namespace sampan::rulegen;

namespace {

using Options = std::map<std::string, std::vector<std::string>>;

Options parseOptions(int argc, char **argv) {
  Options options;
  std::string current;
  for (int i = 1; i < argc; ++i) {
    std::string argument = argv[i];
    if (argument.starts_with("--"))
      options[current = argument.substr(2)];
    else
      options[current].push_back(argument);
  }
  return options;
}

std::string readText(const std::string &path, std::vector<RuleFileError> &errors) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream)
    errors.push_back({path, 0, "cannot be read"});
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

bool writeIfChanged(const std::filesystem::path &path, const std::string &text) {
  std::vector<RuleFileError> ignored;
  if (std::filesystem::exists(path) && readText(path.string(), ignored) == text)
    return true;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream stream(path, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream)
    std::cerr << path.string() << ": cannot be written\n";
  return static_cast<bool>(stream);
}

std::set<std::string> readNames(const std::string &text) {
  std::set<std::string> names;
  std::string line;
  for (std::istringstream lines(text); std::getline(lines, line);)
    if (!line.empty() && line[0] != '#')
      names.insert(line);
  return names;
}

} // namespace

int main(int argc, char **argv) {
  Options options = parseOptions(argc, argv);
  if (options["out"].size() != 1 || options["rules"].empty()) {
    std::cerr << "usage: rulegen --out DIR --rules F... --targets F... --shim H... "
                 "[--driver H...] [--blas H...] [--ccl H...] [--own F]\n";
    return 2;
  }
  std::vector<RuleFileError> errors;
  Declarations runtime, driver;
  for (const auto &[option, into] : {std::pair("shim", &runtime), std::pair("driver", &driver)})
    for (const std::string &header : options[option])
      scanDeclarations(readText(header, errors), *into);
  std::map<std::string, Declarations> libraries;
  for (const LibraryNames &library : libraryNames())
    for (const std::string &header : options[library.name])
      scanDeclarations(readText(header, errors), libraries[library.rules]);
  std::set<std::string> own;
  for (const std::string &file : options["own"])
    own.merge(readNames(readText(file, errors)));
  std::vector<RuleFile> files;
  for (const std::string &path : options["rules"])
    files.push_back(readRuleFile(path));
  std::vector<NamedText> targets;
  for (const std::string &path : options["targets"])
    targets.push_back({path, readText(path, errors)});

  RuleSet rules = buildRuleSet(std::move(files), runtime, driver, own, libraries);
  std::string targetTable = emitTargetTable(targets, errors);
  errors.insert(errors.end(), rules.errors.begin(), rules.errors.end());
  for (const RuleFileError &error : errors)
    std::cerr << error.text() << "\n";
  if (!errors.empty())
    return 1;

  const std::filesystem::path out = options["out"][0];
  bool ok = writeIfChanged(out / "sampan-gen/rules.inc", emitRuleTable(rules)) &&
            writeIfChanged(out / "sampan-gen/targets.inc", targetTable) &&
            writeIfChanged(out / "cudart_symbols.cpp",
                           emitCudaSymbols(rules, runtime, "sampan/runtime_api.h")) &&
            writeIfChanged(out / "support-matrix.md", emitMatrix(rules, plannedTargets(targets))) &&
            writeIfChanged(out / "cuda/sampan_cuda_names.h",
                           emitCudaNames(rules, runtime, runtimeNames())) &&
            writeIfChanged(out / "cuda/sampan_cuda_driver_names.h",
                           emitCudaNames(rules, driver, driverNames()));
  for (const LibraryNames &library : libraryNames()) {
    const Declarations &declared = libraries[library.rules];
    ok &= writeIfChanged(out / ("cuda/sampan_" + library.rules + "_names.h"),
                         emitCudaNames(rules, declared, library.header)) &&
          writeIfChanged(out / (library.rules + "_symbols.cpp"),
                         emitCudaSymbols(rules, declared, library.header.cHeader));
  }
  for (const auto &[library, headers] : rules.declaredIn)
    if (!headers.empty())
      ok &= writeIfChanged(out / ("rules_check_" + library + ".cpp"), emitCheck(rules, library));
  return ok ? 0 : 1;
}
