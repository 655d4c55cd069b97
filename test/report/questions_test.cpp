// SPDX-License-Identifier: Apache-2.0
// Questions about the API: what becomes of a name, what a diagnostic means, what a library comes
// to. The answers are made from the tool's own tables and headers, so they hold for what it does.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sampan::test {
namespace {

using nlohmann::json;

ProcessResult sampan(std::vector<std::string> words) {
  words.insert(words.begin(), sampanTool());
  return runProcess(words);
}

bool has(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

TEST(Explain, ShowsWhatBecomesOfAFunction) {
  ProcessResult result = sampan({"explain", "cudaMallocAsync"});
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_TRUE(has(result.out, "becomes spnMallocAsync")) << result.out;
  // From the declaration in our header.
  EXPECT_TRUE(has(result.out, "cudaMallocAsync(pointer, bytes, stream);")) << result.out;
  EXPECT_TRUE(has(result.out, "spnMallocAsync(pointer, bytes, stream);")) << result.out;
  for (const char *target :
       {"host", "ascend950", "ascend910b", "ascend310p", "cuda", "hip", "opencl"})
    EXPECT_TRUE(has(result.out, std::string("\n    ") + target)) << target;
  EXPECT_TRUE(has(result.out, "planned")) << "targets without a back end are named as such";
}

TEST(Explain, TheExampleIsWhatTranslateDoes) {
  TempDir dir;
  ProcessResult result = sampan({"explain", "cudaMemcpyAsync"});
  std::size_t before = result.out.find("before:\n    "), after = result.out.find("after:\n    ");
  ASSERT_NE(before, std::string::npos) << result.out;
  ASSERT_NE(after, std::string::npos) << result.out;
  auto lineAt = [&](std::size_t at) {
    at = result.out.find('\n', at) + 1;
    return result.out.substr(at, result.out.find('\n', at) - at);
  };
  writeFile(dir.path() / "a.cu",
            "#include <cuda_runtime.h>\nvoid f(void *target, void *source, void *destination, "
            "size_t count, size_t bytes, cudaMemcpyKind kind, cudaStream_t stream) {\n" +
                lineAt(before) + "\n}\n");
  ProcessResult translated = sampan({"translate", "-q", (dir.path() / "a.cu").string()});
  EXPECT_TRUE(has(translated.out, lineAt(after))) << translated.out << result.out;
}

TEST(Explain, KnowsEveryKindOfName) {
  EXPECT_TRUE(has(sampan({"explain", "cudaStream_t"}).out, "spnStream_t value;"));
  EXPECT_TRUE(has(sampan({"explain", "cuda_runtime.h"}).out, "#include <sampan/runtime.h>"));
  EXPECT_TRUE(has(sampan({"explain", "kernel-launch"}).out, "spnLaunch("));
  EXPECT_TRUE(has(sampan({"explain", "warpSize"}).out, "is kept"));
  EXPECT_TRUE(has(sampan({"explain", "nvjpegDecode"}).out, "all names nvjpeg*"));
  EXPECT_TRUE(has(sampan({"explain", "SPN2002", "3003"}).out, "LaunchNotRewritten"));
}

TEST(Explain, DiagnosticsHaveExamples) {
  ProcessResult result = sampan({"explain", "SPN2002"});
  EXPECT_EQ(result.exitCode, 0);
  EXPECT_TRUE(has(result.out, "why: ")) << result.out;
  EXPECT_TRUE(has(result.out, "before:")) << result.out;
  EXPECT_TRUE(has(result.out, "scale<<<n / 256, 256>>>(x, n);")) << result.out;
}

TEST(Explain, HelpsWithTypingErrors) {
  ProcessResult result = sampan({"explain", "cudaMalocAsync"});
  EXPECT_EQ(result.exitCode, 2) << "a script must not take it for an answer";
  EXPECT_TRUE(has(result.err, "did you mean cudaMallocAsync")) << result.err;
  EXPECT_TRUE(has(result.out, "becomes spnMallocAsync")) << "shows what was meant";
  result = sampan({"explain", "StreamWaitEvent"});
  EXPECT_TRUE(has(result.err, "cudaStreamWaitEvent")) << "a part of a name";
  result = sampan({"explain", "zzzzqqqq"});
  EXPECT_EQ(result.exitCode, 2);
  EXPECT_FALSE(has(result.err, "did you mean")) << result.err;
  EXPECT_EQ(sampan({"explain"}).exitCode, 2);
  EXPECT_EQ(sampan({"explain", "--target", "nowhere", "cudaMalloc"}).exitCode, 2);
}

TEST(Explain, OneTargetWhenAsked) {
  ProcessResult result = sampan({"explain", "--target", "opencl", "cudaMalloc"});
  EXPECT_TRUE(has(result.out, "\n    opencl"));
  EXPECT_FALSE(has(result.out, "\n    host"));
}

TEST(Rules, AreJson) {
  ProcessResult result = sampan({"rules", "--library", "runtime", "--format", "json"});
  json list = json::parse(result.out, nullptr, false);
  ASSERT_TRUE(list.is_object());
  EXPECT_EQ(list["schema"], "sampan-rule-list/1");
  ASSERT_EQ(list["targets"].size(), 7u);
  EXPECT_EQ(list["targets"][0]["name"], "host");
  EXPECT_EQ(list["targets"][0]["available"], true);
  EXPECT_GT(list["rules"].size(), 300u);
  bool found = false;
  for (const json &rule : list["rules"]) {
    EXPECT_EQ(rule["library"], "runtime");
    EXPECT_EQ(rule["support"].size(), 7u);
    if (rule["api"] == "cudaMalloc") {
      found = true;
      EXPECT_EQ(rule["to"], "spnMalloc");
    }
  }
  EXPECT_TRUE(found);
}

TEST(Rules, MarkdownSaysWhichTargetsArePlanned) {
  ProcessResult result = sampan({"rules", "--library", "runtime", "--format", "md"});
  EXPECT_TRUE(has(result.out, "| host |")) << result.out.substr(0, 300);
  EXPECT_TRUE(has(result.out, "opencl (planned) |")) << result.out.substr(0, 300);
  EXPECT_TRUE(has(result.out, "\nplanned: "));
  result = sampan({"rules", "--library", "runtime", "--format", "md", "--target", "host"});
  EXPECT_FALSE(has(result.out, "planned")) << "nothing in it is";
}

TEST(Rules, TextIsAboutTheChosenTarget) {
  ProcessResult result = sampan({"rules", "--library", "runtime"});
  EXPECT_TRUE(has(result.out, "cudaMalloc  rename  spnMalloc  full\n"));
  result = sampan({"rules", "--library", "runtime", "--target", "opencl"});
  EXPECT_TRUE(has(result.out, "cudaMalloc  rename  spnMalloc  full (planned)\n"));
}

TEST(Rules, HtmlStandsAlone) {
  TempDir dir;
  std::string file = (dir.path() / "rules.html").string();
  ASSERT_EQ(sampan({"rules", "--format", "html:" + file}).exitCode, 0);
  std::string page = readFile(file);
  EXPECT_FALSE(has(page, "http:")) << "no network";
  EXPECT_FALSE(has(page, "https:"));
  EXPECT_TRUE(has(page, "<h2 id=\"runtime\">"));
  EXPECT_TRUE(has(page, "<code>cudaMalloc</code>"));
  ProcessResult parsed = runProcess({"xmllint", "--html", "--noout", file});
  // libxml2 knows HTML 4 only; what it calls an error is a broken structure.
  EXPECT_FALSE(has(parsed.err, "mismatch")) << parsed.err;
}

TEST(Rules, UnknownNamesGetHelp) {
  ProcessResult result = sampan({"rules", "--library", "runtine"});
  EXPECT_EQ(result.exitCode, 2);
  EXPECT_TRUE(has(result.err, "did you mean 'runtime'?")) << result.err;
  result = sampan({"rules", "--format", "xml"});
  EXPECT_EQ(result.exitCode, 2);
  for (const char *format : {"text", "md", "json", "html"})
    EXPECT_TRUE(has(result.err, format)) << result.err;
}

} // namespace
} // namespace sampan::test
