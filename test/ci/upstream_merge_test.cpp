// SPDX-License-Identifier: Apache-2.0
// The life of a translated project: translated, edited by hand at ten places, its upstream changed
// at twenty, translated again. Every edit must survive, and only where both sides changed the same
// lines may there be a conflict.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;

class UpstreamMerge : public testing::Test {
protected:
  /// A kernel, a function that calls it, and a comment; ten such blocks a file.
  static std::string block(const std::string &name) {
    return "// Block " + name +
           "\n"
           "__global__ void scale_" +
           name +
           "(float *values, int count) {\n"
           "  int i = blockIdx.x * blockDim.x + threadIdx.x;\n"
           "  if (i < count)\n"
           "    values[i] *= 2.0f;\n"
           "}\n\n"
           "int run_" +
           name +
           "(float *host, int count) {\n"
           "  float *device = nullptr;\n"
           "  if (cudaMalloc(&device, count * sizeof(float)) != cudaSuccess)\n"
           "    return 1;\n"
           "  cudaMemcpy(device, host, count * sizeof(float), cudaMemcpyHostToDevice);\n"
           "  scale_" +
           name +
           "<<<(count + 127) / 128, 128>>>(device, count);\n"
           "  cudaMemcpy(host, device, count * sizeof(float), cudaMemcpyDeviceToHost);\n"
           "  return cudaFree(device) == cudaSuccess ? 0 : 1;\n"
           "}\n\n";
  }
  static std::string file(const std::string &prefix) {
    std::string text = "#include <cuda_runtime.h>\n\n";
    for (int i = 0; i < 10; ++i)
      text += block(prefix + std::to_string(i));
    return text;
  }
  fs::path source(const std::string &name) const { return work.path() / "src" / name; }
  fs::path output(const std::string &name) const { return work.path() / "out" / name; }
  std::string out(const std::string &name) const { return readFile(output(name)); }

  ProcessResult translate() {
    std::vector<std::string> words = {sampanTool(), "translate", "src", "-o", "out"};
    ProcessOptions options;
    options.directory = work.path();
    return runProcess(words, options);
  }
  /// Replaces `from`, which must be there once, in a file.
  static void edit(const fs::path &path, const std::string &from, const std::string &to) {
    std::string text = readFile(path);
    std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << path << " lacks " << from << "\n" << text;
    ASSERT_EQ(text.find(from, at + 1), std::string::npos) << from;
    writeFile(path, text.replace(at, from.size(), to));
  }
  static std::size_t count(const std::string &text, const std::string &part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
      ++found;
    return found;
  }
  TempDir work;
};

TEST_F(UpstreamMerge, TenEditsTwentyChanges) {
  for (const char *name : {"a", "b", "c"})
    writeFile(source(std::string(name) + ".cu"), file(name));
  ASSERT_EQ(translate().exitCode, 0);

  // Ten places by hand, in what was translated.
  std::vector<std::pair<std::string, std::string>> edits;
  for (int i = 0; i < 5; ++i) {
    std::string a = "a" + std::to_string(i), b = "b" + std::to_string(i);
    edit(output("a.cu"), "// Block " + a + "\n", "// Block " + a + ", tuned by hand\n");
    edits.emplace_back("a.cu", "// Block " + a + ", tuned by hand\n");
    edit(output("b.cu"), "int run_" + b + "(float *host, int count) {\n",
         "int run_" + b + "(float *host, int count) {\n  checkByHand(\"" + b + "\");\n");
    edits.emplace_back("b.cu", "  checkByHand(\"" + b + "\");\n");
  }
  // Twenty changes upstream, in other lines of the same blocks, and in blocks without edits; one
  // line is added in front of everything.
  std::vector<std::pair<std::string, std::string>> changes;
  for (int i = 0; i < 10; ++i) {
    std::string a = "a" + std::to_string(i), b = "b" + std::to_string(i);
    edit(source("a.cu"), "  scale_" + a + "<<<(count + 127) / 128, 128>>>(device, count);\n",
         "  scale_" + a + "<<<(count + 255) / 256, 256>>>(device, count);\n");
    changes.emplace_back("a.cu", "spnLaunch(scale_" + a + ", (count + 255) / 256, 256");
    edit(source("b.cu"), "// Block " + b + "\n", "// Block " + b + "\n// Revised upstream\n");
    changes.emplace_back("b.cu", "// Block " + b + "\n// Revised upstream\n");
  }
  ProcessResult merged = translate();
  EXPECT_EQ(merged.exitCode, 0) << merged.err;
  EXPECT_NE(merged.err.find("2 merged with your changes"), std::string::npos) << merged.err;
  for (const auto &[name, text] : edits)
    EXPECT_EQ(count(out(name), text), 1u) << "an edit by hand is gone: " << text;
  for (const auto &[name, text] : changes)
    EXPECT_EQ(count(out(name), text), 1u) << "a change upstream is missing: " << text << merged.err;
  for (const char *name : {"a.cu", "b.cu", "c.cu"})
    EXPECT_EQ(out(name).find("<<<<<<<"), std::string::npos);

  // A third run has nothing to do.
  std::string before = out("a.cu");
  EXPECT_EQ(translate().exitCode, 0);
  EXPECT_EQ(out("a.cu"), before);
}

TEST_F(UpstreamMerge, ConflictsOnlyWhereBothTouchedTheSameLines) {
  writeFile(source("a.cu"), file("a"));
  ASSERT_EQ(translate().exitCode, 0);
  edit(output("a.cu"), "// Block a1\n", "// Block a1 by hand\n");
  edit(output("a.cu"), "// Block a2\n", "// Block a2 by hand\n");
  edit(source("a.cu"), "// Block a1\n", "// Block a1 upstream\n");
  edit(source("a.cu"), "// Block a3\n", "// Block a3 upstream\n");
  ProcessResult result = translate();
  EXPECT_EQ(result.exitCode, 5) << result.err;
  EXPECT_EQ(count(result.err, "SPN1021"), 1u) << result.err;
  std::string text = out("a.cu");
  EXPECT_EQ(count(text, "<<<<<<<"), 1u);
  EXPECT_NE(text.find("<<<<<<< edited by hand\n// Block a1 by hand\n||||||| translated before\n"
                      "// Block a1\n=======\n// Block a1 upstream\n>>>>>>> translated now\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(count(text, "// Block a2 by hand\n"), 1u);
  EXPECT_EQ(count(text, "// Block a3 upstream\n"), 1u);

  // Not resolved yet: nothing is written.
  ProcessResult again = translate();
  EXPECT_EQ(again.exitCode, 5);
  EXPECT_EQ(count(again.err, "SPN1022"), 1u) << again.err;
  EXPECT_EQ(out("a.cu"), text);
  std::size_t begin = text.find("<<<<<<<"), end = text.find(">>>>>>> translated now\n");
  text.replace(begin, end + 23 - begin, "// Block a1 both\n");
  writeFile(output("a.cu"), text);
  EXPECT_EQ(translate().exitCode, 0);
  EXPECT_EQ(out("a.cu"), text);
}

TEST_F(UpstreamMerge, NewRemovedAndRenamedFiles) {
  for (const char *name : {"kept", "renamed", "removed", "edited"})
    writeFile(source(std::string(name) + ".cu"), file(name));
  ASSERT_EQ(translate().exitCode, 0);
  edit(output("renamed.cu"), "// Block renamed4\n", "// Block renamed4 by hand\n");
  edit(output("edited.cu"), "// Block edited4\n", "// Block edited4 by hand\n");
  fs::create_directories(source("sub"));
  fs::rename(source("renamed.cu"), source("sub/better_name.cu"));
  edit(source("sub/better_name.cu"), "// Block renamed7\n", "// Block renamed7 upstream\n");
  fs::remove(source("removed.cu"));
  fs::remove(source("edited.cu"));
  writeFile(source("new.cu"), file("new"));
  ProcessResult result = translate();
  EXPECT_EQ(result.exitCode, 5) << "edits whose source is gone need a person: " << result.err;
  EXPECT_EQ(count(out("sub/better_name.cu"), "// Block renamed4 by hand\n"), 1u);
  EXPECT_EQ(count(out("sub/better_name.cu"), "// Block renamed7 upstream\n"), 1u);
  EXPECT_FALSE(fs::exists(output("renamed.cu")));
  EXPECT_FALSE(fs::exists(output("removed.cu")));
  EXPECT_EQ(count(out("edited.cu"), "by hand"), 1u) << "never lost";
  EXPECT_TRUE(fs::exists(output("new.cu")));
  EXPECT_TRUE(fs::exists(output("kept.cu")));
  EXPECT_EQ(count(result.err, "SPN1025"), 1u) << result.err;
  EXPECT_EQ(count(result.err, "SPN1026"), 1u) << result.err;
}

} // namespace
} // namespace sampan::test
