// SPDX-License-Identifier: Apache-2.0
#include "tool/project/output_tree.h"

#include "rewriters/core/diagnostics.h"
#include "tool/project/manifest.h"
#include "tool/support/files.h"
#include "tool/support/process.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace sampan {
namespace {

namespace fs = std::filesystem;

class OutputTree : public testing::Test {
protected:
  std::string path(const std::string &name) const { return directory->path() + "/" + name; }
  std::string text(const std::string &name) { return *readFile(path(name)); }

  void write(const std::string &name, const std::string &content) {
    llvm::Error error = writeFileAtomically(path(name), content);
    ASSERT_FALSE(bool(error));
  }

  OutputFile output(const std::string &name, const std::string &content) {
    return {path("src/" + name), name, content, true};
  }

  WriteResult writeOut(const std::vector<OutputFile> &files, bool force = false) {
    return writeTree(files, path("out"), force);
  }

  llvm::Expected<TemporaryDirectory> made = TemporaryDirectory::create();
  TemporaryDirectory *directory = &*made;
};

TEST_F(OutputTree, CommonDirectory) {
  EXPECT_EQ(commonDirectory({"/p/a/x.cu", "/p/b/y.h"}), "/p");
  EXPECT_EQ(commonDirectory({"/p/a/x.cu", "/p/ab/y.h"}), "/p");
  EXPECT_EQ(commonDirectory({"/p/a/x.cu"}), "/p/a");
  EXPECT_EQ(commonDirectory({"/p/x", "/q/y"}), "/");
  EXPECT_EQ(commonDirectory({}), "");
}

TEST_F(OutputTree, WritesOnceAndOnlyWhatChanged) {
  EXPECT_EQ(writeOut({output("a.cu", "1"), output("inc/b.h", "2")}).written, 2u);
  WriteResult again = writeOut({output("a.cu", "1"), output("inc/b.h", "3")});
  EXPECT_EQ(again.written, 1u);
  EXPECT_EQ(again.unchanged, 1u);
  EXPECT_EQ(text("out/inc/b.h"), "3");
}

TEST_F(OutputTree, LeavesForeignAndEditedFilesAlone) {
  write("out/a.cu", "precious");
  WriteResult result = writeOut({output("a.cu", "1"), output("b.cu", "2")});
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_EQ(result.problems[0].id, diag::OutputWouldOverwrite::id);
  EXPECT_EQ(text("out/a.cu"), "precious");
  EXPECT_FALSE(fs::exists(path("out/b.cu"))) << "all or nothing";

  // Edited, and what was written before is not known.
  EXPECT_TRUE(writeOut({output("b.cu", "2")}).problems.empty());
  write("out/b.cu", "edited by hand");
  fs::remove_all(path("out/.sampan-base"));
  EXPECT_FALSE(writeOut({output("b.cu", "3")}).problems.empty());
  EXPECT_EQ(text("out/b.cu"), "edited by hand");
  EXPECT_TRUE(writeOut({output("b.cu", "3")}, /*force=*/true).problems.empty());
  EXPECT_EQ(text("out/b.cu"), "3");
}

TEST_F(OutputTree, NeverOverwritesASource) {
  write("src/a.cu", "source");
  EXPECT_FALSE(writeTree({output("a.cu", "1")}, path("src"), true).problems.empty());
  EXPECT_EQ(text("src/a.cu"), "source");
}

TEST_F(OutputTree, StaysInsideTheDirectory) {
  EXPECT_FALSE(writeOut({output("../escaped.cu", "1")}).problems.empty());
  EXPECT_FALSE(fs::exists(path("escaped.cu")));
  fs::create_directories(path("out"));
  fs::create_directories(path("elsewhere"));
  fs::create_directory_symlink(path("elsewhere"), path("out/link"));
  EXPECT_FALSE(writeOut({output("link/a.cu", "1")}, true).problems.empty());
  EXPECT_TRUE(fs::is_empty(path("elsewhere")));
}

TEST_F(OutputTree, RendersWholeProjectAndRenames) {
  write("src/main.cu", "cudaFree(p);\n");
  write("src/included.cu", "x\n");
  write("src/inc/k.h", "plain\n");
  Plan plan;
  plan.mainFiles = {path("src/included.cu"), path("src/main.cu")};
  plan.files = {path("src/inc/k.h"), path("src/included.cu"), path("src/main.cu")};
  plan.edits[path("src/main.cu")] = {{{path("src/main.cu"), 0, 8, 1, 1}, "spnFree"}};
  llvm::Expected<std::vector<OutputFile>> files =
      renderTree(plan, {".cpp", {path("src/included.cu"), path("src/inc/k.h")}});
  ASSERT_TRUE(bool(files));
  ASSERT_EQ(files->size(), 3u);
  EXPECT_EQ((*files)[0].path, "inc/k.h");
  EXPECT_EQ((*files)[0].text, "plain\n");
  EXPECT_EQ((*files)[1].path, "included.cu");
  EXPECT_EQ((*files)[2].path, "main.cpp");
  EXPECT_EQ((*files)[2].text, "spnFree(p);\n");
}

TEST_F(OutputTree, InPlaceWantsCommittedFiles) {
  if (findProgram("git").empty())
    GTEST_SKIP() << "no git";
  write("src/a.cu", "old");
  auto git = [&](std::vector<std::string> words) {
    words.insert(words.begin(),
                 {"git", "-C", path("src"), "-c", "user.name=n", "-c", "user.email=e@example.org"});
    return runProcess(words, "/dev/null", true).status;
  };
  ASSERT_EQ(git({"init", "-q"}), 0);
  EXPECT_FALSE(writeInPlace({output("a.cu", "new")}, false, false).problems.empty());
  EXPECT_EQ(text("src/a.cu"), "old");
  ASSERT_EQ(git({"add", "a.cu"}), 0);
  ASSERT_EQ(git({"commit", "-q", "-m", "m"}), 0);
  EXPECT_TRUE(writeInPlace({output("a.cu", "new")}, false, true).problems.empty());
  EXPECT_EQ(text("src/a.cu"), "new");
  EXPECT_EQ(text("src/a.cu.orig"), "old");
  EXPECT_TRUE(writeInPlace({output("a.cu", "newer")}, /*force=*/true, false).problems.empty());
}

TEST(Manifest, SurvivesARoundTrip) {
  Manifest manifest;
  manifest.files["a b.cu"] = {"12", "/p/a b.cu"};
  llvm::Expected<Manifest> read = Manifest::parse(manifest.toJson());
  ASSERT_TRUE(bool(read));
  EXPECT_EQ(read->files["a b.cu"].hash, "12");
  for (const char *bad : {"", "[]", "{}", "{\"schema\": \"other/1\", \"files\": {}}",
                          "{\"schema\": \"sampan-manifest/1\", \"files\": {\"a\": 1}}"}) {
    llvm::Expected<Manifest> broken = Manifest::parse(bad);
    EXPECT_FALSE(bool(broken)) << bad;
    llvm::consumeError(broken.takeError());
  }
}

} // namespace
} // namespace sampan
