// Lanes of a warp that exchange values through shared memory without a barrier.
#include <cstdio>

struct Pair {
  int first, second;
};

__global__ void permute(const int *rank, Pair *out) { // each lane moves an element in place
  __shared__ Pair elements[32];
  __shared__ int target[32];
  int lane = threadIdx.x;
  elements[lane].first = lane;
  elements[lane].second = lane * lane;
  target[lane] = rank[lane];
  __syncthreads();
  if (lane < 32)
    elements[target[lane]] = elements[lane];
  __syncthreads();
  out[lane] = elements[lane];
}

__global__ void collect(int *out) { // lane 0 reads what the others stored just before
  extern __shared__ int partial[];
  int tid = threadIdx.x;
  partial[tid] = tid + 1;
  __syncthreads();
  if (tid < 8) {
    int sum = 0;
    for (int i = tid; i < blockDim.x; i += 8)
      sum += partial[i];
    partial[tid] = sum;
  }
  if (tid == 0) {
    int total = 0;
    for (int i = 0; i < 8; ++i)
      total += partial[i] * (i + 1);
    out[0] = total;
  }
}

__global__ void reduce(int *out) { // a tree within each warp
  __shared__ int sums[64];
  int tid = threadIdx.x, lane = tid % 32;
  sums[tid] = tid;
  for (int offset = 16; offset > 0; offset /= 2) {
    if (lane < offset) {
      sums[tid] += sums[tid + offset];
    }
  }
  if (lane == 0)
    out[tid / 32] = sums[tid];
}

__global__ void rotate(int *out) {
  __shared__ int ring[32];
  int lane = threadIdx.x;
  ring[lane] = lane;
  ring[lane] = ring[(lane + 31) % 32] + 100;
  out[lane] = ring[(lane + 1) % 32];
}

__global__ void fenced(int *out) { // nothing to do: a barrier follows every store
  __shared__ int values[64];
  int tid = threadIdx.x;
  values[tid] = tid;
  __syncthreads();
  for (int step = 32; step > 0; step /= 2) {
    if (tid < step)
      values[tid] += values[tid + step];
    __syncthreads();
  }
  if (tid == 0)
    out[0] = values[0];
}

int main() {
  int *data;
  Pair *pairs;
  cudaMallocManaged(&data, 64 * sizeof(int));
  cudaMallocManaged(&pairs, 32 * sizeof(Pair));
  for (int i = 0; i < 32; ++i)
    data[i] = (i * 5 + 3) % 32;
  permute<<<1, 32>>>(data, pairs);
  cudaDeviceSynchronize();
  int wrong = 0;
  for (int i = 0; i < 32; ++i)
    wrong += pairs[data[i]].first != i || pairs[data[i]].second != i * i;
  printf("permute: %d wrong\n", wrong);
  collect<<<1, 64, 64 * sizeof(int)>>>(data);
  cudaDeviceSynchronize();
  printf("collect: %d\n", data[0]);
  reduce<<<1, 64>>>(data);
  cudaDeviceSynchronize();
  printf("reduce: %d %d\n", data[0], data[1]);
  rotate<<<1, 32>>>(data);
  cudaDeviceSynchronize();
  printf("rotate: %d %d %d\n", data[0], data[1], data[31]);
  fenced<<<1, 64>>>(data);
  cudaDeviceSynchronize();
  printf("fenced: %d\n", data[0]);
  return 0;
}
