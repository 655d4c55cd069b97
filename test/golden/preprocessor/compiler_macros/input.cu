// Branches on what nvcc defines: an ordinary compiler takes those that were analysed.
#include "fallbacks.h"
#include <cstdio>

#if defined(__NVCC__) && __CUDACC_VER_MAJOR__ >= 9
#define BRANCH 1
#else
#define BRANCH 0
#endif

__global__ void largest(int *x) { *x = max(*x, 7); }

int main() {
  int *x;
  cudaMallocManaged(&x, sizeof(int));
  *x = 3;
  largest<<<1, 1>>>(x);
  cudaDeviceSynchronize();
  printf("%d %d\n", *x, BRANCH);
}
