// Memory: pitched and three-dimensional copies, memset, pinned and mapped memory, attributes.
#include <cstdio>
#include <cstring>

__global__ void rows(char *base, size_t pitch, int width, int height) {
  int x = threadIdx.x, y = threadIdx.y;
  if (x < width && y < height)
    ((int *)(base + y * pitch))[x] += 10 * y + x;
}

__global__ void twice(int *mapped) { mapped[threadIdx.x] *= 2; }

int main() {
  int in[3][5], out[3][5];
  memset(out, 0, sizeof(out));
  for (int i = 0; i < 15; ++i)
    in[i / 5][i % 5] = 1000;
  char *pitched;
  size_t pitch = 0;
  cudaMallocPitch((void **)&pitched, &pitch, 5 * sizeof(int), 3);
  cudaMemcpy2D(pitched, pitch, in, 5 * sizeof(int), 5 * sizeof(int), 3, cudaMemcpyHostToDevice);
  rows<<<1, dim3(8, 8)>>>(pitched, pitch, 5, 3);
  cudaMemcpy2D(out, 5 * sizeof(int), pitched, pitch, 5 * sizeof(int), 3, cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", pitch >= 20, out[0][0], out[1][4], out[2][2]);
  cudaMemset2D(pitched, pitch, 1, 2 * sizeof(int), 2);
  cudaMemcpy2D(out, 5 * sizeof(int), pitched, pitch, 5 * sizeof(int), 3, cudaMemcpyDeviceToHost);
  printf("%x %d %d\n", out[1][1], out[1][2], out[2][0]);
  cudaFree(pitched);

  cudaExtent extent = make_cudaExtent(4 * sizeof(int), 3, 2);
  cudaPitchedPtr cube;
  cudaMalloc3D(&cube, extent);
  cudaMemset3D(cube, 2, extent);
  int block[2][3][4];
  cudaMemcpy3DParms copy = {};
  copy.srcPtr = cube;
  copy.dstPtr = make_cudaPitchedPtr(block, 4 * sizeof(int), 4, 3);
  copy.extent = extent;
  copy.kind = cudaMemcpyDeviceToHost;
  cudaMemcpy3D(&copy);
  printf("%x\n", block[1][2][3]);
  cudaFree(cube.ptr);

  int *pinned, *mapped;
  cudaHostAlloc((void **)&pinned, 4 * sizeof(int), cudaHostAllocMapped);
  for (int i = 0; i < 4; ++i)
    pinned[i] = i;
  cudaHostGetDevicePointer((void **)&mapped, pinned, 0);
  twice<<<1, 4>>>(mapped);
  cudaDeviceSynchronize();
  printf("%d\n", pinned[3]);
  int ordinary[4] = {1, 2, 3, 4};
  cudaHostRegister(ordinary, sizeof(ordinary), cudaHostRegisterDefault);
  cudaHostUnregister(ordinary);

  int *device;
  cudaMalloc(&device, 64);
  cudaPointerAttributes attributes;
  cudaPointerGetAttributes(&attributes, device);
  printf("%d %d\n", attributes.type == cudaMemoryTypeDevice, attributes.device);
  cudaPointerGetAttributes(&attributes, pinned);
  printf("%d\n", attributes.type == cudaMemoryTypeHost);
  cudaMemcpy(device, ordinary, sizeof(ordinary), cudaMemcpyDefault);
  cudaMemcpy(device + 8, device, sizeof(ordinary), cudaMemcpyDeviceToDevice);
  cudaMemcpy(ordinary, device + 9, 2 * sizeof(int), cudaMemcpyDefault);
  printf("%d %d\n", ordinary[0], ordinary[1]);
  size_t free = 0, total = 0;
  cudaMemGetInfo(&free, &total);
  printf("%d\n", free > 0 && free <= total);
  cudaFreeHost(pinned);
  cudaFree(device);
}
