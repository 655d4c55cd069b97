// SPDX-License-Identifier: Apache-2.0
#include "tool/commands/shim_declaration.h"

#include "rewriters/core/diagnostic_examples.h"
#include "rewriters/core/diagnostics.h"

#include <gtest/gtest.h>
#include <set>

namespace sampan {
namespace {

using Words = std::vector<std::string>;

TEST(ShimDeclaration, ReadsResultAndParameters) {
  auto found = findDeclarationIn(
      "// spnCopy(a) copies\nSPN_API spnError_t spnCopyMore(int a);\n"
      "SPN_API spnError_t spnCopy(void *target, const void *const sources[2], size_t bytes\n"
      "                           SPN_DEFAULT(0), void (*done)(int, int) = nullptr);\n",
      "spnCopy");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->text, "spnError_t spnCopy(void *target, const void *const sources[2], size_t "
                         "bytes = 0, void (*done)(int, int) = nullptr)");
  ASSERT_EQ(found->parameters.size(), 4u);
  EXPECT_EQ(found->parameters[0], "target");
  EXPECT_EQ(found->parameters[1], "sources");
  EXPECT_EQ(found->parameters[2], "bytes");
  EXPECT_EQ(found->parameters[3], "done");
}

TEST(ShimDeclaration, ACallIsNoDeclaration) {
  auto found = findDeclarationIn(
      "template <class T>\nSPN_INLINE spnError_t spnMalloc(T **pointer) {\n"
      "  return spnOther(pointer);\n}\nSPN_INLINE int *spnOther(void) { return 0; }\n",
      "spnOther");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->text, "int *spnOther(void)");
  EXPECT_EQ(found->parameters, Words{});
  EXPECT_FALSE(findDeclarationIn("int x = spnOther(1);", "spnOther"));
  EXPECT_FALSE(findDeclarationIn("SPN_API int spnOther(", "spnOther"));
  EXPECT_FALSE(findDeclarationIn("", "spnOther"));
}

TEST(DiagnosticExamples, BelongToDiagnostics) {
  std::set<DiagId> seen;
  for (const DiagExample &example : allDiagnosticExamples()) {
    EXPECT_NE(findDiagnostic(example.id), nullptr) << example.id;
    EXPECT_TRUE(seen.insert(example.id).second) << "two examples for " << example.id;
    EXPECT_FALSE(example.before.empty());
    EXPECT_FALSE(example.after.empty());
    EXPECT_EQ(exampleOf(example.id), &example);
  }
  EXPECT_GT(seen.size(), 10u);
}

} // namespace
} // namespace sampan
