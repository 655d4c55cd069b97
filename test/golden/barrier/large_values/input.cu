// Arrays that each thread has of its own and that live across barriers: together they are larger
// than a block's stack.
#include <cstdio>

constexpr int kThreads = 256, kLength = 700;

__device__ void fill(int *values, int count, int from) {
  for (int k = 0; k < count; k++)
    values[k] = from + k;
}

__global__ void run(long long *out) {
  __shared__ int shared[kThreads];
  int own[kLength];
  unsigned char marks[3000];
  int i = threadIdx.x, first = 1, *inside = own + 5, last = 2;
  fill(own, kLength, 1000 * i);
  for (int k = 0; k < 3000; k++)
    marks[k] = (unsigned char)(i + k);
  shared[i] = own[kLength - 1];
  __syncthreads();
  own[0] = shared[(i + 1) % kThreads];
  __syncthreads();
  *inside += marks[2999];
  long long sum = first + last;
  for (int k = 0; k < kLength; k++)
    sum += own[k];
  out[blockIdx.x * kThreads + i] = sum + marks[i];
}

// A declaration of several variables, one of them reached by its address.
__global__ void several(int *out) {
  __shared__ int total;
  int a = 3, b = a + threadIdx.x, c = 5;
  if (threadIdx.x == 0)
    total = 0;
  __syncthreads();
  fill(&b, 1, b * 2);
  atomicAdd(&total, b);
  __syncthreads();
  out[threadIdx.x] = total + a + b + c;
}

int main() {
  static long long host[3 * kThreads];
  long long *device;
  cudaMalloc(&device, sizeof(host));
  run<<<3, kThreads>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  bool same = true;
  for (int i = 0; i < kThreads; i++)
    same = same && host[i] == host[i + kThreads] && host[i] == host[i + 2 * kThreads];
  printf("%lld %lld %lld %s\n", host[0], host[1], host[255], same ? "same" : "different");
  int few[32], *small = reinterpret_cast<int *>(device);
  several<<<1, 32>>>(small);
  cudaMemcpy(few, small, sizeof(few), cudaMemcpyDeviceToHost);
  printf("%d %d\n", few[0], few[31]);
  cudaFree(device);
}
