// SPDX-License-Identifier: Apache-2.0
// Every sample both ways: translated and built with an ordinary C++ compiler, and built by spncc as
// it is. The programs check themselves; what they print must be the sample's expected.txt.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;

fs::path samples() { return fs::path(SAMPAN_SOURCE_DIR) / "samples"; }

void expectSuccess(const std::vector<std::string> &command) {
  ProcessOptions options;
  options.environment = driverEnvironment();
  options.timeout = std::chrono::seconds(300);
  ProcessResult result = runProcess(command, options);
  ASSERT_EQ(result.exitCode, 0) << quoted(command) << "\n" << result.out << result.err;
}

void expectOutput(const fs::path &program, const fs::path &sample) {
  ProcessResult result = runProcess({program.string()});
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_EQ(unifiedDiff(readFile(sample / "expected.txt"), result.out, "expected.txt", "actual"),
            "");
}

#ifdef SAMPAN_TEST_SANITIZE
std::string hostCompiler() { return SAMPAN_TEST_COMPILER; }
std::string sanitizeFlags() { return " -fsanitize=" SAMPAN_TEST_SANITIZE; }
#else
std::string hostCompiler() { return "g++"; }
std::string sanitizeFlags() { return ""; }
#endif

class SingleFile : public testing::TestWithParam<const char *> {
protected:
  fs::path sample() const { return samples() / GetParam(); }
  fs::path source() const {
    for (const fs::directory_entry &entry : fs::directory_iterator(sample()))
      if (entry.path().extension() == ".cu")
        return entry.path();
    return {};
  }
  TempDir work;
};

TEST_P(SingleFile, Translated) {
  fs::path out = work.path() / "out", program = work.path() / "program";
  expectSuccess(
      {sampanTool(), "translate", "-o", out.string(), source().string(), "--", "-std=c++17"});
  expectSuccess(
      compileCommand("g++", "c++17", {}, {(out / source().filename()).string()}, program.string()));
  expectOutput(program, sample());
}

TEST_P(SingleFile, CompiledDirectly) {
  fs::path program = work.path() / "program";
  expectSuccess({spncc(), "-std=c++17", "-O2", "-o", program.string(), source().string()});
  expectOutput(program, sample());
}

INSTANTIATE_TEST_SUITE_P(Samples, SingleFile,
                         testing::Values("vector-add", "reduction", "matmul", "streams-graph"),
                         [](const auto &info) {
                           std::string name = info.param;
                           for (char &c : name)
                             c = c == '-' ? '_' : c;
                           return name;
                         });

// The project with the Makefile: only the variables that the Makefile offers are set.
class Particles : public testing::Test {
protected:
  fs::path sample() const { return samples() / "particles"; }
  TempDir work;
};

TEST_F(Particles, Translated) {
  fs::path tree = work.path() / "translated";
  fs::copy(sample(), tree, fs::copy_options::recursive);
  fs::remove_all(tree / "src");
  fs::copy(sample() / "src", tree / "src");
  std::vector<std::string> command = {sampanTool(), "translate", "--force", "-o",
                                      (tree / "src").string()};
  for (const fs::directory_entry &entry : fs::directory_iterator(sample() / "src"))
    if (entry.path().extension() == ".cu" || entry.path().extension() == ".cpp")
      command.push_back(entry.path());
  command.insert(command.end(), {"--", "-std=c++14"});
  expectSuccess(command);

  std::string include = "-I" + (prefix() / "include").string();
  std::string sanitize = sanitizeFlags();
  expectSuccess(
      {"make", "-C", tree.string(), "NVCC=" + hostCompiler(), "CXX=" + hostCompiler(),
       "NVCCFLAGS=-x c++ -std=c++17 -O2 " + include + sanitize,
       "CXXFLAGS=-std=c++17 -O2 " + include + sanitize,
       "LDLIBS=" + (prefix() / "lib" / "libsampan_rt.a").string() + " -lpthread -ldl" + sanitize});
  expectOutput(tree / "build" / "particles", sample());
}

TEST_F(Particles, CompiledDirectly) {
  std::string cuda = prefix() / "lib" / "sampan" / "cuda", build = work.path() / "build";
  expectSuccess({"make", "-C", sample().string(), "BUILD=" + build, "NVCC=" + cuda + "/bin/nvcc",
                 "CUDA_HOME=" + cuda, "CXX=" + hostCompiler(), "LDLIBS="});
  expectOutput(build + "/particles", sample());
}

} // namespace
} // namespace sampan::test
