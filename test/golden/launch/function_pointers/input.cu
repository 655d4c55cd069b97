// Kernels as values: pointers, tables, arguments, auto, members, references.
#include <cstdio>

__global__ void plus(int *x, int y) { *x += y; }
__global__ void minus(int *x, int y) { *x -= y; }
template <int Factor> __global__ void times(int *x, int y) { *x *= Factor + y; }

typedef void (*Kernel)(int *, int);
using KernelRef = void (&)(int *, int);

struct Step {
  Kernel kernel;
  int argument;
};

static void apply(Kernel kernel, int *device, int y) { kernel<<<1, 1>>>(device, y); }
static void applyRef(KernelRef kernel, int *device, int y) { kernel<<<1, 1>>>(device, y); }
template <typename F> void applyAny(F kernel, int *device, int y) { kernel<<<1, 1>>>(device, y); }
template <void (*K)(int *, int)> void applyFixed(int *device, int y) { K<<<1, 1>>>(device, y); }

int main() {
  int *device, host = 0;
  cudaMalloc(&device, sizeof(int));
  cudaMemset(device, 0, sizeof(int));

  Kernel table[] = {plus, minus, times<2>};
  table[0]<<<1, 1>>>(device, 5);            // 5
  (*table[1])<<<1, 1>>>(device, 2);         // 3
  apply(table[2], device, 2);               // 12
  applyRef(plus, device, 1);                // 13
  applyAny(&minus, device, 3);              // 10
  applyFixed<plus>(device, 4);              // 14
  auto kernel = times<3>;
  kernel<<<1, 1>>>(device, 0);              // 42
  Step steps[] = {{minus, 2}, {plus, 60}};  // 40, 100
  for (const Step &step : steps)
    step.kernel<<<1, 1>>>(device, step.argument);
  (host == 0 ? plus : minus)<<<1, 1>>>(device, 11); // 111

  cudaMemcpy(&host, device, sizeof(int), cudaMemcpyDeviceToHost);
  printf("%d\n", host);
  cudaFuncAttributes attributes;
  printf("%s\n", cudaGetErrorName(cudaFuncGetAttributes(&attributes, plus)));
  printf("threads %d\n", attributes.maxThreadsPerBlock >= 256);
  cudaFree(device);
}
