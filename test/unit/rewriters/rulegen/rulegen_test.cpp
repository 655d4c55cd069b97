// SPDX-License-Identifier: Apache-2.0
// rulegen on small inputs: what it reads from headers, what it rejects, what it writes.
#include "rewriters/rulegen/emit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace sampan;
using namespace sampan::rulegen;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

constexpr const char *kHeader = R"(
#define spnFlag 0x04
/// A comment with spnNotDeclared(int).
typedef enum spnError { spnSuccess = 0, spnErrorOther, } spnError_t;
typedef struct spnBox { int spnCount; struct { int x; } inner; } spnBox;
typedef struct spnStream *spnStream_t;
typedef void (*spnCallback_t)(spnStream_t stream, void *data);
SPN_API spnError_t spnCopy(void *to, const void *from, size_t n,
                           spnStream_t stream SPN_DEFAULT(0));
SPN_API const char *spnName(void);
static inline spnBox make_spnBox(int n) { spnBox b = {n}; return b; }
template <class T, int n = 1> SPN_INLINE spnError_t spnCopy(T **to, const T (&from)[n], size_t = 0) {
  return spnCopy(to, from, sizeof(T), 0);
}
template <class... P> SPN_INLINE spnError_t spnRun(void (*kernel)(P...), P &&...arguments) { }
)";

Declarations declarations() {
  Declarations result;
  scanDeclarations(kHeader, result);
  return result;
}

constexpr const char *kRules = R"({ "schema": "sampan-rules/1", "library": "test",
  "declaredIn": ["test.h"], "rename": ["cuda", "spn"],
  "defaults": { "action": "rename", "support": "full" }, "rules": [
  { "api": ["cudaCopy", "cudaRun", "make_cudaBox"] }, { "api": "cudaOldCopy", "to": "spnCopy" },
  { "api": "cuda*", "to": "spn*", "kind": "type" },
  { "api": "cuda*", "to": "spn*", "kind": "enumerator" },
  { "api": "cuda*", "to": "spn*", "kind": "macro" } ] })";

RuleSet ruleSet(const char *rules, const std::set<std::string> &own = {"spnName"}) {
  std::vector<RuleFile> files;
  files.push_back(parseRuleFile(rules, "test.json"));
  return buildRuleSet(std::move(files), declarations(), Declarations{}, own);
}

TEST(Scanner, ReadsTypes) {
  Declarations found = declarations();
  EXPECT_THAT(found.tags, ElementsAre("spnBox", "spnError", "spnStream"));
  EXPECT_THAT(found.typedefs, ElementsAre("spnBox", "spnCallback_t", "spnError_t", "spnStream_t"));
  EXPECT_EQ(found.enumerators.size(), 2u);
  EXPECT_EQ(found.enumerators["spnErrorOther"], "spnError");
  EXPECT_EQ(found.macros["spnFlag"], "0x04");
  EXPECT_FALSE(found.declares("spnNotDeclared"));
}

TEST(Scanner, ReadsFunctions) {
  Declarations found = declarations();
  ASSERT_EQ(found.functions.size(), 5u);
  const FunctionDeclaration &copy = found.functions[0];
  EXPECT_TRUE(copy.isC);
  EXPECT_EQ(copy.result, "spnError_t");
  ASSERT_EQ(copy.parameters.size(), 4u);
  EXPECT_EQ(copy.parameters[1].text, "const void *from");
  EXPECT_EQ(copy.parameters[3].name, "stream");
  EXPECT_EQ(copy.parameters[3].fallback, "0");
  EXPECT_THAT(found.functions[1].parameters, IsEmpty());
  EXPECT_EQ(found.functions[1].result, "const char *");
  EXPECT_EQ(found.functions[2].name, "make_spnBox");
}

TEST(Scanner, ReadsTemplates) {
  Declarations found = declarations();
  const FunctionDeclaration &copy = found.functions[3];
  EXPECT_FALSE(copy.isC);
  EXPECT_THAT(copy.templateNames, ElementsAre("T", "n"));
  EXPECT_EQ(copy.parameters[0].name, "to");
  const FunctionDeclaration &run = found.functions[4];
  EXPECT_THAT(run.templateNames, ElementsAre("P..."));
  EXPECT_EQ(run.parameters[0].name, "kernel");
  EXPECT_FALSE(run.parameters[0].isPack);
  EXPECT_TRUE(run.parameters[1].isPack);
}

TEST(RuleSets, PatternsStandForDeclaredNames) {
  RuleSet rules = ruleSet(kRules);
  EXPECT_THAT(rules.errors, IsEmpty());
  std::vector<std::string> apis;
  for (const RuleRow &row : rules.rows)
    apis.push_back(row.api);
  EXPECT_THAT(apis,
              ElementsAre("cudaBox", "cudaCallback_t", "cudaCopy", "cudaError", "cudaErrorOther",
                          "cudaError_t", "cudaFlag", "cudaOldCopy", "cudaRun", "cudaStream",
                          "cudaStream_t", "cudaSuccess", "make_cudaBox"));
}

TEST(RuleSets, ADeclaredNameWithoutARowIsAnError) {
  RuleSet rules = ruleSet(kRules, {});
  ASSERT_EQ(rules.errors.size(), 1u);
  EXPECT_THAT(rules.errors[0].message, HasSubstr("spnName is declared and no rule leads to it"));
}

TEST(RuleSets, ANameHasOneRow) {
  std::string twice = kRules;
  twice.replace(twice.find("\"cudaRun\""), 9, "\"cudaRun\", \"cudaRun\"");
  RuleSet rules = ruleSet(twice.c_str());
  ASSERT_EQ(rules.errors.size(), 1u);
  EXPECT_THAT(rules.errors[0].text(),
              HasSubstr("test.json:4: \"cudaRun\" has a row already, at test.json:4"));
}

TEST(Emit, TheTableIsSortedAndEscaped) {
  RuleSet rules = ruleSet(kRules);
  rules.rows[0].note = "a \"quoted\" note";
  std::string table = emitRuleTable(rules);
  EXPECT_LT(table.find("\"cudaBox\""), table.find("\"cudaCopy\""));
  EXPECT_THAT(table, HasSubstr(R"("a \"quoted\" note")"));
}

TEST(Emit, TheCheckNamesEachTargetAtItsRow) {
  std::string check = emitCheck(ruleSet(kRules), "test");
  EXPECT_THAT(check, HasSubstr("#include \"test.h\""));
  EXPECT_THAT(check, HasSubstr("#line 4 \"test.json\"\nusing ::spnRun;"));
  EXPECT_THAT(emitCheck(ruleSet(kRules), "other"), Not(HasSubstr("using")));
}

TEST(Emit, CudaNamesForCompilers) {
  std::string names = emitCudaNames(ruleSet(kRules), declarations(), runtimeNames());
  EXPECT_THAT(names, HasSubstr("#define cudaBox spnBox\n"));
  EXPECT_THAT(names, HasSubstr("#define cudaSuccess spnSuccess\n"));
  EXPECT_THAT(names, HasSubstr("typedef spnStream_t cudaStream_t;"));
  EXPECT_THAT(names, HasSubstr("SPN_CUDA_FORWARD spnError_t cudaCopy(void *to, const void *from, "
                               "size_t n, spnStream_t stream SPN_DEFAULT(0)) {\n"
                               "  return spnCopy(to, from, n, stream);\n}"));
  EXPECT_THAT(names, HasSubstr("return spnRun<P...>(kernel, arguments...);"));
  EXPECT_THAT(names, HasSubstr(" cudaOldCopy("));
}

TEST(Emit, CudaNamesForTheTool) {
  std::string names = emitCudaNames(ruleSet(kRules), declarations(), runtimeNames());
  EXPECT_THAT(names, HasSubstr("#define spnCopy cudaCopy\n"));
  EXPECT_THAT(names, HasSubstr("#undef spnCopy\n"));
  EXPECT_THAT(names, Not(HasSubstr("#undef spnBox\n"))) << "a tag stays, for `struct spnBox`";
  EXPECT_THAT(names, HasSubstr("static constexpr auto spnSuccess = cudaSuccess;"));
  EXPECT_THAT(names, HasSubstr("static constexpr auto cudaFlag = spnFlag;"));
}

TEST(Emit, TargetFilesAreChecked) {
  std::vector<RuleFileError> errors;
  emitTargetTable({{"host.json", "{ \"name\": \"host\" }"}, {"x.json", "{ \"name\": \"vax\" }"}},
                  errors);
  std::string all;
  for (const RuleFileError &error : errors)
    all += error.text() + "\n";
  EXPECT_THAT(all, HasSubstr("host.json:1: \"title\" is missing"));
  EXPECT_THAT(all, HasSubstr("x.json:1: \"name\" is not one of the targets"));
  EXPECT_THAT(all, HasSubstr("cuda.json: is missing"));
}

} // namespace
