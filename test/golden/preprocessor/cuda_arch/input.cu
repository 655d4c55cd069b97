// Branches on __CUDA_ARCH__, __CUDACC__ and friends: device code takes the device branch.
#include <cstdio>

__host__ __device__ const char *side() {
#ifdef __CUDA_ARCH__
  return "device";
#else
  return "host";
#endif
}

__host__ __device__ inline int lanes(unsigned x) {
#if defined(__CUDA_ARCH__)
  return __popc(x); // exists on the device only
#else
  int count = 0;
  for (; x; x &= x - 1)
    ++count;
  return count;
#endif
}

#if !defined(__CUDA_ARCH__) || __CUDA_ARCH__ >= 600
__device__ double addTo(double *address, double value) { return atomicAdd(address, value); }
#else
__device__ double addTo(double *address, double value);
#endif

__global__ void run(int *out, double *sum) {
#if __CUDA_ARCH__ >= 700
  __syncwarp();
#endif
  out[threadIdx.x] = lanes(0xff00u + threadIdx.x);
  addTo(sum, 0.5);
}

int main() {
#ifdef __CUDACC__
  int *device, host[4];
  double *sum, total = 0;
  cudaMalloc(&device, sizeof(host));
  cudaMalloc(&sum, sizeof(double));
  cudaMemset(sum, 0, sizeof(double));
  run<<<1, 4>>>(device, sum);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  cudaMemcpy(&total, sum, sizeof(double), cudaMemcpyDeviceToHost);
  printf("%d %d %g\n", host[0], host[3], total);
  printf("%s %d\n", side(), lanes(7));
  cudaFree(device);
  cudaFree(sum);
#else
  printf("no CUDA compiler\n");
#endif
}
