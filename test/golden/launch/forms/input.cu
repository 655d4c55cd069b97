// Every form of the launch configuration that the language knows.
#include <cuda_runtime.h>
#include <cstdio>

#define THREADS 8
#define BLOCKS(n) (((n) + THREADS - 1) / THREADS)

__global__ void add(int *out, int value) {
  int block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
  int thread = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
  out[block * (blockDim.x * blockDim.y * blockDim.z) + thread] += value;
}

__global__ void none() {}

static int *device;

static void show(const char *what) {
  int host[64], touched = 0, sum = 0;
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  for (int i = 0; i < 64; ++i) {
    touched += host[i] != 0;
    sum += host[i];
  }
  printf("%s: %d cells, sum %d\n", what, touched, sum);
  cudaMemset(device, 0, sizeof(host));
}

struct Shape {
  dim3 grid, block;
  dim3 half() const { return dim3(block.x / 2, block.y); }
};

int main() {
  cudaMalloc(&device, 64 * sizeof(int));
  cudaMemset(device, 0, 64 * sizeof(int));
  cudaStream_t stream;
  cudaStreamCreate(&stream);

  add<<<2, 3>>>(device, 1);
  show("two ints");
  add<<<BLOCKS(20), THREADS>>>(device, 1);
  show("macros");
  add<<<dim3(2, 2), dim3(2, 2, 2)>>>(device, 1);
  show("dim3");
  add<<<1, 16, 0>>>(device, 1);
  show("shared size");
  add<<<1, 16, 128, stream>>>(device, 1);
  cudaStreamSynchronize(stream);
  show("stream");
  add<<<1, 5, 0, 0>>>(device, 1);
  show("null stream");

  dim3 grid(3), block(4, 2);
  add<<<grid, block>>>(device, 1);
  show("variables");
  Shape shape = {dim3(2), dim3(4, 4)};
  add<<<shape.grid, shape.half()>>>(device, 1);
  show("members");
  int n = 10;
  add<<<(n + 3) / 4, n > 8 ? 4 : 2>>>(device, n < 5 ? 1 : (n, 2));
  show("expressions");
  add<<< 1 , 7 >>> ( device , 1 ) ;
  show("spaces");
  add<<<1,
        9, // threads
        0 /* no shared memory */>>>(device,
                                    1);
  show("several lines");
  add <<<dim3{2, 1, 1}, dim3{3, 2}>>>(device, 1);
  show("braces");

  if (n > 3)
    add<<<1, 1>>>(device, 1);
  else
    add<<<1, 2>>>(device, 1);
  for (int i = 0; i < 3; ++i)
    add<<<1, 4>>>(device, i);
  show("statements without braces");
  auto launch = [&](int threads) { add<<<1, threads>>>(device, 1); };
  launch(6), launch(3);
  show("in a lambda");
  none<<<4, 32>>>();
  printf("no arguments: %s\n", cudaGetErrorName(cudaDeviceSynchronize()));
  n > 3 ? add<<<1, 1>>>(device, 1) : none<<<1, 1>>>();
  show("operand of ?:");

  cudaStreamDestroy(stream);
  cudaFree(device);
}
