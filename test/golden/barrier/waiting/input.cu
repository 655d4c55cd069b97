// Loops that seem to wait for another thread, and some that do: for other blocks, for threads that
// take the same rounds, and for nobody.
#include <cstdio>

// Lanes tag what they store and try again where another lane's store came last.
__device__ int take(volatile unsigned *counters, unsigned at, unsigned tag) {
  unsigned count;
  do {
    count = counters[at] & 0x07ffffffu;
    count = tag | (count + 1);
    counters[at] = count;
  } while (counters[at] != count);
  return (int)(count & 0x07ffffffu) - 1;
}

__global__ void tagged(const int *data, int *places, int *totals) {
  volatile __shared__ unsigned counters[2 * 8];
  int i = threadIdx.x;
  if (i < 16)
    counters[i] = 0;
  __syncthreads();
  for (int k = i; k < 256; k += blockDim.x)
    places[k] = take(counters + i / 32 * 8, data[k], (unsigned)i << 27);
  __syncthreads();
  if (i < 8)
    totals[i] = (counters[i] & 0x07ffffffu) + (counters[8 + i] & 0x07ffffffu);
}

// All threads go round together until one of them has found it.
__global__ void search(const int *data, int wanted, int *out) {
  volatile __shared__ int found, from;
  if (threadIdx.x == 0) {
    found = -1;
    from = 0;
  }
  __syncthreads();
  while (found < 0) {
    int at = from + threadIdx.x;
    __syncthreads();
    if (data[at] == wanted)
      found = at;
    if (threadIdx.x == 0)
      from = from + blockDim.x;
    __syncthreads();
  }
  out[threadIdx.x] = found;
}

// Each block's turn comes after that of the block before it; blocks take several turns.
__global__ void chained(int turns, int *flags, int *out) {
  __shared__ int before;
  int i = threadIdx.x;
  for (int turn = blockIdx.x; turn < turns; turn += gridDim.x) {
    int value = turn * 100 + i;
    __syncthreads();
    if (i == 0) {
      int seen;
      while ((seen = atomicAdd(&flags[turn], 0)) == 0) {
      }
      before = seen;
      atomicAdd(&flags[turn + 1], seen + turn);
    }
    __syncthreads();
    out[turn * 32 + i] = value + before;
  }
}

// Each thread needs what its right neighbour computes, also in the next block.
__global__ void relax(volatile int *values, int n) {
  int first = threadIdx.x + blockIdx.x * blockDim.x;
  bool again;
  do {
    again = false;
    for (int v = first; v < n; v += gridDim.x * blockDim.x) {
      if (values[v] < 0) {
        int right = values[v + 1];
        if (right >= 0)
          values[v] = right + 1;
        else
          again = true;
      }
    }
  } while (again);
}

// The same by warps: a warp goes on while one of its lanes has something to do.
__global__ void relaxWarps(volatile int *values, int n) {
  int v = threadIdx.x + blockIdx.x * blockDim.x;
  if (n > 0) {
    bool again;
    do {
      again = false;
      if (values[v] < 0) {
        int right = values[v + 1];
        if (right >= 0)
          values[v] = right + 1;
        else
          again = true;
      }
    } while (__any_sync(0xffffffffu, again));
  }
}

int main() {
  static int host[1024];
  int *data, *out, *flags;
  cudaMalloc(&data, sizeof(host));
  cudaMalloc(&out, sizeof(host));
  cudaMalloc(&flags, sizeof(host));
  for (int i = 0; i < 256; i++)
    host[i] = i * 7 % 8 / (1 + i % 2);
  int expected[8] = {}, totals[8];
  for (int i = 0; i < 256; i++)
    expected[host[i]]++;
  int kinds[256];
  for (int i = 0; i < 256; i++)
    kinds[i] = host[i];
  cudaMemcpy(data, host, sizeof(host), cudaMemcpyHostToDevice);
  tagged<<<1, 64>>>(data, out, flags);
  cudaMemcpy(totals, flags, sizeof(totals), cudaMemcpyDeviceToHost);
  cudaMemcpy(host, out, sizeof(host), cudaMemcpyDeviceToHost);
  bool right = true;
  for (int kind = 0; kind < 8; kind++)
    right = right && totals[kind] == expected[kind];
  // Of one warp and kind no two got the same place.
  for (int a = 0; a < 256; a++)
    for (int b = a + 1; b < 256; b++)
      if (kinds[a] == kinds[b] && a / 32 % 2 == b / 32 % 2)
        right = right && host[a] != host[b];
  printf("tagged %s\n", right ? "right" : "wrong");

  for (int i = 0; i < 1024; i++)
    host[i] = i * 3;
  cudaMemcpy(data, host, sizeof(host), cudaMemcpyHostToDevice);
  search<<<1, 64>>>(data, 3 * 700, out);
  cudaMemcpy(host, out, sizeof(host), cudaMemcpyDeviceToHost);
  printf("search %d %d\n", host[0], host[63]);

  cudaMemset(flags, 0, sizeof(host));
  int one = 1;
  cudaMemcpy(flags, &one, sizeof(one), cudaMemcpyHostToDevice);
  chained<<<6, 32>>>(20, flags, out);
  cudaMemcpy(host, out, sizeof(host), cudaMemcpyDeviceToHost);
  printf("chained %d %d %d\n", host[0], host[32 + 31], host[19 * 32 + 5]);

  for (int i = 0; i < 601; i++)
    host[i] = i == 600 ? 0 : -1;
  cudaMemcpy(data, host, sizeof(host), cudaMemcpyHostToDevice);
  relax<<<5, 64>>>(data, 600);
  cudaMemcpy(host, data, sizeof(host), cudaMemcpyDeviceToHost);
  printf("relax %d %d\n", host[0], host[599]);

  for (int i = 0; i < 257; i++)
    host[i] = i == 256 ? 0 : -1;
  cudaMemcpy(data, host, sizeof(host), cudaMemcpyHostToDevice);
  relaxWarps<<<4, 64>>>(data, 256);
  cudaMemcpy(host, data, sizeof(host), cudaMemcpyDeviceToHost);
  printf("relaxWarps %d %d\n", host[0], host[255]);
  cudaFree(data);
  cudaFree(out);
  cudaFree(flags);
}
