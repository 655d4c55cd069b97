// SPDX-License-Identifier: Apache-2.0
// No CUDA toolkit is read, though the machine may have one: every file that the tools and the
// compilers they start open is logged, and none may belong to a toolkit.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <cstdlib>
#include <gtest/gtest.h>
#include <sstream>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;

const char kProgram[] = R"(#include <cuda_runtime.h>
#include <cuda_fp16.h>
#include <cooperative_groups.h>
#include <cstdio>
__global__ void k(__half *x) { x[threadIdx.x] = __float2half(1.0f); }
int main() {
  __half *x;
  cudaMalloc(&x, 64);
  k<<<1, 32>>>(x);
  printf("%d\n", int(cudaDeviceSynchronize()));
}
)";

class ToolkitUnused : public testing::Test {
protected:
  void SetUp() override {
#ifdef SAMPAN_TEST_SANITIZE
    GTEST_SKIP() << "the sanitizer's own preload comes first";
#endif
    // A toolkit that must not be found: its headers don't compile, its compiler fails.
    writeFile(toolkit() / "include" / "cuda_runtime.h", "#error \"read the toolkit\"\n");
    writeFile(toolkit() / "version.txt", "CUDA Version 12.4.0\n");
    writeFile(toolkit() / "bin" / "nvcc", "#!/bin/sh\nexit 77\n");
    fs::permissions(toolkit() / "bin" / "nvcc", fs::perms::all);
    writeFile(work.path() / "in" / "a.cu", kProgram);
  }

  fs::path toolkit() const { return work.path() / "toolkit"; }

  std::string opened(const std::vector<std::string> &command) {
    fs::path log = work.path() / "opened";
    ProcessOptions options;
    const char *path = std::getenv("PATH");
    options.environment = {{"LD_PRELOAD", SAMPAN_OPEN_LOG},
                           {"OPEN_LOG", log},
                           {"CUDA_HOME", toolkit()},
                           {"CUDA_PATH", toolkit()},
                           {"PATH", (toolkit() / "bin").string() + ":" + (path ? path : "")}};
    ProcessResult result = runProcess(command, options);
    EXPECT_EQ(result.exitCode, 0) << quoted(command) << "\n" << result.err;
    return readFile(log);
  }

  void expectNoToolkit(const std::string &log) {
    EXPECT_NE(log.find("a.cu"), std::string::npos) << "the log works";
    EXPECT_NE(log.find("runtime_api.h"), std::string::npos) << "and holds our own headers";
    std::istringstream in(log);
    for (std::string line; std::getline(in, line);) {
      bool ours = line.find(prefix().string()) == 0;
      EXPECT_TRUE(ours || line.find("/usr/local/cuda") == std::string::npos) << line;
      EXPECT_TRUE(ours || line.find(toolkit().string()) == std::string::npos) << line;
    }
  }

  TempDir work;
};

TEST_F(ToolkitUnused, Translate) {
  expectNoToolkit(opened({sampanTool(), "translate", "-o", (work.path() / "out").string(),
                          (work.path() / "in" / "a.cu").string(), "--", "-std=c++17"}));
}

TEST_F(ToolkitUnused, Report) {
  expectNoToolkit(opened({sampanTool(), "report", "--format", "json",
                          (work.path() / "in" / "a.cu").string(), "--", "-std=c++17"}));
}

TEST_F(ToolkitUnused, CompileDriver) {
  expectNoToolkit(opened({spncc(), "-std=c++17", "-o", (work.path() / "a").string(),
                          (work.path() / "in" / "a.cu").string()}));
  EXPECT_EQ(runProcess({(work.path() / "a").string()}).out, "0\n");
}

} // namespace
} // namespace sampan::test
