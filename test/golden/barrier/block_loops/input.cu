// Kernels with barriers that run as loops over their threads: each shape that the loops can take,
// checked against the host.
#include <cstdio>
#include <cstdlib>

static int failures = 0;
static void check(const char *what, long long got, long long wanted) {
  if (got != wanted) {
    ++failures;
    printf("%s: %lld, not %lld\n", what, got, wanted);
  }
}

__global__ void guards(const int *in, int *out, unsigned n, int low) {
  unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n || int(i) < low) // both ends of the row
    return;
  out[i] += in[i] + 1;
}

__global__ void oneThread(int *out, int which) {
  int t = threadIdx.x + threadIdx.y * blockDim.x;
  if (which == t)
    out[0] = t;
  if (threadIdx.x == 3 && threadIdx.y == 1)
    out[1] += t;
}

__global__ void wrapping(unsigned *seen, unsigned from) {
  unsigned i = from + threadIdx.x; // passes the end of its type
  if (i < 8)
    atomicAdd(seen, 1u << i);
}

__global__ void reusedCounter(int *data, int n) {
  __shared__ int tile[64];
  int i, t = threadIdx.x; // i goes round in regions and around barriers
  int sum = 0;
  for (i = 0; i < n; i++)
    sum += data[t] + i;
  tile[t] = sum;
  __syncthreads();
  for (i = 1; i < 4; i++) {
    int other = tile[(t + i) % 64];
    __syncthreads();
    tile[t] += other;
    __syncthreads();
  }
  data[t] = tile[t];
}

__global__ void lastIf(const int *in, int *out, int n) {
  __shared__ int tile[32];
  int i = blockIdx.x * 32 + threadIdx.x;
  if (i < n) {
    tile[threadIdx.x] = in[i];
    __syncthreads();
    out[i] = tile[0] + tile[threadIdx.x];
  }
}

__global__ void countedRounds(int *value, int *rounds, int limit) {
  int t = threadIdx.x, count = 0;
  while (__syncthreads_or(value[t] < limit)) {
    if (value[t] < limit)
      value[t] += t + 1;
    if (++count > 50)
      break;
  }
  int full = __syncthreads_count(value[t] >= limit), all = __syncthreads_and(t < 64);
  rounds[t] = count * 1000 + full * 10 + all;
}

/// Arrays of the threads' own are read and written by vectors, which have to be aligned.
__global__ void byVectors(const int *in, int *out) {
  int mine[4], sum = 0;
  char odd = in[threadIdx.x] & 1;
  *reinterpret_cast<int4 *>(mine) = reinterpret_cast<const int4 *>(in)[threadIdx.x];
  __syncthreads();
  for (int i = 0; i < 4; ++i)
    sum += mine[i];
  __syncthreads();
  *reinterpret_cast<int4 *>(mine) = make_int4(sum, odd, 0, sum * 2);
  __syncthreads();
  out[threadIdx.x] = mine[0] + mine[1] + mine[3];
}

__device__ void bump(int *value, int by) { *value += by; }

__global__ void ownMemory(int *out, int by) {
  int pair[2] = {int(threadIdx.x), 5}; // its address lives across the barrier
  int *first = pair;
  by += blockIdx.x;
  __syncthreads();
  bump(first, by);
  bump(&pair[1], pair[0]);
  __syncthreads();
  out[blockIdx.x * blockDim.x + threadIdx.x] = pair[0] * 100 + pair[1];
}

template <class T, int N> __global__ void rotate(T *data, int times) {
  __shared__ T tile[N];
  const int t = threadIdx.z * blockDim.y * blockDim.x + threadIdx.y * blockDim.x + threadIdx.x;
  T mine = data[t];
  for (int k = 0; k < times; ++k) {
    if (k == 7)
      break;
    tile[t] = mine;
    __syncthreads();
    if (k % 2) {
      mine = tile[(t + 1) % N];
      __syncthreads();
      continue;
    }
    mine = tile[(t + 3) % N];
    __syncthreads();
  }
  data[t] = mine;
}

__global__ void product(const int *a, const int *b, int *c, int n) {
  int row = blockIdx.y * blockDim.y + threadIdx.y, column = blockIdx.x * blockDim.x + threadIdx.x;
  if (row < n && column < n) {
    int sum = 0;
    for (int k = 0; k < n; ++k) {
      int left = a[row * n + k];
      sum += left * b[k * n + column];
    }
    c[row * n + column] = sum;
  }
}

int main() {
  const int n = 96;
  int *a, *b, *c;
  cudaMallocManaged(&a, n * n * sizeof(int));
  cudaMallocManaged(&b, n * n * sizeof(int));
  cudaMallocManaged(&c, n * n * sizeof(int));
  auto fill = [&] {
    for (int i = 0; i < n * n; ++i)
      a[i] = i % 13, b[i] = i % 7, c[i] = 0;
  };

  fill();
  guards<<<4, 32>>>(a, c, 100, 5);
  cudaDeviceSynchronize();
  for (int i = 0; i < 128; ++i)
    check("guards", c[i], i >= 5 && i < 100 ? a[i] + 1 : 0);

  fill();
  oneThread<<<1, dim3(8, 4)>>>(c, 21);
  cudaDeviceSynchronize();
  check("one thread", c[0], 21);
  check("another thread", c[1], 11);

  fill();
  byVectors<<<1, 64>>>(a, c);
  cudaDeviceSynchronize();
  for (int i = 0; i < 64; ++i)
    check("by vectors", c[i],
          3 * (a[4 * i] + a[4 * i + 1] + a[4 * i + 2] + a[4 * i + 3]) + (a[i] & 1));

  fill();
  wrapping<<<1, 64>>>(reinterpret_cast<unsigned *>(c), 0xfffffff0u);
  cudaDeviceSynchronize();
  check("wrapping", c[0], 0xff);

  fill();
  reusedCounter<<<1, 64>>>(a, 5);
  cudaDeviceSynchronize();
  {
    int tile[64], next[64];
    for (int t = 0; t < 64; ++t)
      tile[t] = 5 * (t % 13) + 10;
    for (int i = 1; i < 4; ++i) {
      for (int t = 0; t < 64; ++t)
        next[t] = tile[t] + tile[(t + i) % 64];
      for (int t = 0; t < 64; ++t)
        tile[t] = next[t];
    }
    for (int t = 0; t < 64; ++t)
      check("reused counter", a[t], tile[t]);
  }

  fill();
  lastIf<<<3, 32>>>(a, c, 70);
  cudaDeviceSynchronize();
  for (int i = 0; i < 96; ++i)
    check("last if", c[i], i < 70 ? a[i / 32 * 32] + a[i] : 0);

  fill();
  countedRounds<<<1, 64>>>(a, c, 40);
  cudaDeviceSynchronize();
  check("rounds", c[0], 40 * 1000 + 64 * 10 + 1);
  check("rounds of all", c[63], c[0]);
  check("value", a[63], 63 % 13 + 64);

  fill();
  ownMemory<<<2, 32>>>(c, 7);
  cudaDeviceSynchronize();
  for (int i = 0; i < 64; ++i) {
    int first = i % 32 + 7 + i / 32;
    check("own memory", c[i], first * 100 + 5 + first);
  }

  fill();
  rotate<int, 48><<<1, dim3(4, 6, 2)>>>(a, 9);
  cudaDeviceSynchronize();
  for (int t = 0; t < 48; ++t)
    check("rotate", a[t], (t + 4 * 3 + 3 * 1) % 48 % 13);

  fill();
  product<<<dim3(6, 12), dim3(17, 9)>>>(a, b, c, n);
  cudaDeviceSynchronize();
  for (int i = 0; i < n * n; ++i) {
    int sum = 0;
    for (int k = 0; k < n; ++k)
      sum += a[i / n * n + k] * b[k * n + i % n];
    check("product", c[i], sum);
  }

  printf("%s, %d\n", cudaGetErrorString(cudaGetLastError()), failures);
  return failures != 0;
}
