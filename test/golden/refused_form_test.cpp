// SPDX-License-Identifier: Apache-2.0
// A host compiler that does not take the loop form of one kernel: the others keep theirs, and the
// message says which it is.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;

const char kProgram[] = R"(#include <cstdio>
__global__ void mirrored(int *x) {
  __shared__ int tile[64];
  tile[threadIdx.x] = x[threadIdx.x];
  __syncthreads();
  x[threadIdx.x] = tile[63 - threadIdx.x];
}
__device__ int neighbours(int value) { return __shfl_xor_sync(~0u, value, 1); }
__global__ void swapped(int *x) { x[threadIdx.x] = neighbours(x[threadIdx.x]); }
int main() {
  int *x;
  cudaMallocManaged(&x, 64 * sizeof(int));
  for (int i = 0; i < 64; ++i)
    x[i] = i;
  mirrored<<<1, 64>>>(x);
  swapped<<<1, 64>>>(x);
  cudaDeviceSynchronize();
  printf("%d %d\n", x[0], x[63]);
  return 0;
}
)";

class RefusedForm : public testing::Test {
protected:
  void SetUp() override { writeFile(work.path() / "a.cu", kProgram); }

  /// A compiler that finds fault with the form of what stands in `line`, in the second line of its
  /// text, and with nothing else.
  void makeCompiler(const std::string &line) {
    writeFile(work.path() / "bin" / "g++", R"(#!/bin/bash
for file in "$@"; do
  [[ $file == *.cu && -f $file ]] || continue
  at=$(grep -n '^// spn form: )" + line + R"($' "$file" | cut -d: -f1)
  [[ -z $at ]] && continue
  if grep -q '^#line ' "$file"; then
    echo "a.cu:3:1: error: somewhere in these lines" >&2
  else
    echo "$file:$((at + 1)):1: error: no such thing" >&2
  fi
  exit 1
done
exec g++ "$@"
)");
    fs::permissions(work.path() / "bin" / "g++", fs::perms::owner_all);
  }

  ProcessResult compile(const std::vector<std::string> &more = {}) {
    ProcessOptions options;
    options.directory = work.path();
    options.environment = driverEnvironment();
    std::vector<std::string> command = {spncc(), "-ccbin", (work.path() / "bin" / "g++").string(),
                                        "a.cu",  "-o",     "a"};
    command.insert(command.end(), more.begin(), more.end());
    return runProcess(command, options);
  }

  void expectResult() {
    ProcessResult result = runProcess({(work.path() / "a").string()}, {});
    EXPECT_EQ(result.out, "62 1\n") << result.err;
  }

  TempDir work;
};

TEST_F(RefusedForm, OnlyThatKernelIsWithout) {
  makeCompiler("2");
  ProcessResult result = compile({"--keep", "--keep-dir", "kept"});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  EXPECT_NE(result.err.find("a.cu:2:17: warning: the loop form of the kernel 'mirrored' does not "
                            "compile; it runs thread by thread (-v shows why) [SPN4002]"),
            std::string::npos)
      << result.err;
  EXPECT_EQ(result.err.find("the kernels of this file"), std::string::npos) << result.err;
  EXPECT_EQ(result.err.find("swapped"), std::string::npos) << result.err;
  expectResult();
}

TEST_F(RefusedForm, ThoseThatCallADeviceFunction) {
  makeCompiler("8");
  ProcessResult result = compile();
  ASSERT_EQ(result.exitCode, 0) << result.err;
  EXPECT_NE(result.err.find("a.cu:8:1: warning: the loop form of a device function does not "
                            "compile"),
            std::string::npos)
      << result.err;
  EXPECT_NE(result.err.find("[SPN4003]"), std::string::npos) << result.err;
  EXPECT_EQ(result.err.find("the kernels of this file"), std::string::npos) << result.err;
  expectResult();
}

TEST_F(RefusedForm, NobodyKnowsWhich) {
  makeCompiler("[0-9]*");
  ProcessResult result = compile();
  ASSERT_EQ(result.exitCode, 0) << result.err;
  EXPECT_NE(result.err.find("a.cu: warning: the loop form of a kernel does not compile"),
            std::string::npos)
      << result.err;
  EXPECT_NE(result.err.find("[SPN4004]"), std::string::npos) << result.err;
  expectResult();
}

TEST_F(RefusedForm, NothingIsSaidWhereNoWarningsAreWanted) {
  makeCompiler("2");
  ProcessResult result = compile({"-w"});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  EXPECT_EQ(result.err.find("the loop form of"), std::string::npos) << result.err;
  expectResult();
}

TEST_F(RefusedForm, AFaultOfTheProgramStaysOne) {
  makeCompiler("none");
  writeFile(work.path() / "a.cu", std::string(kProgram) + "int wrong = \"text\";\n");
  ProcessResult result = compile();
  EXPECT_NE(result.exitCode, 0);
  EXPECT_NE(result.err.find("a.cu:21:13: error"), std::string::npos) << result.err;
  EXPECT_EQ(result.err.find("loop form"), std::string::npos) << result.err;
}

} // namespace
} // namespace sampan::test
