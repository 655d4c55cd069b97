// SPDX-License-Identifier: Apache-2.0
#include "tool/project/depfile.h"

#include "tool/project/compile_overlay.h"

#include <gtest/gtest.h>

namespace sampan {
namespace {

using Words = std::vector<std::string>;

TEST(Depfile, ReadsWhatCompilersWrite) {
  EXPECT_EQ(parseDepfile("a.o: a.cu b.h \\\n  c\\ d.h \\\n e$$f.h\n\nb.h:\n"),
            (Words{"a.cu", "b.h", "c d.h", "e$f.h"}));
  EXPECT_EQ(parseDepfile("dir/a.o dir/b.o : \\\r\n a.cu\r\n"), Words{"a.cu"});
  EXPECT_TRUE(parseDepfile("").empty());
  EXPECT_TRUE(parseDepfile("a.o:").empty());
}

TEST(Depfile, WritesWhatItReads) {
  Words files = {"a.cu", "with blank.h", "cash$.h", "hash#.h"};
  std::string text = formatDepfile({"a.o"}, files, /*phonyTargets=*/false);
  EXPECT_EQ(parseDepfile(text), files);
}

TEST(Depfile, PhonyTargetsForAllButTheSource) {
  EXPECT_EQ(formatDepfile({"a.o", "a.d"}, {"a.cu", "b.h"}, true),
            "a.o a.d : \\\n  a.cu \\\n  b.h\n\nb.h:\n");
}

TEST(Depfile, NamesTheUsersFiles) {
  auto map = [](const std::string &file) { return originalPath(file, "/t/x.src"); };
  EXPECT_EQ(
      mapPrerequisites({"/t/x.src/p/a.cu", "/t/x.src/p/inc/../b.h", "/p/b.h", "/usr/c.h"}, map),
      (Words{"/p/a.cu", "/p/b.h", "/usr/c.h"}));
  EXPECT_EQ(originalPath("/t/x.srcfile", "/t/x.src"), "/t/x.srcfile");
}

} // namespace
} // namespace sampan
