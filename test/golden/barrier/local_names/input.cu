// Local variables of one name, and counters that several loops share: what the loops over the
// threads make of them, checked against sums that the host computes from the same rule.
#include <cstdio>
#include <cstdlib>

static int failures = 0;
static void check(const char *what, int index, long long got, long long wanted) {
  if (got != wanted) {
    ++failures;
    printf("%s[%d]: %lld, not %lld\n", what, index, got, wanted);
  }
}

#define TWICE(x) ((x) + (x))
#define LAST i
#define SMALLER(a, b) ((a) < (b) ? (a) : (b))

__global__ void sharedCounter(const int *in, int *out, int n) {
  __shared__ int tile[64];
  int i, k;
  int sum = 0;
  for (i = threadIdx.x; i < n; i += blockDim.x)
    sum += in[i];
  tile[threadIdx.x] = sum;
  __syncthreads();
  for (i = blockDim.x / 2; i > 0; i /= 2) { // the same for all threads, unlike the loops around it
    if (threadIdx.x < i)
      tile[threadIdx.x] += tile[threadIdx.x + i];
    __syncthreads();
  }
  if (threadIdx.x == 3)
    for (i = 0; i < 4; i++)
      for (k = i; k < 4; ++k)
        out[n + i] += TWICE(k);
  for (i = threadIdx.x; i < n; i += blockDim.x)
    out[i] = tile[0] + TWICE(i);
}

__global__ void readAfterwards(const int *in, int *out, int n) {
  __shared__ int found[64];
  int i;
  for (i = 0; i < n; i++) // what it leaves is read
    if (in[i] == int(threadIdx.x))
      break;
  found[threadIdx.x] = i;
  __syncthreads();
  for (i = i + 1; i < n; i += 2) // and so it is here
    found[threadIdx.x] += 100;
  __syncthreads();
  out[threadIdx.x] = found[63 - threadIdx.x] + LAST;
}

__global__ void manyOfOneName(const int *in, int *out, int n) {
  __shared__ int tile[64];
  const int base = blockIdx.x * blockDim.x;
  for (int i = threadIdx.x; i < n; i += blockDim.x) {
    int v = in[i];
    int base = v + 1; // hides the one outside
    out[i] = base;
  }
  tile[threadIdx.x] = 0;
  __syncthreads();
  for (int i = 0; i < 3; ++i) {
    int v = in[threadIdx.x + i];
    tile[threadIdx.x] += v;
    __syncthreads();
    for (int i = 0; i < 2; ++i) { // hides the one outside
      int v = tile[(threadIdx.x + i + 1) % 64];
      __syncthreads();
      tile[threadIdx.x] += v;
      __syncthreads();
    }
  }
  for (int i = threadIdx.x; i < n; i += blockDim.x) {
    int v = tile[i % 64];
    out[i] += v + base;
  }
}

template <int N> __device__ int times(int x) { return N * x; }

/// Names in places that are not expressions of the tree.
__global__ void elsewhere(const int *in, int *out, int n) {
  __shared__ int tile[64];
  {
    constexpr int width = 2;
    decltype(width) copy = width;
    tile[threadIdx.x] = times<width>(in[threadIdx.x]) + copy;
  }
  __syncthreads();
  struct Pair {
    int v, i;
  };
  for (int i = threadIdx.x; i < n; i += blockDim.x) {
    constexpr int width = 5;
    Pair pair = {i, 7};
    auto v = [i](int by) { return i * by; };
    out[i] = times<width>(tile[i % 64]) + pair.v + pair.i + v(3);
  }
  for (int i = threadIdx.x; i < n; i += blockDim.x) {
    int v = in[i % 64];
    auto add = [&](int by) { out[i] += v + by; };
    add(1);
  }
}

/// Variables that get their values, and other ones, in rows of statements.
__global__ void assigned(const int *in, int *out, int n, int kind) {
  __shared__ int tile[64];
  int t, low, left, v;
  const int *from;
  t = threadIdx.x;
  low = n > 32 ? 2 : 3;
  left = t - 1;
  left = (left < low) ? low : left;
  from = in + t;
  tile[t] = *from;
  __syncthreads();
  v = tile[left];
  for (int round = 0; round < 3; ++round) {
    int step = round;
    v += step;
    step = v * 2; // anew in every round
    v += step + left;
    if (round == 1)
      left = 0; // not in the row of statements
    __syncthreads();
  }
  switch (kind) {
    v = 1000; // nobody comes here
  case 0:
    v = v + 1;
    break;
  default:
    v = v + 2;
    v = v * 2;
  }
  from = from + n;
  v = v + *from;
  out[t] = v;
  v = kind;
  out[t] += v;
}

__global__ void clamped(const int *in, int *out, int n, int kind) {
  __shared__ int tile[64];
  int t, left, right, v = kind;
  t = threadIdx.x;
  tile[t] = in[t];
  __syncthreads();
  left = t - 1, right = t + 1;
  left = left < 0 ? 0 : left;
  right = right > 63 ? 63 : right;
  v = v + tile[left] + tile[right];
  v = -v;
  if (t < n)
    out[t] = v;
}

/// Renamed variables in arguments of macros, and quotients that have to be constants.
template <class T, int Most> __global__ void inMacros(T *out) {
  __shared__ T tile[64];
  tile[threadIdx.x] = out[threadIdx.x];
  __syncthreads();
  constexpr int few = SMALLER(16 / sizeof(T), Most);
  for (int i = 0; i < 3; ++i)
    tile[threadIdx.x] += SMALLER(i, few);
  __syncthreads();
  for (int i = 0; i < 3; ++i)
    out[threadIdx.x] += SMALLER(tile[63 - threadIdx.x], i);
}

static void checkAssigned(const int *in, const int *out, int n, int kind) {
  for (int t = 0; t < 64; ++t) {
    int low = n > 32 ? 2 : 3, left = t - 1 < low ? low : t - 1, v = in[left];
    for (int round = 0; round < 3; ++round) {
      v += round;
      v += v * 2 + left;
      if (round == 1)
        left = 0;
    }
    v = kind == 0 ? v + 1 : (v + 2) * 2;
    v += in[t + n];
    check("assigned", t, out[t], v + kind);
  }
}

int main() {
  const int n = 150;
  int *in, *out;
  cudaMallocManaged(&in, 256 * sizeof(int));
  cudaMallocManaged(&out, 256 * sizeof(int));
  int total = 0;
  for (int i = 0; i < 256; ++i) {
    in[i] = i * 7 % 64;
    out[i] = 0;
    total += i < n ? in[i] : 0;
  }

  sharedCounter<<<1, 64>>>(in, out, n);
  cudaDeviceSynchronize();
  for (int i = 0; i < n; ++i)
    check("sharedCounter", i, out[i], total + 2 * i);
  const int rest[] = {12, 12, 10, 6};
  for (int i = 0; i < 4; ++i)
    check("sharedCounter", n + i, out[n + i], rest[i]);

  readAfterwards<<<1, 64>>>(in, out, 40);
  cudaDeviceSynchronize();
  int position[64], after[64];
  for (int t = 0; t < 64; ++t) {
    int i = 0;
    while (i < 40 && in[i] != t)
      ++i;
    position[t] = i;
    for (i = i + 1; i < 40; i += 2)
      position[t] += 100;
    after[t] = i;
  }
  for (int t = 0; t < 64; ++t)
    check("readAfterwards", t, out[t], position[63 - t] + after[t]);

  manyOfOneName<<<1, 64>>>(in, out, n);
  cudaDeviceSynchronize();
  int tile[64] = {};
  for (int round = 0; round < 3; ++round) {
    for (int t = 0; t < 64; ++t)
      tile[t] += in[t + round];
    for (int by = 1; by <= 2; ++by) {
      int old[64];
      for (int t = 0; t < 64; ++t)
        old[t] = tile[t];
      for (int t = 0; t < 64; ++t)
        tile[t] += old[(t + by) % 64];
    }
  }
  for (int i = 0; i < n; ++i)
    check("manyOfOneName", i, out[i], in[i] + 1 + tile[i % 64]);

  elsewhere<<<1, 64>>>(in, out, n);
  cudaDeviceSynchronize();
  for (int i = 0; i < n; ++i)
    check("elsewhere", i, out[i], 5 * (2 * in[i % 64] + 2) + i + 7 + 3 * i + in[i % 64] + 1);

  for (int kind : {0, 1}) {
    assigned<<<1, 64>>>(in, out, 40, kind);
    cudaDeviceSynchronize();
    checkAssigned(in, out, 40, kind);
  }
  clamped<<<1, 64>>>(in, out, 60, 9);
  cudaDeviceSynchronize();
  for (int t = 0; t < 60; ++t)
    check("clamped", t, out[t], -(9 + in[t ? t - 1 : 0] + in[t < 63 ? t + 1 : 63]));

  for (int t = 0; t < 64; ++t)
    out[t] = t % 3;
  inMacros<int, 8><<<1, 64>>>(out);
  cudaDeviceSynchronize();
  for (int t = 0; t < 64; ++t) {
    const int other = (63 - t) % 3 + 3;
    check("inMacros", t, out[t], t % 3 + (other < 1 ? other : 1) + (other < 2 ? other : 2));
  }

  puts(failures ? "FAILED" : "local names ok");
  return failures ? 1 : 0;
}
