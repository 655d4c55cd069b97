// SPDX-License-Identifier: Apache-2.0
// The emulator of Ascend C must refuse what the language does not have, and run what it has as
// documented; otherwise generated code that passes here proves nothing.
#include "test/support/files.h"
#include "test/support/process.h"

#include <gtest/gtest.h>

namespace sampan::test {
namespace {

const std::string kHeader = "#include \"acl/acl.h\"\n"
                            "#include \"simt_api/asc_simt.h\"\n"
                            "#include \"simt_api/asc_fp16.h\"\n"
                            "#include \"utils/debug/asc_printf.h\"\n";

ProcessResult compile(const TempDir &folder, const std::string &source,
                      const std::string &additional, const ProcessOptions &options = {}) {
  const auto input = folder.path() / "a.asc";
  writeFile(input, kHeader + source);
  return runProcess({ASC_BISHENG, input, "-o", folder.path() / "a", "--npu-arch=dav-3510",
                     "--enable-simt", additional},
                    options);
}

struct Refusal {
  const char *name, *source, *message;
};

class Refuses : public testing::TestWithParam<Refusal> {};

TEST_P(Refuses, WithAMessage) {
  TempDir folder;
  const ProcessResult result = compile(folder, GetParam().source, "--check-only");
  EXPECT_NE(0, result.exitCode);
  EXPECT_NE(std::string::npos, result.err.find(GetParam().message)) << result.err;
  EXPECT_NE(std::string::npos, result.err.find("a.asc:5:")) << result.err;
}

INSTANTIATE_TEST_SUITE_P(
    Emulator, Refuses,
    testing::Values(
        Refusal{"PromotedDouble", "__global__ void k(float *x) { x[0] = x[0] * 1.5; }",
                "arithmetic with double"},
        Refusal{"Double", "__global__ void k(double *x) { x[0] += x[1]; }",
                "arithmetic with double"},
        Refusal{"FunctionPointer",
                "__aicore__ float a(float x) { return x; } __aicore__ float b(float x) { return "
                "-x; } __global__ void k(float *x) { float (*p)(float) = x[0] > 0 ? a : b; x[1] = "
                "p(x[2]); }",
                "call through a pointer"},
        Refusal{"HostFunction",
                "float f(float x) { return x; } __global__ void k(float *x) { x[0] = f(x[0]); }",
                "error:"},
        Refusal{"UnmarkedConstexpr",
                "constexpr int f(int x) { return x; } __global__ void k(int *x) { x[0] = f(x[1]); "
                "}",
                "error:"},
        Refusal{"StandardFunction", "__global__ void k(float *x) { x[0] = sin(x[0]); }", "error:"},
        Refusal{"UnmarkedLambda",
                "__global__ void k(float *x) { auto f = [](float a) { return a; }; x[0] = "
                "f(x[0]); }",
                "needs __aicore__"},
        Refusal{"LongLongAtomic",
                "__global__ void k(unsigned long long *x) { asc_atomic_add(x, 1ull); }", "error:"},
        Refusal{"DoubleShuffle", "__global__ void k(double *x) { x[0] = asc_shfl(x[1], 0); }",
                "error:"},
        Refusal{"TwoLaunchOperands",
                "__global__ void k(float *x) { x[0] = 1; } void f(float *x) { k<<<1, 2>>>(x); }",
                "four operands"},
        Refusal{"LaunchArguments",
                "__global__ void k(float *x) { x[0] = 1; } void f(float *x) { k<<<1, 2, 0, "
                "nullptr>>>(x, 1); }",
                "error:"},
        Refusal{"SharedInFunction",
                "__aicore__ float f() { __ubuf__ float s[3]; return s[0]; } __global__ void "
                "k(float *x) { x[0] = f(); }",
                "declared in a kernel"},
        Refusal{"InitialisedShared",
                "__global__ void k(float *x) { __ubuf__ float s = 0; x[0] = s; }",
                "cannot be initialised"},
        Refusal{"CudaBarrier", "__global__ void k(float *) { __syncthreads(); }", "is CUDA's"},
        Refusal{"CudaQualifier",
                "__global__ void k(float *x) { __shared__ float s[3]; x[0] = s[0]; }", "error:"},
        Refusal{"TwoLaunchBounds",
                "__global__ __launch_bounds__(64, 2) void k(float *x) { x[0] = 1; }",
                "takes one operand"},
        Refusal{"StaticLocal", "__global__ void k(int *x) { static int n; x[0] = n; }",
                "not supported in device code"},
        Refusal{"PrintfEscape", "__global__ void k(float *x) { printf(\"a\\tb %f\\n\", x[0]); }",
                "only escape"},
        Refusal{"FloatOverload", "__global__ void k(float *x) { x[0] = max(x[0], x[1]); }",
                "error:"}),
    [](const auto &info) { return info.param.name; });

/// Compiles a program whose main() has set the device, runs it, and returns what it did.
ProcessResult runMain(const std::string &kernels, const std::string &body,
                      const ProcessOptions &options = {}) {
  TempDir folder;
  const ProcessResult built =
      compile(folder,
              kernels +
                  "\nint main() {\n  aclInit(nullptr);\n  aclrtSetDevice(0);\n  int *x = nullptr;\n"
                  "  aclrtMalloc((void **)&x, 4096, ACL_MEM_MALLOC_HUGE_FIRST);\n"
                  "  aclrtMemset(x, 4096, 0, 4096);\n  int h[1024];\n" +
                  body +
                  "\n  aclError e = aclrtSynchronizeDevice();\n"
                  "  aclrtMemcpy(h, 4096, x, 4096, ACL_MEMCPY_DEVICE_TO_HOST);\n"
                  "  ::printf(\"%d %d %d %d\\n\", e, h[0], h[1], h[2]);\n  return 0;\n}\n",
              "-O1", options);
  EXPECT_EQ(0, built.exitCode) << built.err;
  return runProcess({folder.path() / "a"}, options);
}

TEST(Emulator, WarpOperationsOfDivergentLanes) {
  const ProcessResult result =
      runMain("__global__ void k(int *x) {\n"
              "  int v = threadIdx.x;\n"
              "  if (threadIdx.x < 16) v = asc_reduce_add(v); else v = asc_reduce_max(v);\n"
              "  unsigned all = asc_ballot(v == 120);\n"
              "  if (threadIdx.x == 20) { x[0] = v; x[1] = (int)all; x[2] = asc_shfl(v, 0); }\n"
              "}",
              "  k<<<1, 32, 0, nullptr>>>(x);");
  EXPECT_EQ("0 31 65535 -1246382667\n", result.out) << result.err; // lane 0 is not active
}

TEST(Emulator, SharedMemoryStartsWithRubbishAndIsPerBlock) {
  const ProcessResult result = runMain(
      "__global__ void k(int *x) {\n"
      "  __ubuf__ int a[4], b;\n"
      "  extern __ubuf__ int d[];\n"
      "  if (threadIdx.x == 0) { asc_atomic_add(&x[0], b == (int)0xb5b5b5b5 ? 1 : 100); b = 7; }\n"
      "  a[threadIdx.x] = d[threadIdx.x] = threadIdx.x;\n"
      "  asc_syncthreads();\n"
      "  x[1] = a[3 - threadIdx.x] + d[3 - threadIdx.x] - 2 * (3 - (int)threadIdx.x) + b;\n"
      "}",
      "  k<<<5, 4, 16, nullptr>>>(x);");
  EXPECT_EQ("0 5 7 0\n", result.out) << result.err;
}

TEST(Emulator, OrderOfThreadsDoesNotMatterToCorrectKernels) {
  for (const char *order : {"forward", "reverse", "7"}) {
    ProcessOptions options;
    options.environment = {{"ASCEND_EMULATOR_ORDER", order}};
    const ProcessResult result =
        runMain("__global__ void k(int *x) {\n"
                "  __ubuf__ int s[256];\n"
                "  s[threadIdx.x] = threadIdx.x;\n"
                "  for (int d = 128; d > 0; d /= 2) {\n"
                "    asc_syncthreads();\n"
                "    if (threadIdx.x < d) s[threadIdx.x] += s[threadIdx.x + d];\n"
                "  }\n"
                "  if (threadIdx.x == 0) asc_atomic_add(x, s[0]);\n"
                "}",
                "  k<<<3, 256, 0, nullptr>>>(x);", options);
    EXPECT_EQ("0 97920 0 0\n", result.out) << order << result.err;
  }
}

// Shared, local, global and constant memory, and what the scheduler itself reads, are no faults.
TEST(Emulator, KernelsDoNotReachTheMemoryOfTheHost) {
  ProcessOptions options;
  options.environment = {{"ASCEND_EMULATOR_CHECK_ACCESS", "1"}};
  const std::string kernel =
      "__gm__ int g;\nconstexpr int table[3] = {5, 6, 7};\n"
      "__global__ void k(int *x, const int *y) {\n"
      "  __ubuf__ int s[64];\n  int own[8];\n"
      "  for (int i = 0; i < 8; ++i) own[(i + threadIdx.x) % 8] = table[i % 3];\n"
      "  s[threadIdx.x] = own[x[threadIdx.x + 8]] + asc_shfl(own[1], 0);\n"
      "  asc_syncthreads();\n"
      "  if (threadIdx.x == 0) { g = s[63]; x[0] = g + y[0]; }\n}";
  ProcessResult result = runMain(kernel, "  k<<<2, 64, 0, nullptr>>>(x, x + 2);", options);
  EXPECT_EQ(0, result.exitCode);
  EXPECT_EQ(std::string::npos, result.err.find("of the host")) << result.err;
  EXPECT_EQ("0 ", result.out.substr(0, 2)) << result.out;
  result = runMain(kernel, "  int one = 1;\n  k<<<2, 64, 0, nullptr>>>(x, &one);", options);
  EXPECT_NE(std::string::npos, result.err.find("reads memory of the host")) << result.err;
}

// Block 1 keeps a line, waits for block 0, and reads what that has written there.
TEST(Emulator, OldValuesInTheCacheOfACoreAreFound) {
  ProcessOptions options;
  options.environment = {{"ASCEND_EMULATOR_STALE", "1"}, {"ASCEND_EMULATOR_ORDER", "reverse"}};
  const std::string front = "__global__ void k(int *x) {\n"
                            "  if (blockIdx.x == 0) {\n"
                            "    x[32] = 5; asc_threadfence(); asc_atomic_exch(x, 1); return;\n"
                            "  }\n"
                            "  int kept = x[33];\n"
                            "  while (asc_atomic_add(x, 0) == 0) asc_nop();\n";
  const std::string launch = "  k<<<2, 1, 0, nullptr>>>(x);";
  ProcessResult result = runMain(front + "  x[0] = x[32] + kept;\n}", launch, options);
  EXPECT_NE(std::string::npos, result.err.find("another core has written")) << result.err;
  for (const char *read : {"*(volatile int *)(x + 32)", "asc_ldcg(x + 32)", "x[33] + 5",
                           "(asc_dcci_single(x + 32), x[32])", "(asc_dcci_entire(x), x[32])"}) {
    SCOPED_TRACE(read);
    result = runMain(front + "  x[0] = " + read + " + kept;\n}", launch, options);
    EXPECT_EQ(0, result.exitCode);
    EXPECT_EQ("", result.err);
  }
}

struct Fault {
  const char *name, *kernel, *launch, *message;
};
class Faults : public testing::TestWithParam<Fault> {};

TEST_P(Faults, AreReported) {
  const ProcessResult result = runMain(GetParam().kernel, GetParam().launch);
  EXPECT_NE(std::string::npos, result.err.find(GetParam().message)) << result.err << result.out;
}

INSTANTIATE_TEST_SUITE_P(
    Emulator, Faults,
    testing::Values(
        Fault{"MissedBarrier",
              "__global__ void k(int *x) { if (threadIdx.x == 3) return; asc_syncthreads(); }",
              "k<<<1, 64, 0, nullptr>>>(x);", "reached by 63 of 64 threads"},
        Fault{"Grid", "__global__ void k(int *x) { x[0] = 1; }",
              "k<<<dim3(256, 256), 1, 0, nullptr>>>(x);", "at most 65535 blocks"},
        Fault{"Bounds", "__global__ __launch_bounds__(64) void k(int *x) { x[0] = 1; }",
              "k<<<1, 65, 0, nullptr>>>(x);", "__launch_bounds__"},
        Fault{"SharedBytes", "__global__ void k(int *x) { __ubuf__ int s[40000]; x[0] = s[0]; }",
              "k<<<1, 1, 100000, nullptr>>>(x);", "bytes of unified buffer"},
        Fault{"SharedOverrun",
              "__global__ void k(int *x) { __ubuf__ int s[4]; s[x[0] + 4] = 1; x[1] = s[x[2]]; }",
              "k<<<1, 1, 0, nullptr>>>(x);", "behind the end of 's'"},
        Fault{"LongAtomicInShared",
              "__global__ void k(int *x) { __ubuf__ uint64_t s; asc_atomic_add(&s, 1ul); x[0] = "
              "(int)s; }",
              "k<<<1, 1, 0, nullptr>>>(x);", "64-bit atomic operation in unified buffer"},
        Fault{"DeviceBounds", "__global__ void k(int *x) { x[1024 + 64] = 1; }",
              "k<<<1, 1, 0, nullptr>>>(x);", "ascendcl double: misuse"},
        Fault{"HostTouchesDeviceMemory", "", "x[0] = 1;", "the host accessed device memory"},
        Fault{"FreedTwice", "", "aclrtFree(x); aclrtFree(x);", "was freed before"},
        Fault{"CallbackCalls", "",
              "aclrtLaunchHostFunc(nullptr, [](void *) { aclrtSynchronizeDevice(); }, nullptr);",
              "a host function called AscendCL"}),
    [](const auto &info) { return info.param.name; });

} // namespace
} // namespace sampan::test
