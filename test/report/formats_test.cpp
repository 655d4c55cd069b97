// SPDX-License-Identifier: Apache-2.0
// One small project with something of everything, reported in every format: the same bytes as
// recorded, at any -j and in a second run; valid for those who read the format; and not to be
// broken by the names and texts of a hostile project.
#include "test/report/validate.h"
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <cstdlib>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kReports = SAMPAN_SOURCE_DIR "/test/report";
const fs::path kSchemas = kReports / "schemas";
const std::map<std::string, std::string> kFileOf = {
    {"text", "report.txt"},           {"json", "report.json"},
    {"sarif", "report.sarif"},        {"junit", "report.xml"},
    {"gitlab", "report.gitlab.json"}, {"github", "report.github.txt"},
    {"markdown", "report.md"},        {"csv", "report.csv"},
    {"html", "report.html"}};
const std::vector<std::string> kSources = {"src/smooth.cu", "src/decode.cu", "src/broken.cu",
                                           "ext/scale_kernel.cu", "src/missing.cu"};

/// Reports sources below `directory` in every format into `out`.
ProcessResult reportAll(const fs::path &directory, const std::vector<std::string> &sources,
                        const fs::path &out, const std::vector<std::string> &options = {}) {
  std::vector<std::string> command = {sampanTool(), "report", "-q"};
  for (const auto &[format, file] : kFileOf)
    command.insert(command.end(), {"--format", format + ":" + (out / file).string()});
  command.insert(command.end(), options.begin(), options.end());
  command.insert(command.end(), sources.begin(), sources.end());
  command.insert(command.end(), {"--", "-std=c++17"});
  ProcessOptions process;
  process.directory = directory;
  return runProcess(command, process);
}

class Formats : public testing::Test {
protected:
  static void SetUpTestSuite() {
    work = new TempDir;
    result =
        reportAll(kReports / "project", kSources, work->path(), {"--target", "host,ascend950"});
  }
  static void TearDownTestSuite() {
    delete work;
    work = nullptr;
  }

  static fs::path file(const std::string &format) { return work->path() / kFileOf.at(format); }
  static std::string text(const std::string &format) { return readFile(file(format)); }
  static json parsed(const std::string &format) {
    return json::parse(text(format), nullptr, false);
  }

  static TempDir *work;
  static ProcessResult result;
};

TempDir *Formats::work = nullptr;
ProcessResult Formats::result;

/// The version of the tool changes; what it says about a project does not.
std::string withoutVersion(std::string text) {
  static const std::string version = [] {
    std::string line = runProcess({sampanTool(), "--version"}).out; // "sampan 0.1.0 (LLVM ...)"
    std::size_t begin = line.find(' ') + 1;
    return line.substr(begin, line.find(' ', begin) - begin);
  }();
  const std::string quotedVersion = "\"" + version + "\"";
  for (std::size_t at; (at = text.find(quotedVersion)) != std::string::npos;)
    text.replace(at, quotedVersion.size(), "\"VERSION\"");
  return text;
}

void cutBetween(std::string &text, const std::string &begin, const std::string &end) {
  std::size_t from = text.find(begin);
  if (from == std::string::npos)
    return;
  from += begin.size();
  text.erase(from, text.find(end, from) - from);
}

/// A page looks other when its style changes; what it says of a project stays.
std::string withoutLooks(std::string text) {
  cutBetween(text, "<style>", "</style>");
  cutBetween(text, "<script>", "</script>");
  cutBetween(text, "http-equiv=\"Content-Security-Policy\" content=\"", "\"/>");
  cutBetween(text, "name=\"generator\" content=\"", "\"/>");
  cutBetween(text, "by Sampan ", "</p>");
  cutBetween(text, "<p class=\"wide\">", "</p>");
  return text;
}

TEST_F(Formats, AreAsRecorded) {
  EXPECT_EQ(result.exitCode, 3) << "one input is missing\n" << result.err;
  for (const auto &[format, name] : kFileOf) {
    std::string actual = withoutVersion(text(format));
    if (format == "html")
      actual = withoutLooks(std::move(actual));
    fs::path recorded = kReports / "expected" / name;
    if (std::getenv("SAMPAN_UPDATE_GOLDEN"))
      writeFile(recorded, actual);
    EXPECT_FALSE(actual.empty()) << format;
    EXPECT_EQ(unifiedDiff(readFile(recorded), actual, name, "now"), "") << format;
  }
}

TEST_F(Formats, DoNotDependOnJobsOrTheRun) {
  TempDir again;
  reportAll(kReports / "project", kSources, again.path(), {"--target", "host,ascend950", "-j8"});
  for (const auto &[format, name] : kFileOf)
    EXPECT_EQ(text(format), readFile(again.path() / name)) << format;
}

TEST_F(Formats, NameNoPlaceOfThisMachine) {
  for (const auto &[format, name] : kFileOf) {
    EXPECT_EQ(text(format).find(SAMPAN_SOURCE_DIR), std::string::npos) << format;
    EXPECT_EQ(text(format).find(work->path()), std::string::npos) << format;
  }
}

TEST_F(Formats, JsonFollowsItsSchema) {
  expectFollows(file("json"), SAMPAN_SOURCE_DIR "/tool/report/schema/report-1.schema.json");
}

TEST_F(Formats, SarifFollowsTheStandard) {
  expectFollows(file("sarif"), kSchemas / "sarif-2.1.0.schema.json");
  if (const char *official = std::getenv("SAMPAN_SARIF_SCHEMA"))
    expectFollows(file("sarif"), official);
}

TEST_F(Formats, JunitIsWhatCiSystemsRead) {
  expectFollowsXsd(file("junit"), kSchemas / "junit.xsd");
  if (const char *official = std::getenv("SAMPAN_JUNIT_XSD"))
    expectFollowsXsd(file("junit"), official);
}

TEST_F(Formats, GitlabIsAsDocumented) {
  expectFollows(file("gitlab"), kSchemas / "gitlab-code-quality.schema.json");
  std::set<std::string> fingerprints;
  json all = parsed("gitlab");
  for (const json &entry : all)
    fingerprints.insert(entry["fingerprint"]);
  EXPECT_EQ(fingerprints.size(), all.size()) << "GitLab drops findings of one fingerprint";
}

TEST_F(Formats, SarifCountsColumnsAsItSays) {
  json sarif = parsed("sarif");
  ASSERT_EQ(sarif["runs"].size(), 2u);
  bool found = false;
  for (const json &entry : sarif["runs"][0]["results"])
    if (entry["ruleId"] == "SPN3003") {
      found = true;
      const json &region = entry["locations"][0]["physicalLocation"]["region"];
      // Behind "  /* Größe 😀 */ ", in which one character needs two bytes and one two code units.
      EXPECT_EQ(region["startColumn"], 18);
      EXPECT_EQ(region["endColumn"], 39);
    }
  EXPECT_TRUE(found);
  for (const json &run : sarif["runs"]) {
    const json &rules = run["tool"]["driver"]["rules"];
    for (const json &entry : run["results"])
      EXPECT_EQ(rules[entry["ruleIndex"].get<std::size_t>()]["id"], entry["ruleId"]);
    ASSERT_EQ(run["translations"][0]["rules"].size(), rules.size());
    EXPECT_FALSE(run["invocations"][0]["executionSuccessful"]) << "an input is missing";
  }
}

TEST_F(Formats, FormatsAgreeWithEachOther) {
  json report = parsed("json");
  std::size_t errors = 0, concernSecond = 0;
  for (const json &finding : report["findings"]) {
    errors += finding["severity"] == "error";
    for (const json &target : finding["targets"])
      concernSecond += target == "ascend950";
  }
  EXPECT_EQ(report["summary"]["findings"]["error"], errors);
  EXPECT_EQ(parsed("sarif")["runs"][1]["results"].size(), concernSecond);
  EXPECT_EQ(parsed("gitlab").size(), report["findings"].size());
  std::size_t uses = 0;
  for (const auto &[library, counts] : report["targets"][1]["libraries"].items())
    uses += counts["total"].get<std::size_t>();
  EXPECT_EQ(uses, report["uses"].size());
  EXPECT_EQ(report["targets"][1]["uses"]["total"], uses);
  // What only the second target lacks is no finding of the first.
  for (const json &finding : report["findings"])
    if (finding["message"].get<std::string>().find("ascend950") != std::string::npos) {
      EXPECT_EQ(finding["targets"], json({"ascend950"})) << finding;
    }
}

TEST_F(Formats, WhatWasNotSeenIsCounted) {
  json report = parsed("json");
  const json &blind = report["summary"]["notSeen"];
  EXPECT_EQ(blind["file"], 1) << "src/missing.cu";
  EXPECT_EQ(blind["branch"], 1);
  EXPECT_EQ(blind["macro"], 1) << "OBJECT in common.cuh";
  EXPECT_GE(blind["parse-error"], 1);
  EXPECT_GT(blind["share"], 0.0);
  EXPECT_LT(blind["share"], 0.5);
  std::size_t macros = 0;
  for (const json &spot : report["notSeen"])
    macros += spot["kind"] == "macro" && spot["at"]["file"] == "src/common.cuh";
  EXPECT_EQ(macros, 1u);
}

TEST_F(Formats, OperatorsLeadToTheirKernels) {
  std::map<std::string, json> routes;
  json report = parsed("json");
  for (const json &route : report["operators"])
    routes[route["library"].get<std::string>() + "::" + route["name"].get<std::string>() + "/" +
           route["key"].get<std::string>()] = route;
  ASSERT_EQ(routes.size(), 5u);
  json scale = routes.at("demo_ops::scale/CUDA");
  EXPECT_EQ(scale["schema"], "scale(Tensor input, float factor) -> Tensor")
      << "from the declaration elsewhere";
  ASSERT_EQ(scale["launchers"].size(), 1u);
  EXPECT_EQ(scale["launchers"][0]["name"], "launch_scale") << "two calls away";
  ASSERT_EQ(scale["kernels"].size(), 1u);
  EXPECT_EQ(scale["kernels"][0]["name"], "scale_kernel");
  EXPECT_EQ(scale["verdicts"]["host"], "direct");
  EXPECT_NE(scale["verdicts"]["ascend950"], "impossible");
  json norm = routes.at("demo_ops::norm/");
  EXPECT_EQ(norm["kernels"][0]["name"], "norm_kernel") << "launched through a variable";
  EXPECT_EQ(norm["verdicts"]["ascend950"], "impossible") << "double precision";
  EXPECT_FALSE(routes.at("demo_ops::scale/CPU")["complete"]);
  EXPECT_EQ(routes.at("TORCH_EXTENSION_NAME::norm_squared/")["function"], "(lambda)");
  EXPECT_TRUE(routes.at("TORCH_EXTENSION_NAME::norm_squared/")["complete"]);
}

TEST_F(Formats, TheToDoListNamesKernelsAndLines) {
  bool found = false;
  json report = parsed("json");
  for (const json &item : report["todo"])
    if (item["target"] == "ascend950" && item.value("kernel", "") == "energy" &&
        item["id"] == "SPN2501") {
      found = true;
      EXPECT_EQ(item["work"], "blocked");
      EXPECT_EQ(item["lines"], json({17}));
      EXPECT_EQ(item["needs"], json({"atomics", "double"}));
      EXPECT_FALSE(item["remedy"].get<std::string>().empty());
    }
  EXPECT_TRUE(found);
}

TEST_F(Formats, MarkdownStaysShort) {
  std::string text = this->text("markdown");
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 60);
  // The worst case: all tables full, every target.
  TempDir dir;
  std::string source = "#include <cuda_runtime.h>\n#include <missing1.h>\n";
  for (int i = 0; i < 40; ++i)
    source += "void f" + std::to_string(i) + "() { cudaUnheardOf" + std::to_string(i) +
              "(); }\n__global__ void k" + std::to_string(i) + "(double *p) { *p = 1; }\n";
  for (const char *header : {"nvjpeg.h", "cudnn.h", "npp.h", "cutensor.h", "nvml.h", "cupti.h",
                             "nvrtc.h", "cudla.h", "nvToolsExt.h", "cufft.h"})
    source += std::string("#include <") + header + ">\n";
  writeFile(dir.path() / "many.cu", source);
  TempDir out;
  reportAll(dir.path(), {"many.cu"}, out.path(),
            {"--target=host,ascend950,ascend910b,ascend310p,cuda,hip,opencl"});
  std::string full = readFile(out.path() / kFileOf.at("markdown"));
  EXPECT_LT(std::count(full.begin(), full.end(), '\n'), 60) << full;
  EXPECT_NE(full.find("| opencl"), std::string::npos);
  EXPECT_NE(full.find("more."), std::string::npos);
}

TEST(HostileProject, BreaksNoFormat) {
  TempDir project, out;
  const std::string name = "a <b>&\"c\" %41,;: 'd\xc3\xa4.cu";
  writeFile(project.path() / name,
            "#include <cuda_runtime.h>\n// \xff\xfe not UTF-8 \x01\n"
            "void f() { cudaUnheardOf(\"]]>\xff\"); }\n#ifdef \"<&\xff\n#endif\n");
  ProcessResult result = reportAll(project.path(), {name}, out.path());
  EXPECT_TRUE(result.exitCode == 1 || result.exitCode == 3) << result.err;
  auto file = [&](const char *format) { return out.path() / kFileOf.at(format); };
  expectFollows(file("json"), SAMPAN_SOURCE_DIR "/tool/report/schema/report-1.schema.json");
  expectFollows(file("sarif"), kSchemas / "sarif-2.1.0.schema.json");
  expectFollows(file("gitlab"), kSchemas / "gitlab-code-quality.schema.json");
  expectFollowsXsd(file("junit"), kSchemas / "junit.xsd");
  json sarif = json::parse(readFile(file("sarif")), nullptr, false);
  EXPECT_EQ(sarif["runs"][0]["artifacts"][0]["location"]["uri"],
            "a%20%3Cb%3E%26%22c%22%20%2541%2C%3B%3A%20%27d%C3%A4.cu");
  std::string csv = readFile(file("csv"));
  EXPECT_NE(csv.find("\"a <b>&\"\"c\"\" %41,;: 'd\xc3\xa4.cu\""), std::string::npos) << csv;
  std::string github = readFile(file("github"));
  EXPECT_NE(github.find("file=a <b>&\"c\" %2541%2C;%3A 'd\xc3\xa4.cu,line="), std::string::npos)
      << github;
}

ProcessResult reportOne(const std::vector<std::string> &options, const fs::path &directory) {
  std::vector<std::string> command = {sampanTool(), "report", "-q", "ok.cu"};
  command.insert(command.end(), options.begin(), options.end());
  ProcessOptions process;
  process.directory = directory;
  process.environment = {{"GITHUB_STEP_SUMMARY", (directory / "summary.md").string()}};
  return runProcess(command, process);
}

TEST(FormatOption, SaysWhatItKnows) {
  TempDir dir;
  writeFile(dir.path() / "ok.cu", "#include <cuda_runtime.h>\nint main() { return 0; }\n");
  ProcessResult result = reportOne({"--format", "sarfi:x"}, dir.path());
  EXPECT_EQ(result.exitCode, 2);
  for (const auto &[format, name] : kFileOf)
    EXPECT_NE(result.err.find(format), std::string::npos) << result.err;
  EXPECT_FALSE(fs::exists(dir.path() / "x"));
  result = reportOne({"--format", "json", "--format", "csv"}, dir.path());
  EXPECT_EQ(result.exitCode, 2) << "both to standard output";
  result = reportOne({"--format", "json:sub/dir/r.json", "--format", "md"}, dir.path());
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_NE(result.out.find("# CUDA migration report"), std::string::npos) << "md is markdown";
}

TEST(FormatOption, NothingToSayIsSaidInEachFormat) {
  TempDir dir, out;
  writeFile(dir.path() / "ok.cu", "int main() { return 0; }\n");
  EXPECT_EQ(reportAll(dir.path(), {"ok.cu"}, out.path()).exitCode, 0);
  EXPECT_EQ(readFile(out.path() / kFileOf.at("gitlab")), "[]\n") << "an array even when empty";
  EXPECT_EQ(readFile(out.path() / kFileOf.at("github")), "");
  expectFollows(out.path() / kFileOf.at("sarif"), kSchemas / "sarif-2.1.0.schema.json");
  expectFollowsXsd(out.path() / kFileOf.at("junit"), kSchemas / "junit.xsd");
}

TEST(FormatOption, OnlyTheSummaryOfAJobIsAppendedTo) {
  TempDir dir;
  writeFile(dir.path() / "ok.cu", "int main() { return 0; }\n");
  writeFile(dir.path() / "summary.md", "# Before\n");
  writeFile(dir.path() / "other.md", "# Before\n");
  reportOne({"--format", "markdown:" + (dir.path() / "summary.md").string(), "--format",
             "markdown:other.md"},
            dir.path());
  EXPECT_EQ(readFile(dir.path() / "summary.md").find("# Before\n# CUDA migration report"), 0u);
  EXPECT_EQ(readFile(dir.path() / "other.md").find("# CUDA migration report"), 0u);
}

TEST(TargetOption, TakesLists) {
  TempDir dir;
  writeFile(dir.path() / "ok.cu", "#include <cuda_runtime.h>\nint main() { return 0; }\n");
  ProcessResult result =
      reportOne({"--format", "json", "--target", "hip, host", "--target=opencl", "--target", "hip"},
                dir.path());
  json report = json::parse(result.out, nullptr, false);
  ASSERT_EQ(report["targets"].size(), 3u);
  EXPECT_EQ(report["target"], "hip") << "the first is the primary one";
  EXPECT_EQ(report["targets"][1]["name"], "host");
  EXPECT_EQ(report["targets"][2]["name"], "opencl");
  result = reportOne({"--target", "host,asend"}, dir.path());
  EXPECT_EQ(result.exitCode, 2);
  EXPECT_NE(result.err.find("'asend'"), std::string::npos);
  EXPECT_NE(result.err.find("ascend950"), std::string::npos);
}

} // namespace
} // namespace sampan::test
