// Barriers and warp operations in what begins a loop and in what its rounds end with.
#include <cstdio>

struct Tasks {
  int *next, *place, count, current;
};

__device__ int first(Tasks *tasks) {
  if (threadIdx.x == 0)
    tasks->place[0] = atomicAdd(tasks->next, 1);
  __syncthreads();
  tasks->current = tasks->place[0];
  __syncthreads();
  return tasks->current;
}
__device__ bool more(const Tasks *tasks) { return tasks->current < tasks->count; }
__device__ int next(Tasks *tasks) { return first(tasks); }

__global__ void share(int *counter, int count, int *out) {
  __shared__ int place, sums[32];
  Tasks tasks = {counter, &place, count, 0};
  for (int task = first(&tasks); more(&tasks); task = next(&tasks)) {
    if (task % 3 == 1)
      continue;
    sums[threadIdx.x] = task + threadIdx.x;
    __syncthreads();
    out[task * 32 + threadIdx.x] = sums[31 - threadIdx.x];
  }
}

__global__ void shrink(int *out) {
  int i = threadIdx.x, rounds = 0;
  for (int value = __shfl_xor_sync(~0u, i, 31); __any_sync(~0u, value > 2);
       value = __shfl_xor_sync(~0u, value / 2, 1))
    rounds += value;
  out[i] = rounds;
}

int main() {
  static int host[40 * 32];
  int *counter, *out;
  cudaMalloc(&counter, sizeof(int));
  cudaMalloc(&out, sizeof(host));
  cudaMemset(counter, 0, sizeof(int));
  cudaMemset(out, 0, sizeof(host));
  share<<<4, 32>>>(counter, 40, out);
  cudaMemcpy(host, out, sizeof(host), cudaMemcpyDeviceToHost);
  long long sum = 0;
  for (int i = 0; i < 40 * 32; i++)
    sum += (long long)host[i] * (i % 7);
  printf("%d %d %d %lld\n", host[0], host[32], host[39 * 32 + 3], sum);
  shrink<<<1, 32>>>(out);
  cudaMemcpy(host, out, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[0], host[1], host[31]);
  cudaFree(counter);
  cudaFree(out);
}
