// SPDX-License-Identifier: Apache-2.0
#include "test/support/golden_case.h"

#include "test/support/files.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace sampan::test {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void reject(const fs::path &file, const std::string &why) {
  std::fprintf(stderr, "%s: %s\n", file.c_str(), why.c_str());
  std::exit(2);
}

void readJson(GoldenCase &result, const fs::path &file) {
  nlohmann::json json = nlohmann::json::parse(readFile(file), nullptr, false, true);
  if (!json.is_object())
    reject(file, "not a JSON object");
  for (const auto &[key, value] : json.items()) {
    if (key == "translate")
      result.translateOptions = value.get<std::vector<std::string>>();
    else if (key == "flags")
      result.flags = value.get<std::vector<std::string>>();
    else if (key == "exit")
      result.exitCode = value.get<int>();
    else if (key == "compile")
      result.compile = value.get<bool>();
    else if (key == "std")
      result.standard = value.get<std::string>();
    else if (key == "compileFlags")
      result.compileFlags = value.get<std::vector<std::string>>();
    else if (key == "compilers")
      result.compilers = value.get<std::vector<std::string>>();
    else if (key == "spncc")
      for (const auto &flag : value)
        result.spnccFlags.push_back(flag.get<std::string>());
    else if (key == "run")
      result.runArguments = value.get<std::vector<std::string>>();
    else if (key == "runExit")
      result.runExitCode = value.get<int>();
    else if (key == "anyBlockOrder")
      result.anyBlockOrder = value.get<bool>();
    else if (key == "tolerance")
      result.tolerance = value.get<double>();
    else if (key != "why") // free text for the reader
      reject(file, "unknown key " + key);
  }
}

GoldenCase loadCase(const fs::path &folder) {
  GoldenCase result;
  result.folder = folder;
  result.name = folder.filename();
  result.construct = folder.parent_path().filename();
  for (const fs::directory_entry &entry : fs::directory_iterator(folder)) {
    std::string name = entry.path().filename(), extension = entry.path().extension();
    bool source = extension == ".cu" || extension == ".cpp";
    if (source)
      result.sources.push_back(name);
    if (source || extension == ".h" || extension == ".cuh" || extension == ".hpp")
      result.files.push_back(name);
  }
  std::sort(result.sources.begin(), result.sources.end());
  std::sort(result.files.begin(), result.files.end());
  if (fs::exists(folder / "case.json"))
    readJson(result, folder / "case.json");
  return result;
}

} // namespace

std::vector<GoldenCase> loadGoldenCases(const fs::path &root) {
  std::vector<fs::path> folders;
  for (const fs::directory_entry &entry : fs::recursive_directory_iterator(root))
    if (entry.path().filename() == "input.cu")
      folders.push_back(entry.path().parent_path());
  std::sort(folders.begin(), folders.end());
  std::vector<GoldenCase> cases;
  for (const fs::path &folder : folders)
    cases.push_back(loadCase(folder));
  return cases;
}

} // namespace sampan::test
