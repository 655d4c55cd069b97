// SPDX-License-Identifier: Apache-2.0
// The report as users get it: valid against its schema, the same whatever -j, honest about what it
// does not know or did not see.
#include "test/report/validate.h"
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string golden(const std::string &name) {
  return std::string(SAMPAN_SOURCE_DIR "/test/golden/") + name + "/input.cu";
}

ProcessResult report(const std::vector<std::string> &options,
                     const std::vector<std::string> &files) {
  std::vector<std::string> command = {sampanTool(), "report"};
  command.insert(command.end(), options.begin(), options.end());
  command.insert(command.end(), files.begin(), files.end());
  command.insert(command.end(), {"--", "-std=c++17"});
  ProcessResult result = runProcess(command);
  EXPECT_LE(result.exitCode, 1) << quoted(command) << "\n" << result.err;
  return result;
}

json reportJson(const std::vector<std::string> &options, const std::vector<std::string> &files) {
  std::vector<std::string> all = {"--format", "json"};
  all.insert(all.end(), options.begin(), options.end());
  return json::parse(report(all, files).out, nullptr, false);
}

std::size_t findings(const json &value, const std::string &id) {
  std::size_t count = 0;
  for (const json &finding : value["findings"])
    count += finding["id"] == id;
  return count;
}

TEST(Report, FollowsItsSchema) {
  TempDir work;
  fs::path file = work.path() / "report.json";
  report({"--format", "json:" + file.string(), "--target", "host,ascend910b"},
         {golden("launch/forms"), golden("preprocessor/inactive"), golden("api/unknown_name")});
  const std::string schema = SAMPAN_SOURCE_DIR "/tool/report/schema/report-1.schema.json";
  ASSERT_TRUE(json::accept(readFile(file)));
  ASSERT_TRUE(json::accept(readFile(schema)));
  expectFollows(file, schema);
}

TEST(Report, UnknownNamesAreNoSuccess) {
  json value = reportJson({}, {golden("api/unknown_name")});
  ASSERT_TRUE(value.is_object());
  EXPECT_EQ(findings(value, "SPN3003"), 1u);
  EXPECT_EQ(value["summary"]["uses"]["unknown"], 1);
}

TEST(Report, BranchesNobodySawAreListed) {
  json value = reportJson({}, {golden("preprocessor/inactive")});
  ASSERT_TRUE(value.is_object());
  EXPECT_EQ(findings(value, "SPN1006"), 3u);
  EXPECT_EQ(value["notAnalysed"].size(), 3u);
}

TEST(Report, SaysWhatATargetLacks) {
  json value = reportJson({"--target", "ascend950"}, {golden("types/math")});
  ASSERT_TRUE(value.is_object());
  EXPECT_GE(findings(value, "SPN2502"), 1u) << "double precision";
  value = reportJson({"--target", "ascend310p"}, {golden("types/half")});
  ASSERT_TRUE(value.is_object());
  EXPECT_GE(findings(value, "SPN3002"), 1u) << "half precision is partial";
}

/// A rule knows atomicAdd by its name; the fit check knows the type, the memory and the use.
TEST(Report, WhatTheFitCheckSawCountsMoreThanTheName) {
  const std::string file = SAMPAN_SOURCE_DIR "/test/golden/fit/atomics/kernels.cu";
  json value = reportJson({"--target", "ascend950"}, {file});
  ASSERT_TRUE(value.is_object());
  EXPECT_EQ(findings(value, "SPN2505"), 1u);
  std::size_t kept = 0, unsupported = 0;
  for (const json &use : value["uses"])
    if (use["name"] == "atomicAdd") {
      kept += use["outcome"] == "kept";
      unsupported += use["outcome"] == "unsupported";
    }
  EXPECT_GE(kept, 3u) << "on int and in global memory";
  EXPECT_EQ(unsupported, 2u) << "on double, and the old value of half";
  for (const json &finding : value["findings"])
    if (finding["id"] == "SPN3002") {
      EXPECT_EQ(std::string(finding["message"]).find("atomicAdd is"), std::string::npos)
          << finding["message"];
    }
}

TEST(Report, DoesNotDependOnJobs) {
  std::vector<std::string> files = {golden("launch/forms"), golden("launch/templates"),
                                    golden("shared/dynamic"), golden("preprocessor/cuda_arch")};
  std::string one = report({"-j1", "--format", "json"}, files).out;
  std::string eight = report({"-j8", "--format", "json"}, files).out;
  EXPECT_FALSE(one.empty());
  EXPECT_EQ(one, eight);
}

TEST(Report, ResultsGoToStdoutTheRestToStderr) {
  ProcessResult result = report({"--format", "json"}, {golden("launch/forms")});
  EXPECT_TRUE(json::accept(result.out));
  ProcessResult text = report({"--format", "text", "--color", "never"}, {golden("launch/forms")});
  EXPECT_NE(text.out.find("coverage"), std::string::npos);
  EXPECT_EQ(text.out.find('\033'), std::string::npos);
}

} // namespace
} // namespace sampan::test
