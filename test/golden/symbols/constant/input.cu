// __constant__ memory and the symbol API: offsets, arrays, structs, addresses, sizes.
#include <cstdio>

struct Settings {
  int count;
  float scale;
  double offset[2];
};

__constant__ int table[4];
__constant__ Settings settings;
__constant__ float preset = 1.25f;
__constant__ int matrix[2][3] = {{1, 2, 3}, {4, 5, 6}};
namespace inner {
static __constant__ int hidden[2] = {7, 8};
}

__global__ void read(double *out) {
  out[0] = table[0] * 1000 + table[1] * 100 + table[2] * 10 + table[3];
  out[1] = settings.count * settings.scale + settings.offset[1];
  out[2] = preset + matrix[1][2] + inner::hidden[1];
}

__global__ void readThrough(const int *address, double *out) { out[0] = address[1]; }

int main() {
  double host[3], *device;
  cudaMalloc(&device, sizeof(host));
  int values[] = {1, 2, 3, 4};
  cudaMemcpyToSymbol(table, values, sizeof(values));
  int nine = 9;
  cudaMemcpyToSymbol(table, &nine, sizeof(int), 2 * sizeof(int));
  Settings local = {3, 0.5f, {10, 20}};
  cudaMemcpyToSymbol(settings, &local, sizeof(local), 0, cudaMemcpyHostToDevice);
  read<<<1, 1>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%.0f %.2f %.2f\n", host[0], host[1], host[2]);

  int back[2];
  cudaMemcpyFromSymbol(back, table, sizeof(back), sizeof(int));
  printf("%d %d\n", back[0], back[1]);
  size_t bytes = 0;
  cudaGetSymbolSize(&bytes, settings);
  printf("%d\n", bytes == sizeof(Settings));
  void *address = nullptr;
  cudaGetSymbolAddress(&address, inner::hidden);
  readThrough<<<1, 1>>>((const int *)address, device);
  cudaMemcpy(host, device, sizeof(double), cudaMemcpyDeviceToHost);
  printf("%.0f\n", host[0]);

  cudaStream_t stream;
  cudaStreamCreate(&stream);
  float half = 0.5f;
  cudaMemcpyToSymbolAsync(preset, &half, sizeof(half), 0, cudaMemcpyHostToDevice, stream);
  read<<<1, 1, 0, stream>>>(device);
  cudaMemcpyAsync(host, device, sizeof(host), cudaMemcpyDeviceToHost, stream);
  cudaStreamSynchronize(stream);
  printf("%.2f\n", host[2]);
  cudaStreamDestroy(stream);
  cudaFree(device);
}
