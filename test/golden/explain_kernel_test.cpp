// SPDX-License-Identifier: Apache-2.0
// `sampan explain-kernel`: the form of each kernel, and the construct that keeps one on fibres.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>

namespace sampan::test {
namespace {

const char kProgram[] = R"(namespace app {
__global__ void scale(float *x, float a, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    x[i] *= a;
}
}
__global__ void neighbours(float *x) {
  __shared__ float tile[64];
  float mine = x[threadIdx.x];
  tile[threadIdx.x] = mine;
  __syncthreads();
  x[threadIdx.x] = mine + tile[63 - threadIdx.x];
}
__global__ void sometimes(float *x) {
  if (x[threadIdx.x] > 0)
    __syncthreads();
  x[threadIdx.x] = 1;
}
__global__ void exchange(int *x) {
  x[threadIdx.x] = __shfl_xor_sync(~0u, x[threadIdx.x], 1);
}
__global__ void sides(float *x) {
  if (x[threadIdx.x] > 0) {
    __syncthreads();
    x[0] = 1;
  } else {
    __syncthreads();
  }
}
__global__ void unknown(void (*f)(int *), int *x) { f(x); }
__global__ void decaying(const float *in, float *out) {
  float sum = in[threadIdx.x];
  for (int k = 0; k < 20; ++k) {
    sum += in[k];
    sum *= 0.5f;
  }
  out[threadIdx.x] = sum;
}
)";

class ExplainKernel : public testing::Test {
protected:
  void SetUp() override { writeFile(work.path() / "a.cu", kProgram); }

  ProcessResult explain(const std::string &what) {
    ProcessOptions options;
    options.directory = work.path();
    return runProcess({sampanTool(), "explain-kernel", "-q", "--color", "never", what}, options);
  }

  TempDir work;
};

TEST_F(ExplainKernel, EachKernelHasAForm) {
  ProcessResult result = explain("a.cu");
  EXPECT_EQ(result.exitCode, 0) << result.err;
  for (const char *line :
       {"a.cu:2:17: app::scale: loop: 1 loop over the threads, 1 bounded by a guard",
        "a.cu:8:17: neighbours: fission: 2 loops over the threads; kept per thread: mine",
        "a.cu:15:17: sometimes: fission: 2 loops over the threads",
        "a.cu:20:17: exchange: warp loops: 2 loops over the threads",
        "a.cu:23:17: sides: fibre: barriers on both sides of a condition that may differ between "
        "threads",
        "a.cu:24:3: here", "a.cu:31:17: unknown: fibre: a call of which nothing is known",
        "a.cu:32:17: decaying: loop: 1 loop over the threads, 1 inside a uniform loop"})
    EXPECT_NE(result.out.find(line), std::string::npos) << line << "\n" << result.out;
}

const char kWaiting[] = R"(struct Adder {
  int bias;
  __device__ int sum(int value) { return bias + __shfl_xor_sync(~0u, value, 1); }
};
__global__ void signal(volatile int *out) {
  volatile __shared__ int ready;
  if (threadIdx.x > 0) {
    while (!ready)
      ;
    out[threadIdx.x] = 1;
  } else {
    ready = 1;
  }
}
__global__ void ahead(volatile int *flag) {
  if (threadIdx.x == 0)
    while (!flag[0])
      ;
  flag[threadIdx.x] = 1;
  __syncthreads();
}
__global__ void leaders(volatile int *flag) {
  if (threadIdx.x % 32 == 0)
    while (!flag[threadIdx.x])
      ;
  __syncthreads();
}
__global__ void publish(volatile int *values) {
  while (values[threadIdx.x] < 0)
    ;
  values[threadIdx.x + 1] = 0;
}
__device__ void hold(volatile int *flag) {
  while (!*flag)
    ;
}
__global__ void inCallee(volatile int *flag) {
  hold(flag);
  __syncthreads();
}
__global__ void together(volatile int *flag) {
  while (!*flag)
    __syncthreads();
}
__global__ void ownObject(int *x) {
  Adder adder = {2};
  x[threadIdx.x] = adder.sum(threadIdx.x);
}
__global__ void sharedObject(int *x) {
  __shared__ Adder adder;
  x[threadIdx.x] = adder.sum(threadIdx.x);
}
)";

/// A wait becomes a loop only where nobody is waited for who cannot have a turn.
TEST_F(ExplainKernel, WaitsAndMembers) {
  writeFile(work.path() / "wait.cu", kWaiting);
  ProcessResult result = explain("wait.cu");
  EXPECT_EQ(result.exitCode, 0) << result.err;
  for (const char *line :
       {"signal: fibre: a wait for another thread", "ahead: fibre: a wait for another thread",
        "leaders: fibre: a wait for another thread", "publish: fibre: a wait for another thread",
        "inCallee: fibre: a wait for another thread", "together: fission: ",
        "ownObject: fibre: a barrier or warp collective in a member function of an object that "
        "each thread has of its own",
        "sharedObject: warp loops: "})
    EXPECT_NE(result.out.find(line), std::string::npos) << line << "\n" << result.out;
}

TEST_F(ExplainKernel, OneKernelByItsName) {
  ProcessResult result = explain("a.cu:scale");
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_EQ(result.out, "a.cu:2:17: app::scale: loop: 1 loop over the threads, 1 bounded by a "
                        "guard\n");
  EXPECT_EQ(explain("a.cu:app::scale").out, result.out);
  EXPECT_EQ(explain("a.cu:missing").exitCode, 2);
}

/// What a missing header leaves of a kernel may lack types.
TEST_F(ExplainKernel, CodeThatDoesNotParse) {
  writeFile(work.path() / "b.cu", R"(#include "missing/pair.h"
template <class T> __global__ void moments(T *x) {
  using Operator = missing::Operator<T, missing::Pair<T, T>>;
  Operator operate = {0, false};
  __shared__ T shared[32];
  auto value = operate.reduce(x[threadIdx.x], shared);
  __syncthreads();
  x[threadIdx.x] = shared[31 - threadIdx.x] + value.first;
}
__global__ void fine(int *x) { x[threadIdx.x] = 1; }
)");
  ProcessResult result = explain("b.cu");
  EXPECT_EQ(result.err.find("SPN9001"), std::string::npos) << result.err;
  for (const char *line : {"b.cu:2:36: moments: fibre: code that does not parse",
                           "b.cu:10:17: fine: loop: 1 loop over the threads"})
    EXPECT_NE(result.out.find(line), std::string::npos) << line << "\n" << result.out;
}

/// The driver says so where it is asked to say everything.
TEST_F(ExplainKernel, TheDriverNotesFibres) {
  ProcessOptions options;
  options.directory = work.path();
  options.environment = driverEnvironment();
  ProcessResult loud = runProcess({spncc(), "-c", "-v", "a.cu", "-o", "a.o"}, options);
  EXPECT_NE(loud.err.find("SPN4001"), std::string::npos) << loud.err;
  ProcessResult quiet = runProcess({spncc(), "-c", "a.cu", "-o", "a.o"}, options);
  EXPECT_EQ(quiet.exitCode, 0) << quiet.err;
  EXPECT_EQ(quiet.err.find("SPN4001"), std::string::npos) << quiet.err;
}

const char kLoops[] = R"(__global__ void saxpy(int n, float a, const float *x, float *y) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    y[i] = a * x[i] + y[i];
}
__global__ void walk(const int *next, int *out) {
  __shared__ int tile[256];
  int at = threadIdx.x;
  while (next[at] != at)
    at = next[at];
  tile[threadIdx.x] = at;
  __syncthreads();
  out[threadIdx.x] = tile[255 - threadIdx.x] + 1;
}
__device__ float total(float v) {
  for (int k = 16; k; k /= 2)
    v += __shfl_xor_sync(~0u, v, k);
  return v;
}
__global__ void sums(float *x) { x[threadIdx.x] = total(x[threadIdx.x] * 2); }
__global__ void unknown(void (*f)(int *), int *x) { f(x); }
)";

/// Of each loop over the threads, in lines of the user, what the host compiler made of it.
TEST_F(ExplainKernel, LoopsThatTheCompilerVectorised) {
  writeFile(work.path() / "loops.cu", kLoops);
  ProcessOptions options;
  options.directory = work.path();
  options.environment = driverEnvironment();
  std::vector<std::string> command = {sampanTool(), "explain-kernel", "--loops", "loops.cu"};
  ProcessResult result = runProcess(command, options);
  EXPECT_EQ(result.exitCode, 0) << result.err;
  for (const char *line : {"  loops.cu:4: loop over the threads: vectorised (",
                           "  loops.cu:8: loop over the threads: not vectorised: ",
                           "  loops.cu:13: loop over the threads: vectorised (",
                           "loops.cu:15: device function in which threads meet\n  loops.cu:17: "
                           "loop over the threads: "})
    EXPECT_NE(result.out.find(line), std::string::npos) << line << "\n" << result.out;

  command.insert(command.begin() + 2, "--json");
  command.back() = "loops.cu:walk";
  result = runProcess(command, options);
  EXPECT_EQ(result.exitCode, 0) << result.err;
  for (const char *text : {"\"kernel\": \"walk\"", "\"form\": \"fission\"", "\"line\": 8",
                           "\"vectorised\": false", "\"vectorised\": true", "\"reason\": \""})
    EXPECT_NE(result.out.find(text), std::string::npos) << text << "\n" << result.out;
  EXPECT_EQ(result.out.find("saxpy"), std::string::npos) << result.out;
}

TEST_F(ExplainKernel, WithoutACompilerLoopsAreNotTold) {
  ProcessOptions options;
  options.directory = work.path();
  options.environment = {{"PATH", work.path().string()}};
  ProcessResult result =
      runProcess({sampanTool(), "explain-kernel", "--loops", "a.cu:scale"}, options);
  EXPECT_EQ(result.exitCode, 3);
  EXPECT_NE(result.err.find("no host compiler: install g++ or clang++"), std::string::npos)
      << result.err;
  EXPECT_NE(result.out.find("app::scale: loop"), std::string::npos) << result.out;
}

/// A template that nothing instantiates runs nowhere, so that it needs no form.
TEST_F(ExplainKernel, TemplatesThatNothingInstantiates) {
  writeFile(work.path() / "t.cu", R"(template <class P> __global__ void never(P pool, int *x) {
  x[threadIdx.x] = pool.take();
  __syncthreads();
}
template <class P> __global__ void once(P pool, int *x) {
  x[threadIdx.x] = pool.take();
  __syncthreads();
}
struct Pool {
  __device__ int take() { return 1; }
};
void launch(int *x) { once<<<1, 1>>>(Pool(), x); }
)");
  ProcessResult result = explain("t.cu");
  EXPECT_EQ(result.exitCode, 0) << result.err;
  for (const char *line :
       {"never: unused: a template that nothing in this unit instantiates", "once: fission: "})
    EXPECT_NE(result.out.find(line), std::string::npos) << line << "\n" << result.out;
}

} // namespace
} // namespace sampan::test
