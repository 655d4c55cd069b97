// SPDX-License-Identifier: Apache-2.0
// What compilers say of loops, in the words of each.
#include "tool/nvcc/loop_remarks.h"

#include <gtest/gtest.h>

namespace sampan::nvcc {
namespace {

TEST(LoopMessages, ClangGivesTheReasonFirst) {
  const auto said = readLoopMessages(
      "/r/a.cu:31:9: remark: loop not vectorized: call instruction cannot be vectorized "
      "[-Rpass-analysis=loop-vectorize]\n"
      "   31 |   out[i] = f(x[i]);\n"
      "/r/a.cu:30:3: remark: loop not vectorized [-Rpass-missed=loop-vectorize]\n"
      "/r/a.cu:40:3: remark: vectorized loop (vectorization width: 8, interleaved count: 4) "
      "[-Rpass=loop-vectorize]\n"
      "/r/a.cu:50:3: remark: loop not vectorized [-Rpass-missed=loop-vectorize]\n");
  ASSERT_EQ(said.size(), 3u);
  EXPECT_EQ(said[0].file, "/r/a.cu");
  EXPECT_EQ(said[0].line, 30u);
  EXPECT_FALSE(said[0].vectorised);
  EXPECT_EQ(said[0].text, "call instruction cannot be vectorized");
  EXPECT_TRUE(said[1].vectorised);
  EXPECT_EQ(said[1].text, "vectorization width: 8, interleaved count: 4");
  EXPECT_EQ(said[2].text, "") << "the reason of another loop is none of this one";
}

TEST(LoopMessages, GccGivesTheReasonAfter) {
  const auto said =
      readLoopMessages("/r/a.cu:40:3: optimized: loop vectorized using 32 byte vectors\n"
                       "/r/a.cu:30:3: missed: couldn't vectorize loop\n"
                       "/r/a.cu:31:9: missed: not vectorized: control flow in loop.\n"
                       "/r/a.cu:32:9: missed: not vectorized: no vectype for stmt\n"
                       "/r/a.cu:33:9: missed: statement clobbers memory: f (x);\n");
  ASSERT_EQ(said.size(), 2u);
  EXPECT_TRUE(said[0].vectorised);
  EXPECT_EQ(said[0].text, "32 byte vectors");
  EXPECT_EQ(said[1].line, 30u);
  EXPECT_EQ(said[1].text, "control flow in loop");
}

TEST(LoopMessages, OtherTextIsLeft) {
  EXPECT_TRUE(readLoopMessages("").empty());
  EXPECT_TRUE(readLoopMessages("a.cu:1:2: warning: loop not vectorized\n:::\na:b:c: d\n").empty());
}

} // namespace
} // namespace sampan::nvcc
