// SPDX-License-Identifier: Apache-2.0
// spncc --targets=ascend950 as a project's Makefile uses it: objects and link apart, headers,
// macros, device code of several files, a plain C++ file, dependencies. The programs run on the
// AscendCL back end; what passes here is checked on the emulator, not on a device.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;

const char *const kScaleHeader = R"(#pragma once
__device__ float scaled(float value);
extern __device__ int calls;
void announce(const char *text, int value);
)";

const char *const kScaleSource = R"(#include "scale.h"
__device__ int calls;
__device__ float scaled(float value) {
  atomicAdd(&calls, 1);
  return value * FACTOR;
}
)";

const char *const kMainSource = R"(#include "scale.h"
#include <cassert>
#include <cstdio>
#include <cuda_runtime.h>
__constant__ float offset;
__global__ void apply(float *data, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  assert(n > 0);
  if (i < n)
    data[i] = scaled(data[i]) + offset;
}
int main() {
  const int n = 1000;
  float host[n], *data, one = 1;
  for (int i = 0; i < n; ++i)
    host[i] = i;
  cudaMalloc(&data, sizeof host);
  cudaMemcpyToSymbol(offset, &one, sizeof one);
  cudaMemcpy(data, host, sizeof host, cudaMemcpyHostToDevice);
  apply<<<4, 256>>>(data, n);
  if (cudaError_t error = cudaDeviceSynchronize()) {
    std::printf("%s\n", cudaGetErrorString(error));
    return 1;
  }
  cudaMemcpy(host, data, sizeof host, cudaMemcpyDeviceToHost);
  int wrong = 0, count = 0;
  for (int i = 0; i < n; ++i)
    wrong += host[i] != i * 3.0f + 1;
  cudaMemcpyFromSymbol(&count, calls, sizeof count);
  announce("wrong", wrong);
  announce("calls", count);
  cudaFree(data);
}
)";

const char *const kPlainSource = R"(#include <cstdio>
void announce(const char *text, int value) { std::printf("%s: %d\n", text, value); }
)";

const char *const kMakefile = R"(OBJECTS = main.o scale.o announce.o
program: $(OBJECTS)
	$(NVCC) -rdc=true $(OBJECTS) -o $@
%.o: src/%.cu
	$(NVCC) -std=c++14 -O2 -rdc=true -Iinclude -DFACTOR=3.0f -MMD -MF $*.d -c $< -o $@
%.o: src/%.cpp
	$(NVCC) -O2 -c $< -o $@
)";

const char *const kDoubleSource = R"(#include <cstdio>
__global__ void half(double *x) { x[threadIdx.x] *= 0.5; }
__global__ void one(int *x) { x[threadIdx.x] = 1; }
int main() {
  double *d;
  int *i, value = 0;
  cudaMalloc(&d, 8);
  cudaMalloc(&i, 4);
  half<<<1, 1>>>(d);
  std::printf("half: %s\n", cudaGetLastError() == cudaSuccess ? "ran" : "refused");
  one<<<1, 1>>>(i);
  cudaMemcpy(&value, i, 4, cudaMemcpyDeviceToHost);
  std::printf("one: %d\n", value);
}
)";

class SpnccAscend : public testing::Test {
protected:
  ProcessResult run(const std::vector<std::string> &command, bool hasToolkit = true) const {
    ProcessOptions options;
    options.directory = work.path();
    options.timeout = std::chrono::seconds(300);
    options.environment = driverEnvironment();
    fs::path home = hasToolkit ? fs::path(SAMPAN_ASCEND_EMULATION) : work.path() / "nothing";
    options.environment.emplace_back("ASCEND_HOME_PATH", home);
    options.environment.emplace_back("ASCEND_TOOLKIT_HOME", "");
    if (hasToolkit)
      options.environment.emplace_back("SAMPAN_ASCENDCL", home / "lib" / "libascendcl.so");
    else
      options.environment.emplace_back("PATH", "/usr/bin:/bin");
    return runProcess(command, options);
  }

  void write(const std::string &file, const char *text) const {
    writeFile(work.path() / file, text);
  }

  TempDir work;
};

TEST_F(SpnccAscend, BuildsAProjectByItsMakefile) {
  write("include/scale.h", kScaleHeader);
  write("src/scale.cu", kScaleSource);
  write("src/main.cu", kMainSource);
  write("src/announce.cpp", kPlainSource);
  write("Makefile", kMakefile);
  ProcessResult made = run({"make", "NVCC=" + spncc() + " --targets=ascend950"});
  ASSERT_EQ(made.exitCode, 0) << made.out << made.err;
  std::string rule = readFile(work.path() / "main.d");
  EXPECT_NE(rule.find("main.o :"), std::string::npos) << rule;
  EXPECT_NE(rule.find("include/scale.h"), std::string::npos) << rule;
  EXPECT_EQ(rule.find(".src"), std::string::npos) << "names a temporary file: " << rule;
  ProcessResult ran = run({work.path() / "program"});
  EXPECT_EQ(ran.exitCode, 0) << ran.err;
  EXPECT_EQ(ran.out, "wrong: 0\ncalls: 1000\n");
  EXPECT_EQ(ran.err.find("misuse"), std::string::npos) << ran.err;
}

TEST_F(SpnccAscend, SaysWhereItLooksForTheCompiler) {
  write("a.cu", "__global__ void k() {}\n");
  ProcessResult result = run({spncc(), "--targets=ascend950", "-c", "a.cu"}, /*hasToolkit=*/false);
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_NE(result.err.find("ASCEND_HOME_PATH"), std::string::npos) << result.err;
  EXPECT_FALSE(fs::exists(work.path() / "a.o"));
  // Steps can be shown without it.
  ProcessResult shown =
      run({spncc(), "--targets=ascend950", "--dryrun", "-c", "a.cu"}, /*hasToolkit=*/false);
  EXPECT_EQ(shown.exitCode, 0);
  EXPECT_NE(shown.err.find("--npu-arch=dav-3510"), std::string::npos) << shown.err;
}

TEST_F(SpnccAscend, KernelsWithoutCodeFailTheCompileUnlessTheirLaunchMay) {
  write("d.cu", kDoubleSource);
  ProcessResult failed = run({spncc(), "--targets=ascend950", "d.cu", "-o", "d"});
  EXPECT_EQ(failed.exitCode, 1);
  EXPECT_NE(failed.err.find("d.cu:2:"), std::string::npos) << failed.err;
  EXPECT_NE(failed.err.find("[SPN2080]"), std::string::npos) << failed.err;
  EXPECT_FALSE(fs::exists(work.path() / "d"));

  ProcessResult built =
      run({spncc(), "--targets=ascend950", "--unsupported-kernels=refuse", "d.cu", "-o", "d"});
  ASSERT_EQ(built.exitCode, 0) << built.err;
  EXPECT_NE(built.err.find("warning"), std::string::npos) << built.err;
  ProcessResult ran = run({work.path() / "d"});
  EXPECT_EQ(ran.exitCode, 0) << ran.err;
  EXPECT_EQ(ran.out, "half: refused\none: 1\n");
}

} // namespace
} // namespace sampan::test
