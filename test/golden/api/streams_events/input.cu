// Streams, events, callbacks, waits, priorities, queries.
#include <cstdio>

__global__ void append(int *log, int *next, int value) { log[(*next)++] = value; }

static void CUDART_CB called(cudaStream_t, cudaError_t status, void *data) {
  printf("callback %d %d\n", *(int *)data, status == cudaSuccess);
}
static void hostFunction(void *data) { printf("host function %d\n", *(int *)data); }

int main() {
  int *log, *next, host[4], seven = 7, eight = 8;
  cudaMalloc(&log, sizeof(host));
  cudaMalloc(&next, sizeof(int));
  cudaMemset(next, 0, sizeof(int));
  cudaStream_t a, b, c;
  cudaStreamCreate(&a);
  cudaStreamCreateWithFlags(&b, cudaStreamNonBlocking);
  int low, high;
  cudaDeviceGetStreamPriorityRange(&low, &high);
  cudaStreamCreateWithPriority(&c, cudaStreamNonBlocking, high);
  int priority = 99;
  cudaStreamGetPriority(c, &priority);
  unsigned flags = 99;
  cudaStreamGetFlags(b, &flags);
  printf("priority %d flags %d\n", priority == high, flags == cudaStreamNonBlocking);

  cudaEvent_t start, stop, link;
  cudaEventCreate(&start);
  cudaEventCreateWithFlags(&stop, cudaEventBlockingSync);
  cudaEventCreateWithFlags(&link, cudaEventDisableTiming);
  cudaEventRecord(start, a);
  append<<<1, 1, 0, a>>>(log, next, 1);
  cudaEventRecord(link, a);
  cudaStreamWaitEvent(b, link, 0);
  append<<<1, 1, 0, b>>>(log, next, 2);
  cudaEventRecord(link, b);
  cudaStreamWaitEvent(c, link);
  append<<<1, 1, 0, c>>>(log, next, 3);
  cudaStreamAddCallback(c, called, &seven, 0);
  cudaLaunchHostFunc(c, hostFunction, &eight);
  cudaStreamSynchronize(c);
  cudaEventRecord(stop, a);
  cudaEventSynchronize(stop);
  float elapsed = -1;
  cudaError_t error = cudaEventElapsedTime(&elapsed, start, stop);
  printf("elapsed %d %s\n", elapsed >= 0, cudaGetErrorName(error));
  error = cudaEventElapsedTime(&elapsed, start, link);
  printf("without timing %s\n", cudaGetErrorName(error));
  cudaGetLastError();
  printf("query %s %s\n", cudaGetErrorName(cudaStreamQuery(a)),
         cudaGetErrorName(cudaEventQuery(stop)));

  append<<<1, 1>>>(log, next, 4); // the legacy stream orders itself with blocking streams
  cudaMemcpy(host, log, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[0], host[1], host[2], host[3]);

  int *pooled;
  cudaMallocAsync((void **)&pooled, 64, a);
  cudaMemsetAsync(pooled, 1, 64, a);
  cudaMemcpyAsync(host, pooled, sizeof(host), cudaMemcpyDeviceToHost, a);
  cudaFreeAsync(pooled, a);
  cudaStreamSynchronize(a);
  printf("%x\n", host[3]);
  cudaEventDestroy(start), cudaEventDestroy(stop), cudaEventDestroy(link);
  cudaStreamDestroy(a), cudaStreamDestroy(b), cudaStreamDestroy(c);
  cudaFree(log), cudaFree(next);
}
