// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/plan.h"

#include "rewriters/core/diagnostics.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace sampan {
namespace {

Span at(const std::string &file, std::uint32_t begin, std::uint32_t end) {
  return {file, begin, end, 1, begin + 1};
}

EditGroup group(const std::string &by, std::vector<Edit> edits) { return {by, std::move(edits)}; }

TuResult unit(const std::string &main, std::vector<EditGroup> groups,
              std::vector<std::string> headers = {}) {
  TuResult result;
  result.mainFile = main;
  result.groups = std::move(groups);
  result.files = {main};
  result.files.insert(result.files.end(), headers.begin(), headers.end());
  return result;
}

bool hasConflict(const Plan &plan) {
  return std::any_of(plan.findings.begin(), plan.findings.end(),
                     [](const Finding &f) { return f.id == diag::EditConflict::id; });
}

TEST(Plan, SameReplacementFromTwoUnitsIsOne) {
  Edit edit{at("/p/k.h", 4, 8), "spnFree"};
  Plan plan = Plan::merge({unit("/p/a.cu", {group("names", {edit})}, {"/p/k.h"}),
                           unit("/p/b.cu", {group("names", {edit})}, {"/p/k.h"})});
  EXPECT_EQ(plan.editsOf("/p/k.h"), std::vector<Edit>{edit});
  EXPECT_FALSE(hasConflict(plan));
  EXPECT_EQ(plan.files, (std::vector<std::string>{"/p/a.cu", "/p/b.cu", "/p/k.h"}));
}

TEST(Plan, SameInsertionFromTwoUnitsIsOneFromTwoGroupsIsTwo) {
  Edit insertion{at("/p/k.h", 9, 9), ")"};
  EditGroup first = group("launch", {{at("/p/k.h", 1, 2), "x("}, insertion});
  EditGroup second = group("launch", {{at("/p/k.h", 3, 4), "y("}, insertion});
  Plan plan = Plan::merge(
      {unit("/p/a.cu", {first, second}), unit("/p/b.cu", {first}), unit("/p/c.cu", {second})});
  EXPECT_EQ(std::count(plan.editsOf("/p/k.h").begin(), plan.editsOf("/p/k.h").end(), insertion), 2);
}

TEST(Plan, ConflictDropsTheLaterGroupWhole) {
  EditGroup wins = group("names", {{at("/p/k.h", 4, 8), "one"}});
  EditGroup loses = group("names", {{at("/p/k.h", 4, 8), "two"}, {at("/p/b.cu", 0, 1), "z"}});
  Plan plan = Plan::merge({unit("/p/b.cu", {loses}), unit("/p/a.cu", {wins})});
  ASSERT_EQ(plan.editsOf("/p/k.h").size(), 1u);
  EXPECT_EQ(plan.editsOf("/p/k.h").front().text, "one");
  EXPECT_TRUE(plan.editsOf("/p/b.cu").empty());
  EXPECT_TRUE(hasConflict(plan));
}

TEST(Plan, OverlapAndInsertionInsideAreConflicts) {
  EditGroup wide = group("a", {{at("/p/a.cu", 0, 10), "wide"}});
  EditGroup inside = group("b", {{at("/p/a.cu", 5, 5), "in"}});
  EditGroup overlapping = group("c", {{at("/p/a.cu", 8, 12), "over"}});
  EditGroup touching = group("d", {{at("/p/a.cu", 10, 10), "end"}});
  Plan plan = Plan::merge({unit("/p/a.cu", {wide, inside, overlapping, touching})});
  EXPECT_EQ(plan.editsOf("/p/a.cu").size(), 2u);
  EXPECT_EQ(plan.findings.size(), 2u);
}

TEST(Plan, InsertionComesBeforeReplacementAtTheSamePlace) {
  Plan plan = Plan::merge({unit("/p/a.cu", {group("a", {{at("/p/a.cu", 3, 6), "R"}}),
                                            group("b", {{at("/p/a.cu", 3, 3), "I"}})})});
  ASSERT_EQ(plan.editsOf("/p/a.cu").size(), 2u);
  EXPECT_EQ(plan.editsOf("/p/a.cu")[0].text, "I");
}

TEST(Plan, OrderOfUnitsDoesNotMatter) {
  std::vector<TuResult> units;
  for (int i = 0; i < 6; ++i) {
    std::string main = "/p/" + std::string(1, static_cast<char>('a' + i)) + ".cu";
    TuResult result = unit(main,
                           {group("names", {{at("/p/k.h", 4, 8), "text" + std::to_string(i % 3)}}),
                            group("names", {{at(main, 0, 4), "m"}})},
                           {"/p/k.h"});
    result.uses = {{"cudaFree", UseKind::Function, Outcome::Translated, at("/p/k.h", 4, 8), false}};
    units.push_back(result);
  }
  Plan expected = Plan::merge(units);
  for (int round = 0; round < 10; ++round) {
    std::next_permutation(units.begin(), units.end(), [](const TuResult &a, const TuResult &b) {
      return a.mainFile < b.mainFile;
    });
    Plan plan = Plan::merge(units);
    EXPECT_EQ(plan.edits, expected.edits);
    EXPECT_EQ(plan.findings, expected.findings);
    EXPECT_EQ(plan.uses, expected.uses);
  }
}

TEST(Plan, TheWorseOutcomeOfAUseCounts) {
  TuResult a = unit("/p/a.cu", {}), b = unit("/p/b.cu", {});
  a.uses = {{"cudaFoo", UseKind::Function, Outcome::Translated, at("/p/k.h", 1, 8), false}};
  b.uses = {{"cudaFoo", UseKind::Function, Outcome::Unknown, at("/p/k.h", 1, 8), true}};
  Plan plan = Plan::merge({a, b});
  ASSERT_EQ(plan.uses.size(), 1u);
  EXPECT_EQ(plan.uses[0].outcome, Outcome::Unknown);
  EXPECT_TRUE(plan.uses[0].inDeviceCode);
}

TEST(Plan, AUseWhoseEditWasDroppedIsNoSuccess) {
  TuResult a = unit("/p/a.cu", {group("n", {{at("/p/k.h", 4, 8), "one"}})});
  TuResult b = unit("/p/b.cu", {group("n", {{at("/p/k.h", 2, 8), "two"}})});
  b.uses = {{"cudaFoo", UseKind::Function, Outcome::Translated, at("/p/k.h", 2, 8), false}};
  Plan plan = Plan::merge({a, b});
  ASSERT_EQ(plan.uses.size(), 1u);
  EXPECT_EQ(plan.uses[0].outcome, Outcome::Unsupported);
}

TEST(Plan, ARegionIsUnanalysedOnlyWhenEveryUnitLeftItOut) {
  TuResult a = unit("/p/a.cu", {}, {"/p/k.h"}), b = unit("/p/b.cu", {}, {"/p/k.h"});
  a.notAnalysed = {at("/p/k.h", 10, 50), at("/p/a.cu", 1, 5)};
  b.notAnalysed = {at("/p/k.h", 20, 30), at("/p/k.h", 40, 60)};
  Plan plan = Plan::merge({a, b});
  ASSERT_EQ(plan.notAnalysed.size(), 3u);
  EXPECT_EQ(plan.notAnalysed[0], at("/p/a.cu", 1, 5));
  EXPECT_EQ(plan.notAnalysed[1], at("/p/k.h", 20, 30));
  EXPECT_EQ(plan.notAnalysed[2], at("/p/k.h", 40, 50));
  TuResult c = unit("/p/c.cu", {}, {"/p/k.h"});
  EXPECT_EQ(Plan::merge({a, b, c}).notAnalysed.size(), 1u);
}

TEST(Plan, FailedUnitsAreNamed) {
  TuResult broken = unit("/p/a.cu", {});
  broken.failed = true;
  EXPECT_EQ(Plan::merge({broken}).failedFiles, std::vector<std::string>{"/p/a.cu"});
}

TuResult withParseError(TuResult result, const std::string &file) {
  result.findings.push_back(makeFinding(diag::ParseError{.message = "unknown N"}, at(file, 1, 2)));
  return result;
}

TEST(Plan, APartOfAnotherUnitIsReadThere) {
  EditGroup guess = group("kernel", {{at("/p/k.cu", 9, 9), "int a;"}});
  EditGroup known = group("kernel", {{at("/p/k.cu", 9, 9), "int a[N];"}});
  TuResult part = withParseError(unit("/p/k.cu", {guess}), "/p/k.cu");
  TuResult whole = unit("/p/main.cu", {known}, {"/p/k.cu"});
  Plan plan = Plan::merge({part, whole});
  ASSERT_EQ(plan.editsOf("/p/k.cu").size(), 1u);
  EXPECT_EQ(plan.editsOf("/p/k.cu").front().text, "int a[N];");
  EXPECT_TRUE(plan.findings.empty());
  EXPECT_EQ(plan.mainFiles, (std::vector<std::string>{"/p/k.cu", "/p/main.cu"}));
}

TEST(Plan, WhatNoUnitUnderstandsIsSaid) {
  TuResult part = withParseError(unit("/p/k.cu", {}), "/p/k.cu");
  TuResult whole = withParseError(unit("/p/main.cu", {}, {"/p/k.cu"}), "/p/k.cu");
  EXPECT_FALSE(Plan::merge({part, whole}).findings.empty());
  // With other options, too: one configuration that parses does not speak for the other.
  EXPECT_FALSE(Plan::merge({part, unit("/p/k.cu", {})}).findings.empty());
  // The whole must have understood the header that the part failed on.
  TuResult header = withParseError(unit("/p/k.cu", {}, {"/p/k.h"}), "/p/k.h");
  EXPECT_FALSE(Plan::merge({header, unit("/p/main.cu", {}, {"/p/k.cu"})}).findings.empty());
}

} // namespace
} // namespace sampan
