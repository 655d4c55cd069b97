// Variables declared at the top of a kernel and set in blocks further down: where each use comes
// after an assignment of its own, and where one reads what another round, an inner block or a way
// out of a loop left.
#include <cstdio>

constexpr int kThreads = 32, kRounds = 5;

// Set in each round before it is used.
__global__ void eachRound(const int *in, int *out) {
  __shared__ int tile[kThreads];
  int d, sum = 0, t = 0;
  for (int m = 0; m < kRounds; ++m) {
    tile[threadIdx.x] = in[m * kThreads + threadIdx.x];
    __syncthreads();
    for (int i = 0; i < kThreads; ++i) {
      d = in[threadIdx.x] - tile[i];
      t = d * d;
      if (d < 0)
        t += 3;
      sum += t;
    }
    __syncthreads();
  }
  out[threadIdx.x] = sum;
}

// Read in a round before it is set in it.
__global__ void roundBefore(const int *in, int *out) {
  __shared__ int tile[kThreads];
  int last = threadIdx.x, sum = 0;
  for (int m = 0; m < kRounds; ++m) {
    tile[threadIdx.x] = in[m * kThreads + threadIdx.x];
    __syncthreads();
    for (int i = 0; i < kThreads; ++i) {
      sum += last;
      last = tile[i] + threadIdx.x;
      sum ^= last;
    }
    __syncthreads();
  }
  out[threadIdx.x] = sum;
}

// Read behind the loop, which is left in the middle.
__global__ void wayOut(const int *in, int *out) {
  __shared__ int tile[kThreads];
  int seen = -1, other = -2;
  tile[threadIdx.x] = in[threadIdx.x];
  __syncthreads();
  for (int i = 0; i < kThreads; ++i) {
    seen = tile[i] * 2;
    if (seen > 60 + int(threadIdx.x))
      break;
    other = seen + 1;
    if (other & 1)
      continue;
    other = 0;
  }
  __syncthreads();
  out[threadIdx.x] = seen * 1000 + other;
}

// Of two assignments around an inner block, the inner one may be what is read.
__global__ void innerBlocks(const int *in, int *out) {
  __shared__ int tile[kThreads];
  int v, w, sum = 0;
  tile[threadIdx.x] = in[threadIdx.x];
  __syncthreads();
  for (int m = 0; m < kRounds; ++m) {
    v = tile[m] + m;
    for (int i = 0; i < 3; ++i) {
      if (tile[(m + i) % kThreads] > int(threadIdx.x)) {
        v = tile[i] - i;
        w = v + 1;
        sum += w;
      } else {
        w = 7;
        sum -= w;
      }
    }
    sum += v;
    __syncthreads();
  }
  out[threadIdx.x] = sum;
}

// The conditions and steps of loops read what their bodies set.
__global__ void headsRead(const int *in, int *out) {
  __shared__ int tile[kThreads];
  int step, left, sum = 0;
  tile[threadIdx.x] = in[threadIdx.x];
  __syncthreads();
  left = threadIdx.x;
  do {
    step = tile[left % kThreads] % 3 + 1;
    left -= step;
    sum += step;
  } while (left > 0 && step != 3);
  step = 1;
  for (int i = 0; i < kThreads; i += step) {
    step = tile[i] % 5 + 1;
    sum += i;
  }
  __syncthreads();
  out[threadIdx.x] = sum;
}

// Blocks that control enters in the middle, and an assignment that reads what it replaces.
__global__ void entered(const int *in, int *out) {
  __shared__ int tile[kThreads];
  int v = 5, sum = 0;
  tile[threadIdx.x] = in[threadIdx.x];
  __syncthreads();
  for (int m = 0; m < kRounds; ++m) {
    switch ((tile[m] + threadIdx.x) % 4) {
    case 0:
      v = tile[m + 1];
      sum += v;
      break;
    case 1: {
      v = v * 2 + 1;
      sum += v;
    }
    case 2:
      sum -= v;
      break;
    default:
      v = 9;
    }
    __syncthreads();
  }
  out[threadIdx.x] = sum;
}

// Several blocks, one after the other, and one variable for all of them.
__global__ void oneAfterTheOther(const int *in, int *out) {
  __shared__ int tile[kThreads];
  float x;
  int k;
  tile[threadIdx.x] = in[threadIdx.x];
  __syncthreads();
  if (tile[0] >= 0) {
    k = threadIdx.x ^ 1;
    x = tile[k] * 0.5f;
    __syncthreads();
    tile[threadIdx.x] = int(x) + k;
  }
  __syncthreads();
  for (int i = 0; i < 4; ++i) {
    x = tile[(threadIdx.x + i) % kThreads];
    k = int(x) % 4;
    __syncthreads();
    tile[threadIdx.x] += k;
    k = i;
    __syncthreads();
    tile[threadIdx.x] ^= k;
    __syncthreads();
  }
  out[threadIdx.x] = tile[kThreads - 1 - threadIdx.x];
}

int main() {
  int *in, *out;
  cudaMallocManaged(&in, kRounds * kThreads * sizeof(int));
  cudaMallocManaged(&out, kThreads * sizeof(int));
  for (int i = 0; i < kRounds * kThreads; ++i)
    in[i] = (i * 37 + 11) % 53;
  void (*const kernels[])(const int *, int *) = {
      eachRound, roundBefore, wayOut, innerBlocks, headsRead, entered, oneAfterTheOther};
  for (auto *kernel : kernels) {
    kernel<<<1, kThreads>>>(in, out);
    cudaDeviceSynchronize();
    for (int i = 0; i < kThreads; ++i)
      printf("%d%c", out[i], i + 1 < kThreads ? ' ' : '\n');
  }
  cudaFree(in);
  cudaFree(out);
  return 0;
}
