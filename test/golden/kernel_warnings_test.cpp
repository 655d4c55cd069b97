// SPDX-License-Identifier: Apache-2.0
// nvcc's host compiler never sees a kernel, so that -Wall -Werror for it builds programs in whose
// kernels an optimiser suspects something. It must here as well, and still for the host's code.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>

#include <string>

namespace sampan::test {
namespace {

/// One thread writes what all read after a barrier; and what is read was written under the same
/// condition.
const char kKernels[] = R"(__global__ void centred(float *x, int n) {
  __shared__ float mean;
  float sum = x[threadIdx.x];
  for (int step = 16; step; step /= 2)
    sum += __shfl_xor_sync(~0u, sum, step);
  if (threadIdx.x == 0)
    mean = sum / n;
  __syncthreads();
  x[threadIdx.x] -= mean;
}
template <int N> __global__ void reversed(float *x, int n) {
  float cache[N];
  for (int i = 0; i < N; ++i)
    if (i * 32 + int(threadIdx.x) < n)
      cache[i] = x[i * 32 + threadIdx.x];
  __syncthreads();
  for (int i = 0; i < N; ++i)
    if (i * 32 + int(threadIdx.x) < n)
      x[n - 1 - (i * 32 + threadIdx.x)] = cache[i];
}
__global__ void summed(float *x, const float *y, int n) {
  __shared__ float tile[32];
  float difference, sum = 0;
  int at;
  for (at = 0; at < n; ++at) {
    tile[threadIdx.x] = y[at * 32 + threadIdx.x];
    __syncthreads();
    for (int i = 0; i < 32; ++i) {
      difference = x[threadIdx.x] - tile[i];
      sum += difference * difference;
    }
    __syncthreads();
  }
  x[threadIdx.x] = sum;
}
void run(float *x) {
  centred<<<1, 32>>>(x, 32);
  reversed<2><<<1, 32>>>(x, 60);
  summed<<<1, 32>>>(x, x, 2);
}
)";

/// A value that the host's code does not always have.
const char kHost[] = R"(int chosen(int which) {
  int value;
  if (which > 3)
    value = which;
  return value;
}
)";

ProcessResult compile(const std::string &text, const std::string &compiler = "g++") {
  TempDir work;
  writeFile(work.path() / "a.cu", text);
  ProcessOptions options;
  options.directory = work.path();
  options.environment = driverEnvironment();
  return runProcess(
      {spncc(), "-O3", "-ccbin", compiler, "-Xcompiler", "-Wall,-Wextra,-Werror", "-c", "a.cu"},
      options);
}

TEST(KernelWarnings, KernelsHaveNone) {
  const ProcessResult result = compile(kKernels);
  EXPECT_EQ(result.exitCode, 0);
  EXPECT_EQ(result.err, "");
}

TEST(KernelWarnings, KernelsHaveNoneFromClang) {
  const ProcessResult result = compile(kKernels, "clang++-22");
  EXPECT_EQ(result.exitCode, 0);
  EXPECT_EQ(result.err, "");
}

TEST(KernelWarnings, HostCodeKeepsThem) {
  const ProcessResult result = compile(std::string(kKernels) + kHost);
  EXPECT_NE(result.exitCode, 0);
  EXPECT_NE(result.err.find("a.cu:45:10: error: "), std::string::npos) << result.err;
}

} // namespace
} // namespace sampan::test
