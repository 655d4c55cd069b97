// SPDX-License-Identifier: Apache-2.0
#include "tool/project/compile_overlay.h"

#include "tool/support/files.h"
#include "tool/support/process.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace sampan {
namespace {

/// A main file that includes an edited header through an unedited one, from another directory.
class Overlay : public testing::Test {
protected:
  void SetUp() override {
    write("src/main.cu", "#include \"outer.h\"\n#include <lib.h>\n#include \"../data/table.h\"\n"
                         "int main() { return inner() + LIB + TABLE - 6; }\n");
    write("src/outer.h", "#pragma once\n#include \"../inc/inner.h\"\n");
    write("inc/inner.h", "#pragma once\ninline int inner() { return broken; }\n");
    write("lib/lib.h", "#include \"../inc/inner.h\"\n#define LIB 2\n");
    write("data/table.h", "#define TABLE 3\n");
    plan.mainFiles = {path("src/main.cu")};
    plan.files = {path("inc/inner.h"), path("lib/lib.h"), path("src/main.cu"), path("src/outer.h")};
    request = {path("overlay"), path("src"), path("src/main.cu"), "main.cu", {{"-I", "../lib"}}};
  }

  std::string path(const std::string &name) const { return directory->path() + "/" + name; }

  void write(const std::string &name, const std::string &text) {
    llvm::Error error = writeFileAtomically(path(name), text);
    ASSERT_FALSE(bool(error));
  }

  void edit(const std::string &name, const std::string &from, const std::string &to) {
    std::string text = *readFile(path(name));
    auto begin = static_cast<std::uint32_t>(text.find(from));
    auto end = static_cast<std::uint32_t>(begin + from.size());
    plan.edits[path(name)].push_back({{path(name), begin, end, 1, 1}, to});
  }

  CompileOverlay overlay() {
    llvm::Expected<CompileOverlay> written = writeCompileOverlay(request, plan);
    EXPECT_TRUE(bool(written)) << llvm::toString(written.takeError());
    return *written;
  }

  /// Exit status of the compiler, with the overlay's flags, in the directory of the command.
  int compile(const std::string &compiler, const CompileOverlay &used) {
    std::vector<std::string> command = {"env", "-C", request.directory, compiler, "-x", "c++"};
    command.insert(command.end(), used.flags.begin(), used.flags.end());
    command.insert(command.end(), {used.mainFile, "-o", path("program")});
    return runProcess(command, path("output"), /*quiet=*/false).status;
  }

  llvm::Expected<TemporaryDirectory> made = TemporaryDirectory::create();
  TemporaryDirectory *directory = &*made;
  Plan plan;
  OverlayRequest request;
};

TEST_F(Overlay, WithoutEditedHeadersOnlyTheMainFileIsWritten) {
  overlay();
  EXPECT_TRUE(bool(readFile(path("overlay") + path("src/main.cu"))));
  llvm::Expected<std::string> header = readFile(path("overlay") + path("inc/inner.h"));
  EXPECT_FALSE(bool(header));
  llvm::consumeError(header.takeError());
}

TEST_F(Overlay, EditedHeadersAreFoundOnEveryWay) {
  edit("inc/inner.h", "broken", "1");
  CompileOverlay written = overlay();
  for (const char *compiler : {"g++", "clang++-22", "clang++"}) {
    if (findProgram(compiler).empty())
      continue;
    ASSERT_EQ(compile(compiler, written), 0) << compiler;
    EXPECT_EQ(runProcess({path("program")}).status, 0) << compiler;
  }
}

TEST_F(Overlay, LinesAndNamesAreTheUsers) {
  edit("inc/inner.h", "broken", "1");
  overlay();
  EXPECT_EQ(readFile(path("overlay") + path("src/main.cu"))->rfind("#line 1 \"main.cu\"\n", 0), 0u);
  std::string header = *readFile(path("overlay") + path("inc/inner.h"));
  EXPECT_EQ(header, "#line 1 \"" + path("inc/inner.h") +
                        "\"\n#pragma once\ninline int inner() { return 1; }\n");
}

TEST_F(Overlay, AFileThatChangedMeanwhileIsAnError) {
  edit("inc/inner.h", "broken", "1");
  write("inc/inner.h", "");
  llvm::Expected<CompileOverlay> written = writeCompileOverlay(request, plan);
  EXPECT_FALSE(bool(written));
  llvm::consumeError(written.takeError());
}

TEST_F(Overlay, AByteOrderMarkIsDropped) {
  write("src/main.cu", "\xEF\xBB\xBFint main() {}\n");
  overlay();
  EXPECT_EQ(*readFile(path("overlay") + path("src/main.cu")),
            "#line 1 \"main.cu\"\nint main() {}\n");
}

} // namespace
} // namespace sampan
