// SPDX-License-Identifier: Apache-2.0
// A fork and join of two streams: first queued by hand with events, then captured into a graph that
// is launched three times. Callbacks and host functions see every step in order.
#include <cuda_runtime.h>

#include <cstdio>
#include <cstdlib>

static void check(cudaError_t error, int line) {
  if (error != cudaSuccess) {
    std::printf("line %d: %s\n", line, cudaGetErrorName(error));
    std::exit(1);
  }
}
#define CHECK(call) check((call), __LINE__)

__global__ void fill(int *x, int n, int value) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    x[i] = value;
}

__global__ void addTo(int *x, const int *y, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    x[i] += y[i];
}

static void CUDART_CB onHost(void *message) { std::printf("host: %s\n", (const char *)message); }

struct Work {
  int n, *x, *y, *host;
  cudaStream_t left, right;
  cudaEvent_t forked, joined;
};

// x = 1 on the left, y = 2 on the right, then x += y on the left and x to the host.
static void enqueue(Work &w) {
  int block = 128, grid = (w.n + block - 1) / block;
  CHECK(cudaEventRecord(w.forked, w.left));
  CHECK(cudaStreamWaitEvent(w.right, w.forked, 0));
  fill<<<grid, block, 0, w.left>>>(w.x, w.n, 1);
  fill<<<grid, block, 0, w.right>>>(w.y, w.n, 2);
  CHECK(cudaEventRecord(w.joined, w.right));
  CHECK(cudaStreamWaitEvent(w.left, w.joined, 0));
  addTo<<<grid, block, 0, w.left>>>(w.x, w.y, w.n);
  CHECK(cudaMemcpyAsync(w.host, w.x, w.n * sizeof(int), cudaMemcpyDeviceToHost, w.left));
  CHECK(cudaLaunchHostFunc(w.left, onHost, (void *)"joined"));
}

static long long sum(const Work &w) {
  long long s = 0;
  for (int i = 0; i < w.n; ++i)
    s += w.host[i];
  return s;
}

int main() {
  Work w;
  w.n = 1000;
  CHECK(cudaMalloc(&w.x, w.n * sizeof(int)));
  CHECK(cudaMalloc(&w.y, w.n * sizeof(int)));
  CHECK(cudaMallocHost(&w.host, w.n * sizeof(int)));
  int least, greatest;
  CHECK(cudaDeviceGetStreamPriorityRange(&least, &greatest));
  CHECK(cudaStreamCreateWithFlags(&w.left, cudaStreamNonBlocking));
  CHECK(cudaStreamCreateWithPriority(&w.right, cudaStreamNonBlocking, greatest));
  CHECK(cudaEventCreateWithFlags(&w.forked, cudaEventDisableTiming));
  CHECK(cudaEventCreateWithFlags(&w.joined, cudaEventDisableTiming));

  enqueue(w);
  CHECK(cudaStreamSynchronize(w.left));
  std::printf("streams: %lld\n", sum(w));

  cudaGraph_t graph;
  cudaGraphExec_t executable;
  CHECK(cudaStreamBeginCapture(w.left, cudaStreamCaptureModeGlobal));
  enqueue(w);
  CHECK(cudaStreamEndCapture(w.left, &graph));
  CHECK(cudaGraphInstantiate(&executable, graph, NULL, NULL, 0));
  for (int i = 0; i < w.n; ++i)
    w.host[i] = -1;
  for (int run = 0; run < 3; ++run)
    CHECK(cudaGraphLaunch(executable, w.left));
  CHECK(cudaStreamSynchronize(w.left));
  std::printf("graph: %lld\n", sum(w));

  CHECK(cudaGraphExecDestroy(executable));
  CHECK(cudaGraphDestroy(graph));
  CHECK(cudaEventDestroy(w.forked));
  CHECK(cudaEventDestroy(w.joined));
  CHECK(cudaStreamDestroy(w.left));
  CHECK(cudaStreamDestroy(w.right));
  CHECK(cudaFreeHost(w.host));
  CHECK(cudaFree(w.x));
  CHECK(cudaFree(w.y));
  return 0;
}
