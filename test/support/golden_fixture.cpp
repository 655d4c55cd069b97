// SPDX-License-Identifier: Apache-2.0
#include "test/support/golden_fixture.h"

#include "test/support/tools.h"

#include <cstdlib>
#include <regex>
#include <sstream>

namespace sampan::test {

namespace fs = std::filesystem;

static bool updating() {
  const char *value = std::getenv("SAMPAN_UPDATE_GOLDEN");
  return value && *value && std::string(value) != "0";
}

std::string findingsOf(const std::string &text, const fs::path &folder) {
  static const std::regex diagnostic(R"(\[SPN\d{4}\])");
  std::istringstream in(text);
  std::string line, result;
  while (std::getline(in, line)) {
    if (!std::regex_search(line, diagnostic))
      continue;
    for (std::size_t at; (at = line.find(folder.string() + "/")) != std::string::npos;)
      line.erase(at, folder.string().size() + 1);
    result += line + "\n";
  }
  return result;
}

std::map<std::string, std::string> translatedTree(const fs::path &root) {
  std::map<std::string, std::string> tree = readTree(root);
  tree.erase(".sampan-manifest.json");
  std::erase_if(tree, [](const auto &file) { return file.first.starts_with(".sampan-base/"); });
  return tree;
}

void GoldenFixture::copySources() const {
  fs::create_directories(input());
  for (const std::string &file : golden.files)
    fs::copy_file(golden.folder / file, input() / file);
}

std::vector<std::string>
GoldenFixture::translateCommand(const fs::path &from, const fs::path &to,
                                const std::vector<std::string> &options) const {
  std::vector<std::string> command = {sampanTool(), "translate", "--color", "never", "-o", to};
  command.insert(command.end(), options.begin(), options.end());
  command.insert(command.end(), golden.translateOptions.begin(), golden.translateOptions.end());
  for (const std::string &source : golden.sources)
    command.push_back(from / source);
  command.emplace_back("--");
  command.insert(command.end(), golden.flags.begin(), golden.flags.end());
  return command;
}

void GoldenFixture::compare(const std::string &name, const std::string &actual) const {
  fs::path file = golden.folder / name;
  std::string expected = readFile(file);
  if (actual == expected)
    return;
  if (!updating())
    ADD_FAILURE() << unifiedDiff(expected, actual, name, "actual");
  else if (actual.empty())
    fs::remove(file);
  else
    writeFile(file, actual);
}

ProcessResult GoldenFixture::expectOutput(const std::string &program,
                                          ProcessOptions options) const {
  std::vector<std::string> command = {program};
  command.insert(command.end(), golden.runArguments.begin(), golden.runArguments.end());
  ProcessResult result = runProcess(command, options);
  EXPECT_FALSE(result.timedOut);
  EXPECT_EQ(result.exitCode, golden.runExitCode) << result.err;
  std::string expected = readFile(golden.folder / "run.stdout");
  if (!equalWithin(expected, result.out, golden.tolerance))
    ADD_FAILURE() << unifiedDiff(expected, result.out, "run.stdout", "actual") << result.err;
  return result;
}

} // namespace sampan::test
