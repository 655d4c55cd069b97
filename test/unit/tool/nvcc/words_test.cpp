// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/words.h"

#include <gtest/gtest.h>

namespace sampan::nvcc {
namespace {

using Words = std::vector<std::string>;

TEST(Words, SplitsAtCommasAndBlanks) {
  EXPECT_EQ(splitWords("-Wall,-g"), (Words{"-Wall", "-g"}));
  EXPECT_EQ(splitWords("-Wall -g"), (Words{"-Wall", "-g"}));
  EXPECT_EQ(splitWords("-Wl,-rpath", /*atCommas=*/false), Words{"-Wl,-rpath"});
}

TEST(Words, QuotesProtectAndGoAway) {
  EXPECT_EQ(splitWords("\"-g\""), Words{"-g"});
  EXPECT_EQ(splitWords(",\"-g\""), Words{"-g"});
  EXPECT_EQ(splitWords("'-DA=1,2' -g"), (Words{"-DA=1,2", "-g"}));
  EXPECT_EQ(splitWords("a\\,b"), Words{"a,b"});
  EXPECT_TRUE(splitWords("").empty());
  EXPECT_TRUE(splitWords(" , ").empty());
}

TEST(Words, ListsKeepParenthesesAndQuotesTogether) {
  EXPECT_EQ(splitList("A,B=2"), (Words{"A", "B=2"}));
  EXPECT_EQ(splitList("F(a,b)=a"), Words{"F(a,b)=a"});
  EXPECT_EQ(splitList("S=\"x,y\",T"), (Words{"S=\"x,y\"", "T"}));
  EXPECT_EQ(splitList("a\\,b"), Words{"a,b"});
}

TEST(Words, QuotesWhatAShellWouldSplit) {
  EXPECT_EQ(quoted("-O2"), "-O2");
  EXPECT_EQ(quoted("a b"), "\"a b\"");
  EXPECT_EQ(quoted(""), "\"\"");
  EXPECT_EQ(quoted("-DA=\"x\""), "\"-DA=\\\"x\\\"\"");
}

} // namespace
} // namespace sampan::nvcc
