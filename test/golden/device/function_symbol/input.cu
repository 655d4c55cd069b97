// The host fetches the address of a device function from a device variable and passes it to a
// kernel, as code with user-defined operations does.
#include <cstdio>

typedef float (*Unary)(float);
__device__ float half(float x) { return 0.5f * x; }
__device__ float square(float x) { return x * x; }
__device__ Unary halfPointer = half;
__device__ Unary squarePointer = square;

__global__ void map(Unary f, float *data) { data[threadIdx.x] = f(data[threadIdx.x]); }

int main() {
  float host[4] = {1, 2, 3, 4}, *device;
  cudaMalloc(&device, sizeof(host));
  cudaMemcpy(device, host, sizeof(host), cudaMemcpyHostToDevice);
  Unary f, g;
  cudaMemcpyFromSymbol(&f, halfPointer, sizeof(Unary));
  cudaMemcpyFromSymbol(&g, squarePointer, sizeof(Unary));
  map<<<1, 4>>>(g, device);
  map<<<1, 4>>>(f, device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%g %g %g %g\n", host[0], host[1], host[2], host[3]);
  cudaFree(device);
}
