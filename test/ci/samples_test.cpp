// SPDX-License-Identifier: Apache-2.0
// The examples for CI systems work as they stand: their files parse, and their shell steps run in a
// repository with a base branch and a change, as the CI would run them.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Environment = std::vector<std::pair<std::string, std::string>>;

const fs::path kSamples = SAMPAN_SOURCE_DIR "/samples/ci";

class CiSamples : public testing::Test {
protected:
  void SetUp() override {
    if (runProcess({"git", "--version"}).exitCode != 0)
      FAIL() << "git is missing; tool/scripts/bootstrap.sh test installs it";
    for (const char *name : {".sampan.json", "get-sampan.sh", ".gitlab-ci.yml", "Jenkinsfile"})
      fs::copy(kSamples / name, work.path() / name);
    writeFile(work.path() / "src/a.cu", "#include <cuda_runtime.h>\n__global__ void k() {}\n"
                                        "int main() {\n  k<<<1, 1>>>();\n"
                                        "  return cudaDeviceSynchronize();\n}\n");
    environment = {{"SAMPAN_HOME", prefix().string()},
                   {"SAMPAN_CACHE_DIR", ""},
                   {"GITHUB_STEP_SUMMARY", (work.path() / "summary.md").string()}};
    ASSERT_EQ(shell("git init -q -b main . && git config user.name n && git config user.email "
                    "e@example.org && git add -A")
                  .exitCode,
              0);
    ASSERT_EQ(shell("\"$SAMPAN_HOME/bin/sampan\" baseline write . --baseline .sampan-baseline.json")
                  .exitCode,
              0);
    ASSERT_EQ(shell("git add -A && git commit -q -m base && git update-ref "
                    "refs/remotes/origin/main HEAD && git checkout -q -b change")
                  .exitCode,
              0);
  }

  ProcessResult shell(const std::string &script, const Environment &more = {}) {
    ProcessOptions options;
    options.directory = work.path();
    options.environment = environment;
    options.environment.insert(options.environment.end(), more.begin(), more.end());
    return runProcess({"sh", "-e", "-c", script}, options);
  }
  /// A use that no rule of the policy allows.
  void breakIt() {
    std::string text = readFile(work.path() / "src/a.cu");
    text.insert(text.find("  return"),
                "  cudaIpcMemHandle_t h;\n  cudaIpcGetMemHandle(&h, nullptr);\n");
    writeFile(work.path() / "src/a.cu", text);
  }
  /// A YAML file as JSON; null without a parser.
  static json yaml(const fs::path &file) {
    if (runProcess({"python3", "-c", "import yaml"}).exitCode != 0)
      return nullptr;
    ProcessResult result = runProcess(
        {"python3", "-c",
         "import json, sys, yaml\nprint(json.dumps(yaml.load(open(sys.argv[1]), yaml.BaseLoader)))",
         file.string()});
    EXPECT_EQ(result.exitCode, 0) << result.err;
    return json::parse(result.out, nullptr, false);
  }
  /// Runs a report step with a clean and with a broken change.
  void tryReport(const std::string &script, const Environment &more,
                 const std::vector<std::string> &files) {
    ProcessResult clean = shell(script, more);
    EXPECT_EQ(clean.exitCode, 0) << clean.err;
    EXPECT_NE(clean.err.find("gate fail-on new: 0 findings"), std::string::npos) << clean.err;
    for (const std::string &name : files)
      EXPECT_GT(readFile(work.path() / name).size(), 2u) << name;
    breakIt();
    ProcessResult broken = shell(script, more);
    EXPECT_EQ(broken.exitCode, 1) << broken.err;
    EXPECT_NE(broken.err.find("gate fail-on new: 1 finding, none allowed: FAIL"), std::string::npos)
        << broken.err;
  }

  TempDir work;
  Environment environment;
};

TEST_F(CiSamples, GitHub) {
  json workflow = yaml(kSamples / ".github/workflows/sampan.yml");
  if (workflow.is_null())
    FAIL() << "python3-yaml is missing; tool/scripts/bootstrap.sh test installs it";
  EXPECT_TRUE(workflow.contains("on"));
  std::string get, report;
  for (const json &step : workflow["jobs"]["portability"]["steps"]) {
    EXPECT_TRUE(step.contains("run") != step.contains("uses")) << step;
    if (step.value("name", "") == "Get Sampan")
      get = step["run"];
    if (step.value("name", "") == "Report")
      report = step["run"];
  }
  EXPECT_EQ(shell(get).exitCode, 0);
  tryReport(report, {{"GITHUB_BASE_REF", "main"}},
            {"sampan.sarif", "sampan.html", "sampan.json", "summary.md"});
}

TEST_F(CiSamples, GitLab) {
  json pipeline = yaml(kSamples / ".gitlab-ci.yml");
  if (pipeline.is_null())
    FAIL() << "python3-yaml is missing; tool/scripts/bootstrap.sh test installs it";
  const json &job = pipeline["portability"];
  for (const json &line : job["before_script"])
    EXPECT_EQ(shell(line).exitCode, 0) << line;
  ASSERT_EQ(job["script"].size(), 1u);
  tryReport(job["script"][0], {{"CI_MERGE_REQUEST_DIFF_BASE_SHA", "origin/main"}},
            {"gl-code-quality-report.json", "sampan.xml", "sampan.html"});
}

TEST_F(CiSamples, Jenkins) {
  std::string text = readFile(kSamples / "Jenkinsfile");
  EXPECT_EQ(std::count(text.begin(), text.end(), '{'), std::count(text.begin(), text.end(), '}'));
  EXPECT_EQ(std::count(text.begin(), text.end(), '('), std::count(text.begin(), text.end(), ')'));
  std::size_t begin = text.find("'''"), end = text.find("'''", begin + 3);
  ASSERT_NE(end, std::string::npos);
  EXPECT_NE(text.find("sh './get-sampan.sh'"), std::string::npos);
  EXPECT_EQ(shell("./get-sampan.sh").exitCode, 0);
  // Groovy takes a backslash at the end of a line out, together with the line break.
  std::string script = text.substr(begin + 3, end - begin - 3);
  for (std::size_t at; (at = script.find("\\\n")) != std::string::npos;)
    script.erase(at, 2);
  tryReport(script, {{"CHANGE_TARGET", "main"}}, {"sampan.xml", "sampan.html"});
}

TEST_F(CiSamples, GettingSampanNeedsAnAddress) {
  ProcessResult result =
      shell("./get-sampan.sh", {{"SAMPAN_HOME", (work.path() / "none").string()}});
  EXPECT_EQ(result.exitCode, 2);
  EXPECT_NE(result.err.find("SAMPAN_REPOSITORY"), std::string::npos);
  EXPECT_EQ(runProcess({"sh", "-n", (kSamples / "get-sampan.sh").string()}).exitCode, 0);
}

} // namespace
} // namespace sampan::test
