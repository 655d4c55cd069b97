// Barriers in loops, under uniform conditions, in switch, goto and do-while, in both branches of an
// if, and the counting forms.
#include <cstdio>

__global__ void scan(int *data) { // inclusive scan, double buffered
  __shared__ int buffer[2][32];
  int i = threadIdx.x, from = 0;
  buffer[0][i] = data[i];
  for (int step = 1; step < 32; step *= 2) {
    __syncthreads();
    buffer[1 - from][i] = buffer[from][i] + (i >= step ? buffer[from][i - step] : 0);
    from = 1 - from;
  }
  data[i] = buffer[from][i];
}

__global__ void modes(int *data, int mode) {
  __shared__ int cells[32];
  int i = threadIdx.x;
  cells[i] = i;
  if (mode > 0) {
    __syncthreads();
    data[i] = cells[31 - i];
  } else {
    __syncthreads();
    data[i] = cells[i ^ 1];
  }
  switch (mode) {
  case 1:
    __syncthreads();
    cells[i] = 1;
    break;
  case 2: {
    __syncthreads();
    cells[i] = 2;
  }
    // fall through
  default:
    __syncthreads();
    cells[i] += 5;
  }
  int rounds = 0;
again:
  __syncthreads();
  if (++rounds < 3)
    goto again;
  do {
    __syncthreads();
    data[i] += cells[(i + rounds) % 32];
  } while (--rounds > 0);
}

__global__ void votes(int *out) {
  int i = threadIdx.x;
  int count = __syncthreads_count(i % 3 == 0);
  int all = __syncthreads_and(i < 40);
  int any = __syncthreads_or(i == 39);
  int none = __syncthreads_or(i == 40);
  if (i == 39)
    *out = count * 1000 + (all != 0) * 100 + (any != 0) * 10 + (none != 0);
}

__global__ void nested(int *out) {
  __shared__ int turn;
  if (threadIdx.x == 0)
    turn = 0;
  __syncthreads();
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j <= i; ++j) {
      if (int(threadIdx.x) == (i * 3 + j) % int(blockDim.x))
        turn = turn * 2 + j;
      __syncthreads();
    }
  out[threadIdx.x] = turn;
}

int main() {
  int host[64], *device;
  for (int i = 0; i < 64; ++i)
    host[i] = 1;
  cudaMalloc(&device, sizeof(host));
  cudaMemcpy(device, host, sizeof(host), cudaMemcpyHostToDevice);
  scan<<<1, 32>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d\n", host[0], host[31]);
  for (int mode = 0; mode < 3; ++mode) {
    modes<<<1, 32>>>(device, mode);
    cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
    printf("mode %d: %d %d\n", mode, host[0], host[31]);
  }
  votes<<<1, 40>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d\n", host[0]);
  nested<<<1, 5>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d\n", host[4]);
  cudaFree(device);
}
