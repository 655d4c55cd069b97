// Rounds in which threads read what others have in shared memory, and change it after a barrier:
// upwards, downwards, both, with and without conditions, and what only looks like such a round.
// Checked against the host.
#include <cstdio>
#include <cstdlib>
#include <vector>

static int failures = 0;
static void check(const char *what, double got, double wanted) {
  if (got != wanted) {
    ++failures;
    printf("%s: %g, not %g\n", what, got, wanted);
  }
}

__global__ void scanSigned(const int *in, int *out) {
  __shared__ int sums[512];
  const int t = threadIdx.x;
  sums[t] = in[t];
  __syncthreads();
  for (int offset = 1; offset < blockDim.x; offset *= 2) {
    int add = 0;
    if (t >= offset)
      add = sums[t - offset];
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  out[t] = sums[t];
}

__global__ void scanUnsigned(const int *in, int *out) {
  __shared__ int sums[512];
  const unsigned t = threadIdx.x;
  sums[t] = in[t];
  for (unsigned offset = 1; offset < blockDim.x; offset <<= 1) {
    __syncthreads();
    int value;
    if (t >= offset)
      value = sums[t] + sums[t - offset];
    __syncthreads();
    if (t >= offset)
      sums[t] = value;
  }
  __syncthreads();
  out[t] = sums[t];
}

template <class T> __global__ void scanMost(const T *in, T *out) {
  extern __shared__ unsigned char memory[];
  __shared__ T most[512];
  const int t = threadIdx.x;
  most[t] = in[t];
  __syncthreads();
  for (int offset = 1; offset < blockDim.x; offset *= 2) {
    T other = t >= offset ? most[t - offset] : most[t];
    __syncthreads();
    most[t] = most[t] < other ? other : most[t];
    __syncthreads();
  }
  out[t] = most[t];
}

__global__ void scanDynamic(const float *in, float *out) {
  extern __shared__ float sums[];
  const int t = threadIdx.x;
  sums[t] = in[t];
  __syncthreads();
  for (int offset = 1; offset < blockDim.x; offset *= 2) {
    float add = (t >= offset) ? sums[t - offset] : 0.0f;
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  out[t] = sums[t];
}

// From above: suffix sums.
__global__ void suffix(const int *in, int *out) {
  __shared__ int sums[512];
  const int t = threadIdx.x, n = blockDim.x;
  sums[t] = in[t];
  __syncthreads();
  for (int offset = 1; offset < n; offset *= 2) {
    int add = 0;
    if (t + offset < n)
      add = sums[t + offset];
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  out[t] = sums[t];
}

// The distance is the caller's business: before, behind, or the thread's own.
__global__ void shifted(const int *in, int *out, int distance, int rounds) {
  __shared__ int values[768];
  const int t = threadIdx.x, at = t + 128;
  values[t] = -t;
  values[t + blockDim.x] = -t;
  __syncthreads();
  values[at] = in[t];
  __syncthreads();
  for (int i = 0; i < rounds; ++i) {
    int other = values[at + distance];
    __syncthreads();
    values[at] = values[at] * 3 + other;
    __syncthreads();
  }
  out[t] = values[at];
}

// Reads on both sides fit neither direction.
__global__ void bothSides(const int *in, int *out, int rounds) {
  __shared__ int values[514];
  const int t = threadIdx.x;
  values[t + 1] = in[t];
  if (t == 0) {
    values[0] = 5;
    values[blockDim.x + 1] = 9;
  }
  __syncthreads();
  for (int i = 0; i < rounds; ++i) {
    int sum = values[t] + values[t + 1] * 2 + values[t + 2];
    __syncthreads();
    values[t + 1] = sum;
    __syncthreads();
  }
  out[t] = values[t + 1];
}

// Two arrays that go different ways, and one that none writes.
__global__ void twoArrays(const int *in, int *out, int rounds) {
  __shared__ int up[512], down[512], fixed[512];
  const int t = threadIdx.x, n = blockDim.x;
  up[t] = in[t];
  down[t] = in[n - 1 - t];
  fixed[t] = t;
  __syncthreads();
  for (int i = 1; i <= rounds; ++i) {
    int a = 0, b = 0;
    if (t >= i) {
      a = up[t - i] + fixed[t];
      b = down[t - i];
    }
    __syncthreads();
    up[t] += b + fixed[t];
    down[t] += a;
    __syncthreads();
  }
  out[t] = up[t] * 3 + down[t];
}

// Every row of the block scans the same elements a row further on.
__global__ void inRows(const int *in, int *out) {
  __shared__ int sums[512];
  const int x = threadIdx.x, t = threadIdx.y * blockDim.x + x;
  sums[t] = in[t];
  __syncthreads();
  for (int offset = 1; offset < blockDim.x * blockDim.y; offset *= 2) {
    int add = 0;
    if (t >= offset)
      add = sums[t - offset];
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  out[t] = sums[t];
}

// What is read is needed after the round, too.
__global__ void keepsValue(const int *in, int *out) {
  __shared__ int values[513];
  const int t = threadIdx.x;
  values[t] = in[t];
  if (t == 0)
    values[blockDim.x] = 1;
  __syncthreads();
  int next = values[t + 1];
  __syncthreads();
  values[t] = next * 2;
  __syncthreads();
  out[t] = values[blockDim.x - 1 - t] + next;
}

static int *in, *out;
static float *floatsIn, *floatsOut;

static void compare(const char *what, int n, const std::vector<long long> &wanted) {
  cudaDeviceSynchronize();
  for (int t = 0; t < n; ++t)
    check(what, out[t], static_cast<int>(wanted[t]));
}

static void testScans(int n) {
  std::vector<long long> sums(n), most(n), above(n);
  for (int t = 0; t < n; ++t) {
    sums[t] = in[t] + (t ? sums[t - 1] : 0);
    most[t] = t && most[t - 1] > in[t] ? most[t - 1] : in[t];
  }
  for (int t = n; t-- > 0;)
    above[t] = in[t] + (t + 1 < n ? above[t + 1] : 0);
  scanSigned<<<1, n>>>(in, out);
  compare("signed", n, sums);
  scanUnsigned<<<1, n>>>(in, out);
  compare("unsigned", n, sums);
  scanMost<int><<<1, n, 16>>>(in, out);
  compare("most", n, most);
  suffix<<<1, n>>>(in, out);
  compare("suffix", n, above);
  scanDynamic<<<1, n, n * sizeof(float)>>>(floatsIn, floatsOut);
  scanMost<float><<<1, n, 16>>>(floatsIn, floatsOut + 512);
  cudaDeviceSynchronize();
  for (int t = 0; t < n; ++t) {
    check("dynamic", floatsOut[t], sums[t]);
    check("most of floats", floatsOut[512 + t], most[t]);
  }
}

static void testRows(int width, int height) {
  std::vector<long long> sums(width * height);
  for (int t = 0; t < width * height; ++t)
    sums[t] = in[t] + (t ? sums[t - 1] : 0);
  inRows<<<1, dim3(width, height)>>>(in, out);
  compare("rows", width * height, sums);
}

static void testShifted(int distance, int rounds) {
  const int n = 256;
  std::vector<int> values(2 * n), before;
  for (int t = 0; t < n; ++t)
    values[t] = values[t + n] = -t;
  for (int t = 0; t < n; ++t)
    values[t + 128] = in[t];
  for (int i = 0; i < rounds; ++i) {
    before = values;
    for (int t = 0; t < n; ++t)
      values[t + 128] = before[t + 128] * 3 + before[t + 128 + distance];
  }
  shifted<<<1, n>>>(in, out, distance, rounds);
  compare("shifted", n, std::vector<long long>(values.begin() + 128, values.begin() + 128 + n));
}

static void testOthers(int n, int rounds) {
  std::vector<int> values(n + 2), before;
  for (int t = 0; t < n; ++t)
    values[t + 1] = in[t];
  values[0] = 5;
  values[n + 1] = 9;
  for (int i = 0; i < rounds; ++i) {
    before = values;
    for (int t = 0; t < n; ++t)
      values[t + 1] = before[t] + before[t + 1] * 2 + before[t + 2];
  }
  bothSides<<<1, n>>>(in, out, rounds);
  compare("both sides", n, std::vector<long long>(values.begin() + 1, values.end() - 1));

  std::vector<int> up(in, in + n), down(n);
  for (int t = 0; t < n; ++t)
    down[t] = in[n - 1 - t];
  for (int i = 1; i <= rounds; ++i) {
    const std::vector<int> wasUp = up, wasDown = down;
    for (int t = 0; t < n; ++t) {
      up[t] += (t >= i ? wasDown[t - i] : 0) + t;
      down[t] += t >= i ? wasUp[t - i] + t : 0;
    }
  }
  std::vector<long long> wanted(n);
  for (int t = 0; t < n; ++t)
    wanted[t] = up[t] * 3 + down[t];
  twoArrays<<<1, n>>>(in, out, rounds);
  compare("two arrays", n, wanted);

  for (int t = 0; t < n; ++t) {
    auto next = [&](int i) { return i + 1 < n ? in[i + 1] : 1; };
    wanted[t] = next(n - 1 - t) * 2 + next(t);
  }
  keepsValue<<<1, n>>>(in, out);
  compare("kept", n, wanted);
}

int main() {
  cudaMallocManaged(&in, 512 * sizeof(int));
  cudaMallocManaged(&out, 512 * sizeof(int));
  cudaMallocManaged(&floatsIn, 512 * sizeof(float));
  cudaMallocManaged(&floatsOut, 1024 * sizeof(float));
  for (int i = 0; i < 512; ++i)
    floatsIn[i] = in[i] = i * 37 % 101 - 40;
  for (int n : {1, 2, 7, 32, 33, 64, 100, 256, 257, 511, 512})
    testScans(n);
  for (int width : {1, 7, 32, 64})
    for (int height : {1, 2, 8})
      testRows(width, height);
  for (int distance : {-128, -65, -8, -1, 0, 1, 5, 32, 128})
    for (int rounds : {0, 1, 4})
      testShifted(distance, rounds);
  for (int n : {1, 31, 64, 200, 512})
    for (int rounds : {1, 3})
      testOthers(n, rounds);
  if (failures == 0)
    printf("all rounds right\n");
  return failures != 0;
}
