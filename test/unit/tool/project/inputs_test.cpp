// SPDX-License-Identifier: Apache-2.0
#include "tool/project/inputs.h"

#include "rewriters/core/diagnostics.h"
#include "tool/support/files.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace sampan {
namespace {

class Inputs : public testing::Test {
protected:
  /// Id of the complaint about a file with this content; 0 for none.
  DiagId complaint(const std::string &name, const std::string &text) {
    std::string file = made->path() + "/" + name;
    llvm::Error error = writeFileAtomically(file, text);
    EXPECT_FALSE(bool(error));
    std::optional<Finding> finding = checkInput(file);
    return finding ? finding->id : DiagId(0);
  }

  llvm::Expected<TemporaryDirectory> made = TemporaryDirectory::create();
};

TEST_F(Inputs, SourcesAreFine) {
  EXPECT_EQ(complaint("a.cu", "int x;\n"), 0);
  EXPECT_EQ(complaint("empty.cuh", ""), 0);
  EXPECT_EQ(complaint("utf8.cpp", "// \xE4\xB8\xAD\xE6\x96\x87\n"), 0);
}

TEST_F(Inputs, OtherThingsAreRefused) {
  EXPECT_EQ(complaint("zero.cu", std::string("int\0x;", 6)), diag::InputNotText::id);
  EXPECT_EQ(complaint("wide.cu", "\xFF\xFEi"), diag::InputNotText::id);
  EXPECT_EQ(complaint("script.cu", "#!/usr/bin/env python3\n"), diag::InputUnreadable::id);
  EXPECT_EQ(complaint("README.md", "text"), diag::InputUnreadable::id);
  EXPECT_EQ(checkInput(made->path())->id, diag::InputUnreadable::id);
  EXPECT_EQ(checkInput(made->path() + "/missing.cu")->id, diag::InputUnreadable::id);
}

TEST_F(Inputs, EnormousFilesAreNotRead) {
  std::string file = made->path() + "/huge.cu";
  ASSERT_EQ(complaint("huge.cu", ""), 0);
  std::filesystem::resize_file(file, kLargestInput + 1);
  EXPECT_EQ(checkInput(file)->id, diag::InputTooLarge::id);
}

} // namespace
} // namespace sampan
