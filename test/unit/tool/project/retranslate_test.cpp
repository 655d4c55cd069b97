// SPDX-License-Identifier: Apache-2.0
// Files of an output tree that were edited, deleted or renamed between two translations.
#include "tool/project/retranslate.h"

#include "rewriters/core/diagnostics.h"
#include "tool/support/files.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace sampan {
namespace {

namespace fs = std::filesystem;

class Retranslate : public testing::Test {
protected:
  std::string path(const std::string &name) const { return made->path() + "/" + name; }
  std::string text(const std::string &name) {
    llvm::Expected<std::string> content = readFile(path(name));
    if (content)
      return *content;
    llvm::consumeError(content.takeError());
    return "(none)";
  }
  void write(const std::string &name, const std::string &content) {
    llvm::Error error = writeFileAtomically(path(name), content);
    ASSERT_FALSE(bool(error));
  }
  /// The source exists; its translation is `content`.
  OutputFile output(const std::string &name, const std::string &content) {
    write("src/" + name, "source");
    return {path("src/" + name), name, content, true};
  }
  WriteResult translate(const std::vector<OutputFile> &files, bool force = false) {
    return writeTree(files, path("out"), force);
  }
  static std::vector<DiagId> ids(const std::vector<Finding> &findings) {
    std::vector<DiagId> result;
    for (const Finding &finding : findings)
      result.push_back(finding.id);
    return result;
  }

  llvm::Expected<TemporaryDirectory> made = TemporaryDirectory::create();
};

using Ids = std::vector<DiagId>;

TEST_F(Retranslate, KeepsEditsAndTakesChanges) {
  translate({output("a.cu", "1\n2\n3\n4\n")});
  write("out/a.cu", "1\nby hand\n3\n4\n");
  // Nothing new: the file stays, however often.
  for (int i = 0; i < 2; ++i) {
    WriteResult same = translate({output("a.cu", "1\n2\n3\n4\n")});
    EXPECT_EQ(same.written, 0u);
    EXPECT_EQ(same.merged, 0u);
    EXPECT_EQ(text("out/a.cu"), "1\nby hand\n3\n4\n");
  }
  WriteResult result = translate({output("a.cu", "1\n2\n3\nupstream\n")});
  EXPECT_TRUE(result.problems.empty());
  EXPECT_TRUE(result.notices.empty());
  EXPECT_EQ(result.merged, 1u);
  EXPECT_EQ(text("out/a.cu"), "1\nby hand\n3\nupstream\n");
  // What was merged counts as known: the next change merges just as well.
  translate({output("a.cu", "0\n1\n2\n3\nupstream\n")});
  EXPECT_EQ(text("out/a.cu"), "0\n1\nby hand\n3\nupstream\n");
}

TEST_F(Retranslate, MarksConflictsAndWaitsForTheirResolution) {
  translate({output("a.cu", "1\n2\n3\n"), output("b.cu", "b\n")});
  write("out/a.cu", "1\nmine\n3\n");
  WriteResult result = translate({output("a.cu", "1\ntheirs\n3\n"), output("b.cu", "new\n")});
  EXPECT_EQ(ids(result.notices), Ids{diag::MergeConflict::id});
  EXPECT_EQ(result.notices[0].at.line, 2u);
  EXPECT_EQ(result.notices[0].at.file, path("out/a.cu"));
  EXPECT_NE(text("out/a.cu").find("mine\n||||||| translated before\n2\n=======\ntheirs\n"),
            std::string::npos);
  EXPECT_EQ(text("out/b.cu"), "new\n") << "other files are translated";

  std::string marked = text("out/a.cu");
  WriteResult again = translate({output("a.cu", "1\nnewer\n3\n")});
  EXPECT_EQ(ids(again.problems), Ids{diag::ConflictUnresolved::id});
  EXPECT_EQ(text("out/a.cu"), marked);

  write("out/a.cu", "1\nboth\n3\n");
  WriteResult resolved = translate({output("a.cu", "1\ntheirs\n3\nmore\n")});
  EXPECT_TRUE(resolved.problems.empty());
  EXPECT_TRUE(resolved.notices.empty());
  EXPECT_EQ(text("out/a.cu"), "1\nboth\n3\nmore\n");
}

TEST_F(Retranslate, ForceOverwritesEditsAndMarkers) {
  translate({output("a.cu", "1\n")});
  write("out/a.cu", "<<<<<<< edited by hand\n");
  EXPECT_TRUE(translate({output("a.cu", "2\n")}, /*force=*/true).problems.empty());
  EXPECT_EQ(text("out/a.cu"), "2\n");
}

TEST_F(Retranslate, FilesDeletedByHandStayDeleted) {
  translate({output("a.cu", "1\n"), output("b.cu", "1\n")});
  fs::remove(path("out/a.cu"));
  fs::remove(path("out/b.cu"));
  WriteResult result = translate({output("a.cu", "1\n"), output("b.cu", "2\n")});
  EXPECT_EQ(ids(result.notices), (Ids{diag::OutputDeleted::id, diag::DeletedButChanged::id}));
  EXPECT_EQ(text("out/a.cu"), "(none)");
  EXPECT_EQ(text("out/b.cu"), "2\n");
  translate({output("a.cu", "1\n"), output("b.cu", "2\n")}, /*force=*/true);
  EXPECT_EQ(text("out/a.cu"), "1\n");
}

TEST_F(Retranslate, FilesFollowTheirSources) {
  translate({output("plain.cu", "1\n"), output("edited.cu", "1\n"), output("kept.cu", "1\n")});
  write("out/edited.cu", "mine\n");
  fs::remove(path("src/plain.cu"));
  fs::remove(path("src/edited.cu"));
  for (int i = 0; i < 2; ++i) {
    // kept.cu is not part of this run, but its source is there.
    WriteResult result = translate({output("new.cu", "n\n")});
    EXPECT_EQ(ids(result.notices), Ids{diag::SourceGone::id}) << "said until the file is gone";
    EXPECT_EQ(result.removed, i == 0 ? 1u : 0u);
    EXPECT_EQ(text("out/plain.cu"), "(none)");
    EXPECT_EQ(text("out/edited.cu"), "mine\n");
    EXPECT_EQ(text("out/kept.cu"), "1\n");
  }
  fs::remove(path("out/edited.cu"));
  EXPECT_TRUE(translate({output("new.cu", "n\n")}).notices.empty());
  EXPECT_EQ(text("out/.sampan-base/edited.cu.base"), "(none)");
  EXPECT_EQ(text("out/.sampan-manifest.json").find("edited.cu"), std::string::npos);
}

TEST_F(Retranslate, EditsMoveWithARenamedSource) {
  translate({output("old.cu", "1\n2\n3\n4\n5\n"), output("other.cu", "a\nb\nc\n")});
  write("out/old.cu", "1\nmine\n3\n4\n5\n");
  fs::remove(path("src/old.cu"));
  WriteResult result =
      translate({output("dir/new.cu", "1\n2\n3\n4\nsix\n"), output("other.cu", "a\nb\nc\n")});
  EXPECT_EQ(ids(result.notices), Ids{diag::OutputMoved::id});
  EXPECT_EQ(text("out/dir/new.cu"), "1\nmine\n3\n4\nsix\n");
  EXPECT_EQ(text("out/old.cu"), "(none)");
}

TEST_F(Retranslate, UnlikeFilesAreNoRename) {
  translate({output("old.cu", "1\n2\n3\n4\n5\n")});
  write("out/old.cu", "1\nmine\n3\n4\n5\n");
  fs::remove(path("src/old.cu"));
  WriteResult result = translate({output("new.cu", "1\nx\ny\nz\nw\n")});
  EXPECT_EQ(ids(result.notices), Ids{diag::SourceGone::id});
  EXPECT_EQ(text("out/new.cu"), "1\nx\ny\nz\nw\n");
  EXPECT_EQ(text("out/old.cu"), "1\nmine\n3\n4\n5\n");
}

TEST_F(Retranslate, TreesCanBeMoved) {
  translate({output("a.cu", "1\n2\n")});
  EXPECT_EQ(text("out/.sampan-manifest.json").find(made->path()), std::string::npos);
  fs::create_directory(path("elsewhere"));
  fs::rename(path("out"), path("elsewhere/out"));
  fs::rename(path("src"), path("elsewhere/src"));
  write("elsewhere/out/a.cu", "1\nmine\n");
  WriteResult result = writeTree({{path("elsewhere/src/a.cu"), "a.cu", "new\n2\n", true}},
                                 path("elsewhere/out"), false);
  EXPECT_TRUE(result.problems.empty());
  EXPECT_EQ(text("elsewhere/out/a.cu"), "new\nmine\n");
}

TEST_F(Retranslate, AForgedManifestRemovesNothingOutside) {
  write("precious", "1");
  write("out/.sampan-manifest.json",
        R"({"schema": "sampan-manifest/1", "files": {"../precious": {"hash": ")" +
            contentHash("1") + R"(", "source": "gone.cu"}}})");
  translate({output("a.cu", "1\n")});
  EXPECT_EQ(text("precious"), "1");
}

} // namespace
} // namespace sampan
