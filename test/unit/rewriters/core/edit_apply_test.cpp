// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/edit_apply.h"

#include <gtest/gtest.h>

namespace sampan {
namespace {

Edit edit(std::uint32_t begin, std::uint32_t end, std::string text) {
  return {{"f", begin, end, 1, 1}, std::move(text)};
}

TEST(EditApply, ReplacesInsertsAndRemoves) {
  AppliedEdits applied =
      applyEdits("abcdef", {edit(0, 0, ">"), edit(1, 3, "XYZ"), edit(4, 5, ""), edit(6, 6, "<")});
  ASSERT_TRUE(applied.ok);
  EXPECT_EQ(applied.text, ">aXYZdf<");
}

TEST(EditApply, WithoutEditsTheTextStays) {
  EXPECT_EQ(applyEdits("a\r\nb\xff\n", {}).text, "a\r\nb\xff\n");
  EXPECT_EQ(applyEdits("", {}).text, "");
}

TEST(EditApply, RefusesWhatDoesNotFit) {
  EXPECT_FALSE(applyEdits("abc", {edit(2, 9, "x")}).ok);
  EXPECT_FALSE(applyEdits("abc", {edit(2, 1, "x")}).ok);
  EXPECT_FALSE(applyEdits("abcdef", {edit(0, 3, "x"), edit(2, 4, "y")}).ok);
}

TEST(EditApply, MapsLinesToTheSource) {
  AppliedEdits applied = applyEdits("one\ntwo\nthree\n", {edit(4, 4, "new\nlines\n")});
  ASSERT_TRUE(applied.ok);
  EXPECT_EQ(applied.text, "one\nnew\nlines\ntwo\nthree\n");
  EXPECT_EQ(applied.sourceLine, (std::vector<std::uint32_t>{1, 2, 2, 2, 3, 4}));
}

TEST(EditApply, KeepsLinesThatAnEditRemoved) {
  AppliedEdits applied =
      applyEdits("k<<<1,\n 2>>>(x);\nnext\n", {edit(0, 13, "launch(k, 1, 2, ")}, LinePolicy::Keep);
  ASSERT_TRUE(applied.ok);
  EXPECT_EQ(applied.text, "launch(k, 1, 2, \nx);\nnext\n");
}

TEST(EditApply, KeepsTheEscapesOfAMacroDefinition) {
  AppliedEdits applied = applyEdits("#define L k<<<1, \\\n 2>>>()\nnext",
                                    {edit(10, 24, "launch(k")}, LinePolicy::Keep);
  ASSERT_TRUE(applied.ok);
  EXPECT_EQ(applied.text, "#define L launch(k \\\n()\nnext");
}

TEST(EditApply, JoinsAddedLinesWhereThatIsHarmless) {
  AppliedEdits applied = applyEdits("a;\nb;\n", {edit(3, 3, "int x;\nint y;\n")}, LinePolicy::Keep);
  EXPECT_EQ(applied.text, "a;\nint x; int y; b;\n");
}

TEST(EditApply, ResynchronisesAfterAddedDirectives) {
  AppliedEdits applied =
      applyEdits("a;\nb;\n", {edit(3, 3, "#include <x>\n")}, LinePolicy::Keep, "dir/f \"1\".cu");
  EXPECT_EQ(applied.text, "a;\n#include <x>\n#line 2 \"dir/f \\\"1\\\".cu\"\nb;\n");
}

TEST(EditApply, NothingJoinsTheLineOfADirective) {
  AppliedEdits applied = applyEdits(
      "k();\nb;\n", {edit(0, 0, "#if 0\n"), edit(4, 4, "\n#endif"), edit(4, 4, "\nvoid k() {\n}")},
      LinePolicy::Keep, "f.cu");
  EXPECT_EQ(applied.text,
            "#if 0\n#line 1 \"f.cu\"\nk();\n#endif\n#line 1 \"f.cu\"\n void k() { }\nb;\n");
}

} // namespace
} // namespace sampan
