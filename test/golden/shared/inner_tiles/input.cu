// The inner threads of tiles, whose rows are no multiple of a vector: a thread may run twice only
// where it stores the same again.
#include <cstdio>
#include <cuda_runtime.h>

#define TILE 16

__global__ void smooth(const float *in, float *out, int *visits, int width, int height, int rounds) {
  __shared__ float now[TILE][TILE], next[TILE][TILE];
  __shared__ int counts[TILE][TILE];
  int tx = threadIdx.x, ty = threadIdx.y;
  int x = blockIdx.x * (TILE - 2) + tx - 1, y = blockIdx.y * (TILE - 2) + ty - 1;
  bool inside = x >= 0 && x < width && y >= 0 && y < height;
  now[ty][tx] = next[ty][tx] = 0;
  counts[ty][tx] = 0;
  if (inside)
    now[ty][tx] = in[y * width + x];
  __syncthreads();
  bool computed = false;
  for (int i = 0; i < rounds; i++) {
    if (tx >= 1 && tx < TILE - 1 && ty >= 1 && ty < TILE - 1) {
      computed = true;
      next[ty][tx] = 0.25f * (now[ty][tx - 1] + now[ty][tx + 1] + now[ty - 1][tx] + now[ty + 1][tx]);
    }
    __syncthreads();
    if (tx >= 1 + i && tx <= TILE - 2 - i && ty > i && ty < TILE - 1 - i) {
      now[ty][tx] = next[ty][tx] + 0.5f * now[ty][tx]; // reads what it changes
      counts[ty][tx] += 1;
    }
    if (tx > 1 && tx < TILE - 2)
      counts[ty][tx]++;
    __syncthreads();
  }
  if (computed && inside) {
    out[y * width + x] = now[ty][tx];
    visits[y * width + x] = counts[ty][tx];
  }
}

// Out of and into the same memory.
__global__ void inPlace(float *values, float *others, int width, int height) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= 1 && x < width - 2 && y < height) {
    others[y * width + x] = values[y * width + x] * 0.5f + 1;
    values[y * width + x] = values[y * width + x] + 3;
  }
}

int main() {
  const int width = 61, height = 45, count = width * height;
  float *in, *out;
  int *visits;
  cudaMallocManaged(&in, count * sizeof(float));
  cudaMallocManaged(&out, count * sizeof(float));
  cudaMallocManaged(&visits, count * sizeof(int));
  for (int i = 0; i < count; ++i)
    in[i] = i * 29 % 64, out[i] = 0, visits[i] = 0;
  for (int rounds = 1; rounds < 5; ++rounds) {
    smooth<<<dim3(5, 4), dim3(TILE, TILE)>>>(in, out, visits, width, height, rounds);
    cudaDeviceSynchronize();
    double sum = 0;
    long check = 0;
    for (int i = 0; i < count; ++i)
      sum += out[i] * (i % 5), check = (check * 31 + visits[i]) % 1000003;
    printf("smooth %d: %.3f %ld\n", rounds, sum, check);
  }
  inPlace<<<dim3(5, 12), dim3(13, 4)>>>(in, in, width, height); // the same memory by two names
  inPlace<<<dim3(3, 12), dim3(30, 4)>>>(in, out, width, height);
  cudaDeviceSynchronize();
  double sum = 0;
  for (int i = 0; i < count; ++i)
    sum += in[i] * (i % 3) + out[i] * (i % 5);
  printf("in place %.3f\n", sum);
  cudaFree(in), cudaFree(out), cudaFree(visits);
  return 0;
}
