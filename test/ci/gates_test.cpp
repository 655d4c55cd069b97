// SPDX-License-Identifier: Apache-2.0
// What a CI sees: exit statuses, one line per gate, a baseline that outlives edits, results that do
// not depend on the cache.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

#define EXPECT_CONTAINS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

class Gates : public testing::Test {
protected:
  void SetUp() override {
    write("src/main.cu", "#include \"util/scale.h\"\n#include <cuda_runtime.h>\n"
                         "__global__ void scale(float *p) { p[threadIdx.x] = twice(p[0]); }\n"
                         "int main() {\n"
                         "  float *p;\n"
                         "  cudaMalloc(&p, 4);\n"
                         "  scale<<<1, 1>>>(p);\n"
                         "  cudaIpcMemHandle_t handle;\n"
                         "  cudaIpcGetMemHandle(&handle, p);\n"
                         "  return cudaDeviceSynchronize();\n"
                         "}\n");
    write("include/util/scale.h", "__device__ inline float twice(float x) { return 2 * x; }\n");
  }
  void write(const std::string &name, const std::string &text) {
    writeFile(work.path() / name, text);
  }
  std::string read(const std::string &name) { return readFile(work.path() / name); }
  ProcessResult run(Words words,
                    const std::vector<std::pair<std::string, std::string>> &more = {}) {
    words.insert(words.begin(), sampanTool());
    ProcessOptions options;
    options.directory = work.path();
    options.environment = {{"SAMPAN_CACHE_DIR", (work.path() / ".cache").string()},
                           {"SAMPAN_CACHE_SIZE", "64"}};
    options.environment.insert(options.environment.end(), more.begin(), more.end());
    return runProcess(words, options);
  }
  ProcessResult report(Words more) {
    Words words = {"report", ".", "-q", "--format", "json:report.json"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  int git(Words words) {
    words.insert(words.begin(), {"git", "-c", "user.name=n", "-c", "user.email=e@example.org"});
    ProcessOptions options;
    options.directory = work.path();
    return runProcess(words, options).exitCode;
  }
  TempDir work;
};

TEST_F(Gates, EachSaysWhatItMeasured) {
  ProcessResult result = report({"--fail-on", "error", "--max-new", "9", "--min-coverage", "10%",
                                 "--min-kernels", "100", "--max-not-analysed", "0"});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_CONTAINS(result.err, "gate fail-on error: ");
  EXPECT_CONTAINS(result.err, "gate max-new: ");
  EXPECT_CONTAINS(result.err, "gate min-coverage (host): ");
  EXPECT_CONTAINS(result.err,
                  "gate min-kernels (host): 100.00 % of 1 kernels, at least 100 %: pass");
  EXPECT_CONTAINS(result.err, "gate max-not-analysed: 0.00 % of ");
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 5) << result.err;
  EXPECT_EQ(report({"--fail-on", "never"}).exitCode, 0);
  EXPECT_EQ(report({"--fail-on", "SPN3005"}).exitCode, 1);
  EXPECT_EQ(report({"--fail-on", "SPN2xxx"}).exitCode, 0);
  EXPECT_EQ(report({"--min-coverage", "99.9"}).exitCode, 1);
  EXPECT_EQ(report({"--min-coverage", "99.9", "--exit-zero"}).exitCode, 0);
}

TEST_F(Gates, WrongUsageIsSaid) {
  const std::pair<Words, const char *> cases[] = {
      {{"--fail-on", "sometimes"}, "is none of"}, {{"--min-coverage", "110"}, "no percentage"},
      {{"--max-new", "few"}, "no number"},        {{"--baseline", "none.json"}, "none.json"},
      {{"--fail-on", "new"}, "needs --baseline"}, {{"--config", "none.json"}, "none.json"},
      {{"--changed-since", "HEAD"}, "git"},
  };
  for (const auto &[words, part] : cases) {
    ProcessResult result = report(words);
    EXPECT_EQ(result.exitCode, 2) << quoted(words);
    EXPECT_CONTAINS(result.err, part);
  }
}

TEST_F(Gates, BaselineOutlivesMovedLines) {
  EXPECT_EQ(run({"baseline", "write", "."}).exitCode, 0);
  std::string baseline = read(".sampan-baseline.json");
  EXPECT_CONTAINS(baseline, "SPN3005");
  EXPECT_EQ(run({"baseline", "write", ".", "-j8", "--no-cache"}).exitCode, 0);
  EXPECT_EQ(read(".sampan-baseline.json"), baseline);
  EXPECT_EQ(report({"--baseline", ".sampan-baseline.json", "--fail-on", "new"}).exitCode, 0);

  // Everything moves; other lines are renamed.
  std::string source = read("src/main.cu");
  source.insert(0, "// one\n// two\n\n");
  source.replace(source.find("scale<<<"), 0, "/* launch */ ");
  write("src/main.cu", source);
  EXPECT_EQ(report({"--baseline", ".sampan-baseline.json", "--fail-on", "new"}).exitCode, 0);
  ProcessResult diff = run({"baseline", "diff", "."});
  EXPECT_EQ(diff.exitCode, 0) << diff.out << diff.err;
  EXPECT_CONTAINS(diff.out, "0 new, 0 gone");

  // A new use is new, though its text is not.
  source.replace(source.find("  return"), 0, "  cudaIpcGetMemHandle(&handle, p);\n");
  write("src/main.cu", source);
  ProcessResult fresh =
      report({"--baseline", ".sampan-baseline.json", "--fail-on", "new", "--max-new", "0"});
  EXPECT_EQ(fresh.exitCode, 1);
  EXPECT_CONTAINS(fresh.err, "gate max-new: 1 new finding, at most 0: FAIL");
  EXPECT_EQ(run({"baseline", "diff", "."}).exitCode, 1);

  nlohmann::json json = nlohmann::json::parse(read("report.json"));
  std::map<std::string, int> states;
  for (const nlohmann::json &finding : json["findings"])
    ++states[finding.value("baseline", "none")];
  EXPECT_EQ(states["new"], 1);
  EXPECT_GE(states["unchanged"], 1);
  EXPECT_EQ(states["none"], 0);

  // Fixed ones are listed, and pruned without taking in new ones.
  std::size_t first = source.find("  cudaIpcMemHandle_t");
  write("src/main.cu", source.erase(first, source.find("  return") - first));
  ProcessResult gone = run({"baseline", "diff", "."});
  EXPECT_EQ(gone.exitCode, 0) << gone.out;
  EXPECT_CONTAINS(gone.out, "gone: src/main.cu: cudaIpcGetMemHandle(&handle, p); [SPN3005]");
  EXPECT_EQ(run({"baseline", "prune", "."}).exitCode, 0);
  EXPECT_EQ(read(".sampan-baseline.json").find("SPN3005"), std::string::npos);
}

TEST_F(Gates, KnownParseErrorsAreNoFailure) {
  write("src/broken.cu", "__global__ void k() { nonsense(1); }\n");
  EXPECT_EQ(report({}).exitCode, 3);
  EXPECT_EQ(run({"baseline", "write", "."}).exitCode, 3);
  EXPECT_EQ(report({"--baseline", ".sampan-baseline.json"}).exitCode, 0);
  EXPECT_EQ(report({"--max-not-analysed", "50"}).exitCode, 0);
  EXPECT_EQ(report({"--max-not-analysed", "0.1"}).exitCode, 1);
}

TEST_F(Gates, SuppressionsNeedAReason) {
  std::string source = read("src/main.cu");
  auto with = [&](const std::string &comment) {
    std::string text = source;
    text.insert(text.find("\n", text.find("cudaIpcGetMemHandle")), comment);
    text.insert(text.find("\n", text.find("cudaIpcMemHandle_t")), comment);
    write("src/main.cu", text);
    return report({}).exitCode;
  };
  EXPECT_EQ(with(""), 1);
  EXPECT_EQ(with(" // sampan-ignore SPN3005: single process"), 0);
  nlohmann::json json = nlohmann::json::parse(read("report.json"));
  EXPECT_CONTAINS(json.dump(), "single process");
  EXPECT_EQ(with(" // sampan-ignore SPN3005"), 1);
  EXPECT_CONTAINS(read("report.json"), "SPN1027");
  EXPECT_EQ(with(" // sampan-ignore SPN3001: other"), 1);
  EXPECT_CONTAINS(read("report.json"), "SPN1028");
}

TEST_F(Gates, ConfigurationIsFoundUpwardsAndFlagsOutrankIt) {
  write(".sampan.json",
        "{\n  // the policy\n  \"failOn\": \"never\",\n  \"target\": \"ascend950\"\n}");
  ProcessOptions options;
  options.directory = work.path() / "src";
  options.environment = {{"SAMPAN_TARGET", "opencl"}, {"SAMPAN_CACHE_DIR", ""}};
  auto target = [&](Words words) {
    words.insert(words.begin(), {sampanTool(), "report", "main.cu", "-q", "--format", "json"});
    words.insert(words.end(), {"--", "-I../include"});
    ProcessResult result = runProcess(words, options);
    nlohmann::json json = nlohmann::json::parse(result.out, nullptr, false);
    return json.is_object() ? json["target"].get<std::string>() + std::to_string(result.exitCode)
                            : result.err;
  };
  EXPECT_EQ(target({}), "ascend9500");
  EXPECT_EQ(target({"--target", "host", "--fail-on", "error"}), "host1");
  EXPECT_EQ(target({"--no-config"}).rfind("opencl", 0), 0u);
  write(".sampan.json", "{\n  \"failOn\": \"never\",\n  \"minCoverige\": 3\n}");
  ProcessResult result = report({});
  EXPECT_EQ(result.exitCode, 2);
  EXPECT_CONTAINS(result.err, ".sampan.json:3: \"minCoverige\": unknown key; did you mean "
                              "\"minCoverage\"?");
}

TEST_F(Gates, OnlyChangedLinesCount) {
  if (runProcess({"git", "--version"}).exitCode != 0)
    FAIL() << "git is missing; tool/scripts/bootstrap.sh test installs it";
  ASSERT_EQ(git({"init", "-q"}), 0);
  ASSERT_EQ(git({"add", "-A"}), 0);
  ASSERT_EQ(git({"commit", "-q", "-m", "m"}), 0);
  EXPECT_EQ(report({"--changed-since", "HEAD"}).exitCode, 0);
  std::string source = read("src/main.cu");
  write("src/main.cu", "// moved\n" + source);
  EXPECT_EQ(report({"--changed-since", "HEAD"}).exitCode, 0);
  source.replace(source.find("  return"), 0, "  cudaIpcGetMemHandle(&handle, p);\n");
  write("src/main.cu", source);
  EXPECT_EQ(report({"--changed-since", "HEAD", "--fail-on", "new"}).exitCode, 1);
  ProcessResult unknown = report({"--changed-since", "no-such-branch"});
  EXPECT_EQ(unknown.exitCode, 2);
  EXPECT_CONTAINS(unknown.err, "no revision 'no-such-branch'");
  EXPECT_EQ(report({"--changed-since", "--output=x"}).exitCode, 2) << "no option for git";
  // A file that git does not know is new throughout.
  ASSERT_EQ(git({"checkout", "-q", "--", "src/main.cu"}), 0);
  write("src/other.cu", read("src/main.cu"));
  EXPECT_EQ(report({"--changed-since", "HEAD"}).exitCode, 1);
}

TEST_F(Gates, CacheChangesNothingButTime) {
  auto reportText = [&](Words more) {
    fs::remove(work.path() / "report.json");
    report(std::move(more));
    return read("report.json");
  };
  std::string without = reportText({"--no-cache"});
  EXPECT_FALSE(fs::exists(work.path() / ".cache" / "results"));
  std::string first = reportText({});
  ProcessResult second = run({"report", ".", "-v", "--format", "json:report.json"});
  EXPECT_CONTAINS(second.err, "1 results from the cache, 0 analysed");
  EXPECT_EQ(first, without);
  EXPECT_EQ(read("report.json"), without);
  // A header that is found earlier on the path: nothing that was read has changed.
  write("src/util/scale.h", "__device__ inline float twice(float x) { return unknownName(x); }\n");
  std::string changed = reportText({});
  EXPECT_NE(changed, without);
  EXPECT_EQ(changed, reportText({"--no-cache"}));
  // The translation comes from a result of its own.
  ProcessResult cached, fresh;
  for (int i = 0; i < 2; ++i)
    cached = run({"translate", "src/main.cu", "--diff", "--", "-Iinclude"});
  fresh = run({"translate", "src/main.cu", "--diff", "--no-cache", "--", "-Iinclude"});
  EXPECT_FALSE(fresh.out.empty());
  EXPECT_EQ(cached.out, fresh.out);
  EXPECT_EQ(cached.err, fresh.err);
}

TEST_F(Gates, BareDirectoriesGetGuessedFlags) {
  ProcessResult result = run({"report", ".", "--format", "json:report.json"});
  EXPECT_CONTAINS(result.err,
                  "1 files are in no compile_commands.json: their flags were guessed (1 "
                  "include directories");
  nlohmann::json json = nlohmann::json::parse(read("report.json"));
  EXPECT_CONTAINS(json["findings"].dump(), "SPN1029");
  EXPECT_CONTAINS(json["findings"].dump(), "-Iinclude");
  EXPECT_EQ(json["findings"].dump().find("SPN1005"), std::string::npos) << "the header was found";
  fs::create_directory(work.path() / "empty");
  ProcessResult empty = run({"report", "empty"});
  EXPECT_EQ(empty.exitCode, 3);
  write("compile_commands.json", "[{\"directory\": \"" + work.path().string() +
                                     "\", \"file\": \"src/main.cu\", \"command\": \"nvcc -Iinclude "
                                     "-c src/main.cu\"}]");
  ProcessResult known = run({"report", "."});
  EXPECT_EQ(known.err.find("guessed"), std::string::npos);
}

TEST_F(Gates, SpnccTakesTheRulesOfTheProject) {
  write("mine.json", R"({"schema": "sampan-rules/1", "library": "mine", "rules": [
    {"api": "cudaMineFoo", "to": "spnDeviceSynchronize", "support": {"host": "full"}}]})");
  write("src/mine.cu", "#include <cuda_runtime.h>\ncudaError_t cudaMineFoo();\n"
                       "int main() { return cudaMineFoo(); }\n");
  auto compile = [&](const std::string &rules) {
    ProcessOptions options;
    options.directory = work.path();
    options.environment = driverEnvironment();
    options.environment.emplace_back("SAMPAN_RULES", rules);
    return runProcess({spncc(), "-c", "src/mine.cu", "-o", "mine.o"}, options);
  };
  ProcessResult broken = compile((work.path() / "none.json").string());
  EXPECT_EQ(broken.exitCode, 1);
  EXPECT_CONTAINS(broken.err, "none.json");
  EXPECT_EQ(compile((work.path() / "mine.json").string()).exitCode, 0);
  write(".sampan.json", R"({"rules": ["none.json"]})");
  EXPECT_EQ(compile("").exitCode, 1);
}

} // namespace
} // namespace sampan::test
