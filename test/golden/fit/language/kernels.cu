// SPDX-License-Identifier: Apache-2.0
// Parts of the language that device code of other chips lacks.
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cstdio>
#include <cuda_runtime.h>

struct Shape {
  __device__ virtual float area() const = 0;
};
struct Square : Shape {
  float side;
  __device__ float area() const override { return side * side; }
};

__global__ void virtualCall(const Shape *shape, float *out) { *out = shape->area(); }

__global__ void throughPointer(float (*function)(float), float *out) { *out = function(*out); }

__device__ int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
__global__ void recursive(int *out) { out[threadIdx.x] = fibonacci(threadIdx.x); }

template <int n> __device__ int unrolled(int x) {
  if constexpr (n > 0)
    return unrolled<n - 1>(x) + x;
  else
    return x;
}
__global__ void recursiveTemplate(int *out) { out[threadIdx.x] = unrolled<4>(threadIdx.x); }

__global__ void heap(int **out) {
  *out = new int[threadIdx.x + 1];
  int *other = (int *)malloc(16);
  free(other);
}

__global__ void prints(float x, int n) {
  printf("%d %f\n", n, x);
  printf("%d\t%g\n", n, x);
}

__global__ void assembly(unsigned *out) {
  unsigned lane;
  asm("mov.u32 %0, %%laneid;" : "=r"(lane));
  out[threadIdx.x] = lane;
}

__global__ void bigArrays(float *out, int n) {
  float history[512];
  for (int i = 0; i < 512; ++i)
    history[i] = out[i] * n;
  for (int i = 0; i < 512; ++i)
    out[threadIdx.x] += history[(i * n) % 512];
}

__device__ int elsewhere(int x);
__global__ void callsAnotherUnit(int *out) { out[threadIdx.x] = elsewhere(threadIdx.x); }

__global__ void sampled(cudaTextureObject_t texture, float *out) {
  out[threadIdx.x] = tex1Dfetch<float>(texture, threadIdx.x);
}

__global__ void groupSum(const int *in, int *out) {
  namespace cg = cooperative_groups;
  auto tile = cg::tiled_partition<32>(cg::this_thread_block());
  int sum = cg::reduce(tile, in[threadIdx.x], cg::plus<int>());
  if (tile.thread_rank() == 0)
    out[threadIdx.x / 32] = sum;
}

__global__ void rounding(const float *in, float *out) {
  out[threadIdx.x] = __fadd_rz(in[threadIdx.x], 1.0f) + __brev(threadIdx.x) + __expf(in[0]);
}

void run(const Shape *s, float (*f)(float), float *g, int *a, int **p, unsigned *u,
         cudaTextureObject_t t) {
  virtualCall<<<1, 1>>>(s, g);
  throughPointer<<<1, 1>>>(f, g);
  recursive<<<1, 32>>>(a);
  recursiveTemplate<<<1, 32>>>(a);
  heap<<<1, 1>>>(p);
  prints<<<1, 1>>>(1.0f, 2);
  assembly<<<1, 32>>>(u);
  bigArrays<<<1, 32>>>(g, 3);
  callsAnotherUnit<<<1, 32>>>(a);
  sampled<<<1, 32>>>(t, g);
  groupSum<<<1, 32>>>(a, a);
  rounding<<<1, 32>>>(g, g);
}

__global__ void newGroups(int *out) {
  namespace cg = cooperative_groups;
  auto same = cg::labeled_partition(cg::coalesced_threads(), out[threadIdx.x] & 3);
  out[threadIdx.x] += same.num_threads();
}

struct Cell {
  int value;
  __device__ void store(int v) { value = v; }
};

__global__ void storesTheSum(Cell *cell) {
  namespace cg = cooperative_groups;
  auto tile = cg::tiled_partition<32>(cg::this_thread_block());
  cg::reduce_store_async(tile, *cell, 1, cg::plus<int>());
}
