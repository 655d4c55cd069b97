// Atomics on float, double, half and bfloat pairs, and the loops of compare-and-swap that older code
// uses in their place. The values are such that every order of the additions is exact.
#include <cstdio>
#include <cuda_bf16.h>
#include <cuda_fp16.h>

__device__ double addByCas(double *address, double value) {
  unsigned long long *bits = (unsigned long long *)address, old = *bits, assumed;
  do {
    assumed = old;
    old = atomicCAS(bits, assumed, __double_as_longlong(value + __longlong_as_double(assumed)));
  } while (assumed != old);
  return __longlong_as_double(old);
}

__device__ float maxByCas(float *address, float value) {
  int *bits = (int *)address, old = *bits, assumed;
  do {
    assumed = old;
    old = atomicCAS(bits, assumed, __float_as_int(fmaxf(value, __int_as_float(assumed))));
  } while (assumed != old);
  return __int_as_float(old);
}

__global__ void add(float *floats, double *doubles, __half2 *halves, __nv_bfloat162 *bfloats) {
  int i = threadIdx.x;
  atomicAdd(&floats[0], 0.5f);
  float old = atomicExch(&floats[1], float(i));
  (void)old;
  maxByCas(&floats[2], float(i) * 0.25f);
  atomicAdd(&doubles[0], 0.125);
  addByCas(&doubles[1], double(i));
  atomicAdd(halves, __floats2half2_rn(0.5f, 1.0f));
  atomicAdd(bfloats, __floats2bfloat162_rn(1.0f, 2.0f));
  atomicAdd((__half *)(halves + 1), __float2half(0.25f));
  if (i == 0)
    atomicAdd(&floats[3], -atomicAdd(&floats[3], 2.0f)); // the old value is returned
}

int main() {
  float *floats, hostFloats[4] = {0, 0, -1, 1};
  double *doubles, hostDoubles[2];
  __half2 *halves, hostHalves[2];
  __nv_bfloat162 *bfloats, hostBfloats;
  cudaMalloc(&floats, sizeof(hostFloats));
  cudaMalloc(&doubles, sizeof(hostDoubles));
  cudaMalloc(&halves, sizeof(hostHalves));
  cudaMalloc(&bfloats, sizeof(hostBfloats));
  cudaMemcpy(floats, hostFloats, sizeof(hostFloats), cudaMemcpyHostToDevice);
  cudaMemset(doubles, 0, sizeof(hostDoubles));
  cudaMemset(halves, 0, sizeof(hostHalves));
  cudaMemset(bfloats, 0, sizeof(hostBfloats));
  add<<<1, 64>>>(floats, doubles, halves, bfloats);
  cudaMemcpy(hostFloats, floats, sizeof(hostFloats), cudaMemcpyDeviceToHost);
  cudaMemcpy(hostDoubles, doubles, sizeof(hostDoubles), cudaMemcpyDeviceToHost);
  cudaMemcpy(hostHalves, halves, sizeof(hostHalves), cudaMemcpyDeviceToHost);
  cudaMemcpy(&hostBfloats, bfloats, sizeof(hostBfloats), cudaMemcpyDeviceToHost);
  printf("%g %g %g\n", hostFloats[0], hostFloats[2], hostFloats[3]);
  printf("%g %g\n", hostDoubles[0], hostDoubles[1]);
  printf("%g %g %g\n", __low2float(hostHalves[0]), __high2float(hostHalves[0]),
         __low2float(hostHalves[1]));
  printf("%g %g\n", __low2float(hostBfloats), __high2float(hostBfloats));
  cudaFree(floats), cudaFree(doubles), cudaFree(halves), cudaFree(bfloats);
}
