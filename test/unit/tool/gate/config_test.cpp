// SPDX-License-Identifier: Apache-2.0
#include "tool/gate/config.h"

#include "tool/support/files.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace sampan {
namespace {

llvm::Expected<Config> parse(const std::string &text) {
  return Config::parse(text, "c.json", "/p");
}

TEST(Config, ReadsEveryKey) {
  llvm::Expected<Config> config = parse(R"({
  // What has to hold before a merge.
  "$schema": "x",
  "target": ["ascend950", "host"],
  "buildPath": "build",
  "rules": ["rules/ours.json", "/abs.json"],
  "projectRoots": ["."],
  "exclude": ["third_party"],
  "extraArguments": ["-DX=1"],
  "jobs": 4, /* both */
  "baseline": "b.json",
  "changedSince": "origin/main",
  "failOn": ["new", "SPN1004"],
  "maxNew": 3,
  "minCoverage": 95.5,
  "minKernels": "90%",
  "maxNotAnalysed": 0
})");
  ASSERT_TRUE(bool(config)) << llvm::toString(config.takeError());
  using List = std::vector<std::string>;
  EXPECT_EQ(config->targets, (List{"ascend950", "host"}));
  EXPECT_EQ(config->buildPath, "/p/build");
  EXPECT_EQ(config->rules, (List{"/p/rules/ours.json", "/abs.json"}));
  EXPECT_EQ(config->projectRoots, List{"/p"});
  EXPECT_EQ(config->exclude, List{"/p/third_party"});
  EXPECT_EQ(config->extraArguments, List{"-DX=1"});
  EXPECT_EQ(config->jobs, 4u);
  EXPECT_EQ(config->gates.baseline, "/p/b.json");
  EXPECT_EQ(config->gates.changedSince, "origin/main");
  ASSERT_TRUE(config->gates.failOn);
  EXPECT_TRUE(config->gates.failOn->anyNew);
  EXPECT_EQ(config->gates.failOn->ids.size(), 1u);
  EXPECT_EQ(config->gates.maxNew, 3u);
  EXPECT_DOUBLE_EQ(*config->gates.minCoverage, 95.5);
  EXPECT_DOUBLE_EQ(*config->gates.minKernels, 90);
  EXPECT_DOUBLE_EQ(*config->gates.maxNotAnalysed, 0);
}

TEST(Config, MistakesNameTheirLine) {
  const std::pair<const char *, const char *> cases[] = {
      {"", "c.json:1: "},
      {"[]", "c.json:1: an object is expected"},
      {"{\n\n\"minCoverge\": 3}",
       "c.json:3: \"minCoverge\": unknown key; did you mean \"minCoverage\"?"},
      {"{\"nonsense\": 3}", "c.json:1: \"nonsense\": unknown key"},
      {"{\n\"maxNew\": -1}", "c.json:2: \"maxNew\": a whole number"},
      {"{\"maxNew\": 1.5}", "whole number"},
      {"{\"maxNew\": 1e300}", "whole number"},
      {"{\"jobs\": \"4\"}", "whole number"},
      {"{\"minCoverage\": 101}", "between 0 and 100"},
      {"{\"minCoverage\": \"much\"}", "between 0 and 100"},
      {"{\"minCoverage\": true}", "between 0 and 100"},
      {"{\"failOn\": \"sometimes\"}", "is none of"},
      {"{\"failOn\": [1]}", "list of strings"},
      {"{\"failOn\": []}", "is none of"},
      {"{\"target\": \"abacus\"}", "unknown target 'abacus'"},
      {"{\"rules\": \"one.json\"}", "list of strings"},
      {"{\"rules\": [\"\"]}", "list of strings"},
      {"{\"baseline\": 3}", "a string is expected"},
      {"{\"baseline\": \"a\", \"baseline\": \"b\"}", "given twice"},
      {"{\"baseline\": \"a\"", "c.json:1: "},
  };
  for (const auto &[text, expected] : cases) {
    llvm::Expected<Config> config = parse(text);
    ASSERT_FALSE(bool(config)) << text;
    std::string message = llvm::toString(config.takeError());
    EXPECT_NE(message.find(expected), std::string::npos) << text << "\n" << message;
  }
}

TEST(Config, IsFoundUpwards) {
  llvm::Expected<TemporaryDirectory> made = TemporaryDirectory::create();
  std::filesystem::create_directories(made->path() + "/a/b");
  EXPECT_EQ(Config::find(made->path() + "/a/b"), "");
  llvm::Error error = writeFileAtomically(made->path() + "/a/.sampan.json", "{}");
  ASSERT_FALSE(bool(error));
  EXPECT_EQ(Config::find(made->path() + "/a/b"), made->path() + "/a/.sampan.json");
}

} // namespace
} // namespace sampan
