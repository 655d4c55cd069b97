// SPDX-License-Identifier: Apache-2.0
#include "tool/support/process.h"

#include "test/support/files.h"

#include <gtest/gtest.h>

namespace sampan {
namespace {

TEST(Process, WhatAFileHeldBeforeIsGone) {
  test::TempDir work;
  const std::string output = (work.path() / "out").string(),
                    messages = (work.path() / "messages").string();
  test::writeFile(output, "much longer than what comes\n");
  test::writeFile(messages, "an error of another run\n");
  EXPECT_EQ(runProcess({"echo", "short"}, output).status, 0);
  EXPECT_EQ(runProcessKeepingMessages({"true"}, messages).status, 0);
  EXPECT_EQ(test::readFile(output), "short\n");
  EXPECT_EQ(test::readFile(messages), "");
}

TEST(Process, AFileThatCannotBeWrittenIsSaid) {
  const ProcessResult result = runProcess({"echo", "text"}, "/no/such/folder/out");
  EXPECT_NE(result.status, 0);
  EXPECT_NE(result.message.find("/no/such/folder/out"), std::string::npos) << result.message;
}

} // namespace
} // namespace sampan
