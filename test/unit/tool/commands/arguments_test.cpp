// SPDX-License-Identifier: Apache-2.0
#include "tool/commands/arguments.h"

#include "tool/commands/options.h"

#include <gtest/gtest.h>

namespace sampan {
namespace {

using Words = std::vector<std::string>;

Arguments translate(const Words &words) { return parseSampanArguments(words, TranslateVis); }
Arguments report(const Words &words) { return parseSampanArguments(words, ReportVis); }

TEST(SampanArguments, ReadsTranslate) {
  Arguments arguments = translate({"a.cu", "-p", "build", "-o", "out", "-j4", "--extra-arg=-DX",
                                   "--extra-arg-before", "-DY", "--rules=r.json", "b.cu", "--force",
                                   "--rename-sources=.cpp", "--", "-Iinc", "-j9"});
  EXPECT_TRUE(arguments.errors.empty());
  EXPECT_EQ(arguments.inputs, (Words{"a.cu", "b.cu"}));
  EXPECT_EQ(arguments.buildPath, "build");
  EXPECT_EQ(arguments.output, "out");
  EXPECT_EQ(arguments.jobs, 4u);
  EXPECT_EQ(arguments.extraAfter, Words{"-DX"});
  EXPECT_EQ(arguments.extraBefore, Words{"-DY"});
  EXPECT_EQ(arguments.ruleFiles, Words{"r.json"});
  EXPECT_EQ(arguments.renameSources, ".cpp");
  EXPECT_TRUE(arguments.force);
  ASSERT_TRUE(arguments.fixedFlags.has_value());
  EXPECT_EQ(*arguments.fixedFlags, (Words{"-Iinc", "-j9"}));
}

TEST(SampanArguments, JobsInAllForms) {
  EXPECT_EQ(translate({"a.cu"}).jobs, 1u);
  EXPECT_EQ(translate({"-j", "3", "a.cu"}).jobs, 3u);
  Arguments bare = translate({"-j", "a.cu"});
  EXPECT_EQ(bare.jobs, 0u);
  EXPECT_EQ(bare.inputs, Words{"a.cu"});
  EXPECT_EQ(translate({"a.cu", "-j"}).jobs, 0u);
  EXPECT_FALSE(translate({"-jx"}).errors.empty());
}

TEST(SampanArguments, OutputsExcludeEachOther) {
  EXPECT_FALSE(translate({"a.cu", "-o", "x", "--diff"}).errors.empty());
  EXPECT_FALSE(translate({"a.cu", "--in-place", "--diff"}).errors.empty());
  EXPECT_FALSE(translate({"a.cu", "--backup"}).errors.empty());
  EXPECT_TRUE(translate({"a.cu", "--in-place", "--backup"}).errors.empty());
}

TEST(SampanArguments, OptionsBelongToCommands) {
  EXPECT_TRUE(report({"a.cu", "--format", "json:r.json", "--format=text"}).errors.empty());
  EXPECT_FALSE(report({"a.cu", "--in-place"}).errors.empty());
  EXPECT_FALSE(translate({"a.cu", "--format=json"}).errors.empty());
  Arguments arguments = report({"--format", "json:dir/r.json"});
  ASSERT_EQ(arguments.formats.size(), 1u);
  EXPECT_EQ(arguments.formats[0].format, "json");
  EXPECT_EQ(arguments.formats[0].path, "dir/r.json");
}

TEST(SampanArguments, WrongValuesAndUnknownOptions) {
  EXPECT_FALSE(translate({"--color=blue"}).errors.empty());
  EXPECT_FALSE(translate({"-o"}).errors.empty());
  Arguments arguments = translate({"--in-plac"});
  ASSERT_EQ(arguments.errors.size(), 1u);
  EXPECT_NE(arguments.errors[0].find("--in-place"), std::string::npos);
}

} // namespace
} // namespace sampan
