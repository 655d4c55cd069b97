// SPDX-License-Identifier: Apache-2.0
// The compiled-in table: lookup, families, coverage of what programs use, and users' rule files.
#include "rewriters/core/rules.h"

#include "rewriters/core/diagnostics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace sampan;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

/// A file in the test's own directory that goes away with the object.
class TemporaryFile {
public:
  explicit TemporaryFile(const std::string &text) {
    std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    std::ranges::replace(name, '/', '_');
    path = std::filesystem::path(testing::TempDir()) / ("sampan_" + name + ".json");
    std::ofstream(path) << text;
  }
  ~TemporaryFile() { std::filesystem::remove(path); }
  std::string name() const { return path.string(); }

private:
  std::filesystem::path path;
};

RuleLoadResult overlay(const std::string &text) {
  TemporaryFile file(text);
  std::vector<std::string> names{file.name()};
  return RuleTable::withOverlay(RuleTable::builtin(), names);
}

TEST(Rules, FindsExactNames) {
  const Rule *rule = RuleTable::builtin().find("cudaMalloc");
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->to, "spnMalloc");
  EXPECT_EQ(rule->kind, RuleKind::Function);
  EXPECT_EQ(rule->action, RuleAction::Rename);
  EXPECT_EQ(rule->on(TargetId::Host).level, SupportLevel::Full);
  EXPECT_EQ(RuleTable::builtin().find("cudaMallo"), nullptr);
  EXPECT_EQ(RuleTable::builtin().find(""), nullptr);
}

TEST(Rules, KnowsTypesEnumeratorsAndConstantsOfTheRuntime) {
  const RuleTable &table = RuleTable::builtin();
  struct {
    const char *api, *to;
    RuleKind kind;
  } expected[] = {{"cudaError_t", "spnError_t", RuleKind::Type},
                  {"cudaDeviceProp", "spnDeviceProp", RuleKind::Type},
                  {"cudaStream_t", "spnStream_t", RuleKind::Type},
                  {"CUstream", "spnStream_t", RuleKind::Type},
                  {"cudaSuccess", "spnSuccess", RuleKind::Enumerator},
                  {"cudaMemcpyHostToDevice", "spnMemcpyHostToDevice", RuleKind::Enumerator},
                  {"cudaHostAllocMapped", "spnHostAllocMapped", RuleKind::Macro},
                  {"make_cudaExtent", "make_spnExtent", RuleKind::Function}};
  for (const auto &[api, to, kind] : expected) {
    const Rule *rule = table.find(api);
    ASSERT_NE(rule, nullptr) << api;
    EXPECT_EQ(rule->to, to);
    EXPECT_EQ(rule->kind, kind) << api;
  }
}

TEST(Rules, AFamilyCoversWhatHasNoRowOfItsOwn) {
  const RuleTable &table = RuleTable::builtin();
  const Rule *gemm = table.find("cublasLtMatmul");
  ASSERT_NE(gemm, nullptr);
  EXPECT_TRUE(gemm->isFamily);
  EXPECT_EQ(gemm->action, RuleAction::Reject);
  EXPECT_EQ(gemm->reason, diag::LibraryUnsupported::id);
  EXPECT_EQ(table.find("cuModuleLoad")->reason, diag::DriverApiUnsupported::id);
  EXPECT_EQ(table.find("current"), nullptr) << "driver families must not catch ordinary words";
  EXPECT_EQ(table.find("cudaNoSuchThing"), nullptr) << "the runtime has no family";
}

TEST(Rules, EveryFunctionThatProgramsUseIsSupportedOnTheHostUnlessItSharesResources) {
  std::ifstream list(std::string(SAMPAN_SOURCE_DIR) +
                     "/test/unit/rewriters/core/runtime_functions.txt");
  ASSERT_TRUE(list);
  const char *sharing[] = {"cudaGraphics", "External", "Ipc", "NvSci", "D3D"};
  int checked = 0;
  for (std::string name; std::getline(list, name);) {
    if (name.starts_with('#') ||
        std::ranges::any_of(sharing, [&](auto *part) { return name.find(part) != name.npos; }))
      continue;
    const Rule *rule = RuleTable::builtin().find(name);
    ASSERT_NE(rule, nullptr) << name;
    EXPECT_NE(rule->on(TargetId::Host).level, SupportLevel::None) << name;
    ++checked;
  }
  EXPECT_GT(checked, 90);
}

TEST(Rules, EachRowIsConsistent) {
  for (const Rule &rule : RuleTable::builtin().rules()) {
    EXPECT_FALSE(rule.library.empty()) << rule.api;
    if (rule.action == RuleAction::Rename) {
      EXPECT_FALSE(rule.to.empty()) << rule.api;
    }
    if (rule.action == RuleAction::Reject) {
      EXPECT_NE(findDiagnostic(rule.reason), nullptr) << rule.api;
    }
    for (const Support &support : rule.support)
      if (support.level == SupportLevel::None || support.level == SupportLevel::Partial) {
        EXPECT_NE(findDiagnostic(support.why), nullptr) << rule.api;
      }
  }
}

TEST(Rules, SuggestsNamesThatAreClose) {
  EXPECT_THAT(RuleTable::builtin().closest("cudaMemcopy"), Contains("cudaMemcpy"));
  EXPECT_THAT(RuleTable::builtin().closest("cudaMaloc", 1), ElementsAre("cudaMalloc"));
  EXPECT_THAT(RuleTable::builtin().closest("qqqqqqqqqqqqqqqqqqq"), IsEmpty());
}

TEST(RuleOverlay, AddsAndReplacesRows) {
  RuleLoadResult result = overlay(R"({ "schema": "sampan-rules/1", "library": "mine", "rules": [
    { "api": "my{Copy,Fill}{,_v2}", "to": "our{Copy,Fill}", "support": "full" },
    { "api": "cudaMalloc", "to": "myMalloc", "args": ["$1", "(void **)$0"], "support": "full",
      "includes": ["my.h"] },
    { "api": "old*", "action": "reject SPN3001" } ] })");
  ASSERT_THAT(result.errors, IsEmpty());
  EXPECT_EQ(result.table->find("myFill_v2")->to, "ourFill");
  const Rule *malloc = result.table->find("cudaMalloc");
  EXPECT_EQ(malloc->to, "myMalloc");
  EXPECT_THAT(malloc->args, ElementsAre("$1", "(void **)$0"));
  EXPECT_THAT(malloc->includes, ElementsAre("my.h"));
  EXPECT_TRUE(result.table->find("oldThing")->isFamily);
  EXPECT_EQ(result.table->find("cudaFree")->to, "spnFree") << "other rows stay";
  EXPECT_EQ(RuleTable::builtin().find("cudaMalloc")->to, "spnMalloc");
}

struct BadFile {
  const char *text;
  unsigned line;
  const char *message;
};

class RuleFileErrors : public testing::TestWithParam<BadFile> {};

TEST_P(RuleFileErrors, NamesTheLine) {
  RuleLoadResult result = overlay(GetParam().text);
  EXPECT_EQ(result.table, nullptr);
  ASSERT_THAT(result.errors, Not(IsEmpty()));
  EXPECT_EQ(result.errors[0].line, GetParam().line);
  EXPECT_THAT(result.errors[0].message, HasSubstr(GetParam().message));
  EXPECT_THAT(result.errors[0].text(), HasSubstr(".json:" + std::to_string(GetParam().line)));
}

#define HEAD "{ \"schema\": \"sampan-rules/1\",\n \"rules\": [\n"
INSTANTIATE_TEST_SUITE_P(
    Malformed, RuleFileErrors,
    testing::Values(
        BadFile{"", 1, "syntax error"}, BadFile{"[1, 2]", 1, "a rule file is an object"},
        BadFile{"{ \"schema\": \"x\",\n\n ", 3, "syntax error"},
        BadFile{"{ \"rules\": [] }", 1, "\"schema\" must be"},
        BadFile{"{\n\"schema\": \"other/9\", \"rules\": [] }", 2, "\"schema\" must be"},
        BadFile{"{ \"schema\": \"sampan-rules/1\" }", 1, "needs a list \"rules\""},
        BadFile{HEAD "{ \"to\": \"b\" } ] }", 3, "needs \"api\""},
        BadFile{HEAD "{ \"api\": 3 } ] }", 3, "must be a string"},
        BadFile{HEAD "{ \"api\": \"a\",\n \"colour\": \"red\" } ] }", 4, "unknown key \"colour\""},
        BadFile{HEAD "{ \"api\": \"a\", \"to\": \"b\",\n\"support\": \"maybe\" } ] }", 4,
                "not a support level"},
        BadFile{HEAD "{ \"api\": \"a\", \"to\": \"b\", \"support\": {\n\"vax\": \"full\" } } ] }",
                4, "\"vax\" is not a target"},
        BadFile{HEAD "{ \"api\": \"a\", \"to\": \"b\", \"support\": \"none SPN0007\" } ] }", 3,
                "not a diagnostic"},
        BadFile{HEAD "{ \"api\": \"a\", \"action\": \"explode\" } ] }", 3, "not an action"},
        BadFile{HEAD "{ \"api\": \"a\", \"action\": \"rename\" } ] }", 3, "needs \"to\""},
        BadFile{HEAD "{ \"api\": \"a{b\", \"to\": \"c\" } ] }", 3, "unbalanced braces"},
        BadFile{HEAD "{ \"api\": \"a{b,c}\", \"to\": \"d{1,2,3}\" } ] }", 3, "differ from those"},
        BadFile{HEAD "{ \"api\": \"a*\", \"to\": \"b\" } ] }", 3, "end \"to\" with \"*\""},
        BadFile{HEAD "{ \"api\": \"a*\", \"to\": \"b*\" } ] }", 3, "can only be rejected"},
        BadFile{HEAD "{ \"api\": \"a\", \"to\": \"b\", \"args\": [\"$x\"] } ] }", 3, "number"},
        BadFile{HEAD "{ \"api\": \"a\", \"kind\": \"verb\", \"to\": \"b\" } ] }", 3, "not a kind"},
        BadFile{HEAD "{ \"api\": \"a\", \"api\": \"b\" } ] }", 3, "given twice"}));

TEST(RuleOverlay, ReportsAFileThatCannotBeRead) {
  std::vector<std::string> names{"/nonexistent/rules.json"};
  RuleLoadResult result = RuleTable::withOverlay(RuleTable::builtin(), names);
  ASSERT_EQ(result.errors.size(), 1u);
  EXPECT_EQ(result.errors[0].text(), "/nonexistent/rules.json: cannot be read");
}

TEST(RuleOverlay, ReportsAllErrorsOfAllFiles) {
  RuleLoadResult result =
      overlay(HEAD "{ \"api\": \"a\" , \"action\": \"x\" },\n{ \"to\": \"b\" }\n] }");
  EXPECT_EQ(result.errors.size(), 2u);
}

} // namespace
