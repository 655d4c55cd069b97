// SPDX-License-Identifier: Apache-2.0
// Input that no tool can translate: the answer must be a clear message and the right exit code, in
// bounded time and memory, with nothing written and no crash. Exit codes: 0 done, 1 findings at the
// threshold, 2 usage, 3 input that cannot be read or parsed, 4 internal error.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;

class BadInput : public testing::Test {
protected:
  fs::path file(const std::string &name, const std::string &text) {
    writeFile(work.path() / "in" / name, text);
    return work.path() / "in" / name;
  }

  ProcessResult translate(const std::vector<std::string> &files,
                          const std::vector<std::string> &flags = {"-std=c++17"}) {
    std::vector<std::string> command = {sampanTool(), "translate", "--color",
                                        "never",      "-o",        out().string()};
    command.insert(command.end(), files.begin(), files.end());
    command.push_back("--");
    command.insert(command.end(), flags.begin(), flags.end());
    return run(command);
  }

  ProcessResult run(const std::vector<std::string> &command) {
    ProcessOptions options;
    options.timeout = std::chrono::seconds(90);
    ProcessResult result = runProcess(command, options);
    EXPECT_FALSE(result.timedOut) << quoted(command);
    EXPECT_LT(result.exitCode, 4) << "crash or internal error: " << quoted(command) << "\n"
                                  << result.err.substr(0, 4000);
    EXPECT_LT(result.peakKilobytes, 3 * 1024 * 1024) << quoted(command);
    return result;
  }

  void expectNothingWritten() { EXPECT_TRUE(readTree(out()).empty()); }
  fs::path out() const { return work.path() / "out"; }

  TempDir work;
};

#define EXPECT_CONTAINS(text, part)                                                                \
  EXPECT_NE((text).find(part), std::string::npos) << "no \"" << (part) << "\" in:\n" << (text)

TEST_F(BadInput, MissingFile) {
  ProcessResult result = translate({work.path() / "missing.cu"});
  EXPECT_EQ(result.exitCode, 3);
  EXPECT_CONTAINS(result.err, "missing.cu");
  EXPECT_TRUE(result.out.empty());
  expectNothingWritten();
}

TEST_F(BadInput, Directory) {
  fs::create_directories(work.path() / "folder.cu");
  EXPECT_EQ(translate({work.path() / "folder.cu"}).exitCode, 3);
  expectNothingWritten();
}

TEST_F(BadInput, Unreadable) {
  if (geteuid() == 0)
    GTEST_SKIP() << "root reads everything";
  fs::path path = file("secret.cu", "int x;\n");
  fs::permissions(path, fs::perms::none);
  EXPECT_EQ(translate({path}).exitCode, 3);
  expectNothingWritten();
}

TEST_F(BadInput, Binary) {
  std::string bytes;
  for (int i = 0; i < 4096; ++i)
    bytes += static_cast<char>(i * 37 % 256);
  ProcessResult result = translate({file("program.cu", bytes)});
  EXPECT_EQ(result.exitCode, 3);
  EXPECT_CONTAINS(result.err, "program.cu");
  EXPECT_CONTAINS(result.err, "SPN1002");
  expectNothingWritten();
}

TEST_F(BadInput, Utf16) {
  std::string text("\xff\xfe", 2);
  for (char c : std::string("int main() {}\n"))
    (text += c) += '\0';
  EXPECT_EQ(translate({file("wide.cu", text)}).exitCode, 3);
  expectNothingWritten();
}

TEST_F(BadInput, Empty) { EXPECT_EQ(translate({file("empty.cu", "")}).exitCode, 0); }

TEST_F(BadInput, OtherLanguage) {
  ProcessResult result = translate({file("script.cu", "#!/usr/bin/env python3\n"
                                                      "import sys\n"
                                                      "def cudaMalloc(x):\n"
                                                      "    print('it''s', x)\n")});
  EXPECT_EQ(result.exitCode, 3);
  EXPECT_CONTAINS(result.err, "script.cu");
}

TEST_F(BadInput, SyntaxErrorKeepsTheRest) {
  fs::path path = file("broken.cu", "#include <cuda_runtime.h>\n"
                                    "void before() { cudaDeviceSynchronize(); }\n"
                                    "void broken() { int x = ; }\n"
                                    "void after(void *p) { cudaFree(p); }\n");
  ProcessResult result = translate({path});
  EXPECT_EQ(result.exitCode, 3);
  EXPECT_CONTAINS(result.err, "broken.cu:3");
}

TEST_F(BadInput, Enormous) {
  std::string text = "int table[] = {\n";
  for (int i = 0; i < 400000; ++i)
    text += "1234567,\n";
  EXPECT_EQ(translate({file("table.cu", text + "};\n")}).exitCode, 0);

  fs::path huge = work.path() / "in" / "huge.cu"; // sparse: five gigabytes of zeros
  writeFile(huge, "");
  fs::resize_file(huge, 5ull << 30);
  ProcessResult result = translate({huge});
  EXPECT_EQ(result.exitCode, 3);
  EXPECT_CONTAINS(result.err, "SPN1003");
}

TEST_F(BadInput, LongLine) {
  std::string line = "int x = 0";
  for (int i = 0; i < 200000; ++i)
    line += " + 1";
  translate({file("line.cu", line + ";\n")}); // deep nesting: any verdict but a crash
}

TEST_F(BadInput, DeepNesting) {
  std::string text = "int f() { return " + std::string(20000, '(') + "1" + std::string(20000, ')');
  EXPECT_EQ(translate({file("nest.cu", text + "; }\n")}).exitCode, 3);
}

TEST_F(BadInput, MacroBomb) {
  std::string text = "#define A0 x x x x x x x x x x\n";
  for (int i = 1; i <= 12; ++i) {
    std::string before = " A" + std::to_string(i - 1);
    text += "#define A" + std::to_string(i);
    for (int k = 0; k < 10; ++k)
      text += before;
    text += "\n";
  }
  ProcessResult result = translate({file("bomb.cu", text + "int y = sizeof(A12);\n")});
  EXPECT_EQ(result.exitCode, 3);
  expectNothingWritten();
}

TEST_F(BadInput, TemplateBomb) {
  ProcessResult result = translate({file("template.cu", "template <int N> struct S {\n"
                                                        "  static const int v = S<N + 1>::v;\n"
                                                        "};\n"
                                                        "int x = S<0>::v;\n")});
  EXPECT_EQ(result.exitCode, 3);
}

TEST_F(BadInput, ConstexprLoop) {
  translate({file("constexpr.cu", "constexpr int f() { int n = 0; for (;;) ++n; return n; }\n"
                                  "constexpr int x = f();\n")});
}

TEST_F(BadInput, CyclicIncludes) {
  file("a.h", "#include \"b.h\"\nint a;\n");
  file("b.h", "#include \"a.h\"\nint b;\n");
  EXPECT_EQ(translate({file("cycle.cu", "#include \"a.h\"\nint main() {}\n")}).exitCode, 3);
  EXPECT_EQ(translate({file("self.cu", "#include \"self.cu\"\n")}).exitCode, 3);
}

TEST_F(BadInput, OneBadFileAmongGood) {
  fs::path good = file("good.cu", "#include <cuda_runtime.h>\nvoid f(void *p) { cudaFree(p); }\n");
  ProcessResult result = translate({good, work.path() / "missing.cu"});
  EXPECT_EQ(result.exitCode, 3);
  EXPECT_EQ(readTree(out()).count("good.cu"), 1u) << "the good file is translated all the same";
}

TEST_F(BadInput, OutputIsAFile) {
  fs::path good = file("good.cu", "#include <cuda_runtime.h>\nvoid f(void *p) { cudaFree(p); }\n");
  writeFile(out(), "precious");
  EXPECT_NE(translate({good}).exitCode, 0);
  EXPECT_EQ(readFile(out()), "precious");
}

TEST_F(BadInput, RefusesToOverwriteForeignFiles) {
  fs::path good = file("good.cu", "#include <cuda_runtime.h>\nvoid f(void *p) { cudaFree(p); }\n");
  writeFile(out() / "good.cu", "precious");
  ProcessResult result = translate({good});
  EXPECT_NE(result.exitCode, 0);
  EXPECT_EQ(readFile(out() / "good.cu"), "precious");
  EXPECT_CONTAINS(result.err, "good.cu");
}

TEST_F(BadInput, InputIsNeverTheOutput) {
  std::string text = "#include <cuda_runtime.h>\nvoid f(void *p) { cudaFree(p); }\n";
  fs::path good = file("good.cu", text);
  run({sampanTool(), "translate", "-o", (work.path() / "in").string(), good, "--"});
  EXPECT_EQ(readFile(good), text);
}

TEST_F(BadInput, ReadOnlyOutput) {
  if (geteuid() == 0)
    GTEST_SKIP() << "root writes everywhere";
  fs::path good = file("good.cu", "#include <cuda_runtime.h>\nvoid f(void *p) { cudaFree(p); }\n");
  fs::create_directories(out());
  fs::permissions(out(), fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_EQ(translate({good}).exitCode, 3);
}

TEST_F(BadInput, Usage) {
  EXPECT_EQ(run({sampanTool()}).exitCode, 2);
  EXPECT_EQ(run({sampanTool(), "translate"}).exitCode, 2);
  EXPECT_EQ(run({sampanTool(), "translate", "--no-such-option", "a.cu"}).exitCode, 2);
  EXPECT_EQ(run({sampanTool(), "nosuchcommand"}).exitCode, 2);
  EXPECT_EQ(run({sampanTool(), "--help"}).exitCode, 0);
  EXPECT_EQ(run({sampanTool(), "--version"}).exitCode, 0);
}

TEST_F(BadInput, CompileDriver) {
  EXPECT_EQ(run({spncc()}).exitCode, 1);
  EXPECT_EQ(run({spncc(), (work.path() / "missing.cu").string()}).exitCode, 1);
  ProcessResult result = run({spncc(), "-c", "-o", (work.path() / "x.o").string(),
                              file("broken.cu", "__global__ void k() { int x = ; }\n")});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_CONTAINS(result.err, "broken.cu:1");
  EXPECT_FALSE(fs::exists(work.path() / "x.o"));
  result = run({spncc(), "-o", (work.path() / "x").string(),
                file("unresolved.cu", "void missing();\nint main() { missing(); }\n")});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_FALSE(fs::exists(work.path() / "x"));
}

} // namespace
} // namespace sampan::test
