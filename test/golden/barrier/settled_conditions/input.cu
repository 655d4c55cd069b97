// Conditions that hold for all threads of a block or for some, and parts of a block that go on
// alone: stretches of it and others. Checked against the host.
#include <cstdio>
#include <cstdlib>
#include <cstring>

static int failures = 0;
static void check(const char *what, long long got, long long wanted) {
  if (got != wanted) {
    ++failures;
    printf("%s: %lld, not %lld\n", what, got, wanted);
  }
}

// As blocks sum up arrays: whole blocks, the last one, and places that wrap around.
__global__ void partialSums(const int *in, int *out, unsigned n) {
  __shared__ int sums[256];
  const unsigned t = threadIdx.x;
  const unsigned i = blockIdx.x * (blockDim.x * 2) + threadIdx.x;
  int sum = i < n ? in[i] : 0;
  if (i + blockDim.x < n)
    sum += in[i + blockDim.x];
  sums[t] = sum;
  __syncthreads();
  for (unsigned s = blockDim.x / 2; s >= 32; s >>= 1) {
    if (t < s)
      sums[t] += sums[t + s];
    __syncthreads();
  }
  if (t < 32) {
    int lane = sums[t];
    for (int offset = 16; offset > 0; offset >>= 1)
      lane += __shfl_down_sync(0xffffffffu, lane, offset);
    if (t == 0)
      out[blockIdx.x] = lane;
  }
}

// The sum passes the end of its type within a row, so that the guard holds again behind it.
__global__ void wrapping(const int *in, int *out, unsigned from, unsigned n) {
  __shared__ int seen[64];
  const unsigned t = threadIdx.x;
  seen[t] = from + t < n ? in[from + t] : -1;
  __syncthreads();
  out[t] = seen[63 - t];
}

// Outside of the range comes first; what is there must not be read for those.
__global__ void outsideFirst(const int *in, int *out, int n, int shift) {
  __shared__ int seen[128];
  const int t = threadIdx.x, i = blockIdx.x * blockDim.x + t - shift;
  int value = i < 0 || i >= n ? 7 : in[i];
  if (t >= 3)
    value += 1000;
  else
    value += 2000;
  seen[t] = value;
  __syncthreads();
  out[blockIdx.x * blockDim.x + t] = seen[(t + 1) % blockDim.x];
}

// Rows of a block in two dimensions, each cut at another place.
__global__ void rows(const int *in, int *out, int width, int height) {
  __shared__ int tile[8][16];
  const int x = blockIdx.x * 16 + threadIdx.x, y = blockIdx.y * 8 + threadIdx.y;
  tile[threadIdx.y][threadIdx.x] = x + y < width && y < height ? in[y * width + x] : -1;
  __syncthreads();
  if (x < width && y < height)
    out[y * width + x] = tile[threadIdx.y][threadIdx.x] + tile[0][threadIdx.x];
}

// Parts of a block: from the middle, one warp, every third, and none at all.
__global__ void parts(int *out, int low, int high, int step) {
  __shared__ int seen[128];
  const int t = threadIdx.x;
  seen[t] = 0;
  __syncthreads();
  if (t >= low && t < high) {
    seen[t] = 1;
    __syncwarp(__activemask());
    seen[t] += __popc(__activemask());
  }
  __syncthreads();
  if (t / 32 == 1)
    seen[t] += __shfl_xor_sync(0xffffffffu, t, 1) + 1;
  __syncthreads();
  if (t % step == 0) {
    seen[t] += 10000 * __popc(__ballot_sync(__activemask(), t >= low));
    __syncwarp(__activemask());
    seen[t] += 100;
  } else {
    seen[t] += 100000 * __popc(__ballot_sync(__activemask(), t < high));
  }
  __syncthreads();
  out[t] = seen[t];
}

// Threads leave at the ends, in the middle, and one by one.
__global__ void leaving(int *out, int low, int high) {
  __shared__ int count;
  const int t = threadIdx.x;
  if (t == 0)
    count = 0;
  __syncthreads();
  if (t < low)
    return;
  atomicAdd(&count, 1);
  __syncthreads();
  if (t >= high && t < high + 5)
    return;
  atomicAdd(&count, 100);
  __syncthreads();
  if (out[t] & 1)
    return;
  atomicAdd(&count, 10000);
  __syncthreads();
  out[t] = count;
}

static const int places = 1500;
static int *in, *out;

static void fill() {
  for (int i = 0; i < places; ++i) {
    in[i] = i * 37 % 101 - 40;
    out[i] = 0;
  }
}

static void testSums(unsigned n, unsigned threads) {
  fill();
  const unsigned blocks = (n + 2 * threads - 1) / (2 * threads);
  partialSums<<<blocks, threads>>>(in, out, n);
  cudaDeviceSynchronize();
  for (unsigned b = 0; b < blocks; ++b) {
    int wanted = 0;
    for (unsigned i = b * 2 * threads; i < n && i < (b + 1) * 2 * threads; ++i)
      wanted += in[i];
    check("partial sum", out[b], wanted);
  }
}

static void testWrapping(unsigned from, unsigned n) {
  fill();
  // So that the places before the end of the type are the places before the array's start.
  wrapping<<<1, 64>>>(in, out, from, n);
  cudaDeviceSynchronize();
  for (unsigned t = 0; t < 64; ++t) {
    const unsigned i = from + 63 - t;
    check("wrapping", out[t], i < n ? in[i] : -1);
  }
}

static void testOutside(int n, int shift) {
  fill();
  outsideFirst<<<4, 128>>>(in, out, n, shift);
  cudaDeviceSynchronize();
  for (int b = 0; b < 4; ++b)
    for (int t = 0; t < 128; ++t) {
      const int from = (t + 1) % 128, i = b * 128 + from - shift;
      check("outside", out[b * 128 + t], (i < 0 || i >= n ? 7 : in[i]) + (from >= 3 ? 1000 : 2000));
    }
}

static void testRows(int width, int height) {
  fill();
  rows<<<dim3((width + 15) / 16, (height + 7) / 8), dim3(16, 8)>>>(in, out, width, height);
  cudaDeviceSynchronize();
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const int top = y / 8 * 8;
      check("rows", out[y * width + x],
            (x + y < width ? in[y * width + x] : -1) +
                (x + top < width ? in[top * width + x] : -1));
    }
}

static int lanesIn(int warp, int low, int high) {
  int count = 0;
  for (int t = 32 * warp; t < 32 * warp + 32; ++t)
    count += t >= low && t < high;
  return count;
}

static void testParts(int low, int high, int step) {
  fill();
  parts<<<1, 128>>>(out, low, high, step);
  cudaDeviceSynchronize();
  for (int t = 0; t < 128; ++t) {
    int wanted = t >= low && t < high ? 1 + lanesIn(t / 32, low, high) : 0;
    if (t / 32 == 1)
      wanted += (t ^ 1) + 1;
    int above = 0, below = 0;
    for (int other = t / 32 * 32; other < t / 32 * 32 + 32; ++other) {
      above += other % step == 0 && other >= low;
      below += other % step != 0 && other < high;
    }
    wanted += t % step == 0 ? 10000 * above + 100 : 100000 * below;
    check("parts", out[t], wanted);
  }
}

static void testLeaving(int low, int high) {
  for (int t = 0; t < 96; ++t)
    out[t] = t * 5 % 7;
  leaving<<<1, 96>>>(out, low, high);
  cudaDeviceSynchronize();
  int first = 0, second = 0, third = 0;
  for (int t = 0; t < 96; ++t) {
    const bool middle = t >= high && t < high + 5;
    first += t >= low;
    second += t >= low && !middle;
    third += t >= low && !middle && !(t * 5 % 7 & 1);
  }
  for (int t = 0; t < 96; ++t) {
    const bool stays = t >= low && !(t >= high && t < high + 5) && !(t * 5 % 7 & 1);
    check("leaving", out[t], stays ? first + 100 * second + 10000 * third : t * 5 % 7);
  }
}

int main() {
  cudaMallocManaged(&in, places * sizeof(int));
  cudaMallocManaged(&out, places * sizeof(int));
  for (unsigned n : {1u, 31u, 64u, 500u, 512u, 513u, 1000u, 1024u, 1500u})
    for (unsigned threads : {64u, 128u, 256u})
      testSums(n, threads);
  for (unsigned from : {0u, 40u, 4294967290u, 4294967233u, 4294967232u})
    for (unsigned n : {0u, 20u, 64u, 1000u})
      testWrapping(from, n);
  for (int n : {0, 1, 200, 383, 384, 512})
    for (int shift : {0, 1, 5, 128, 130})
      testOutside(n, shift);
  for (int width : {1, 16, 20, 40})
    for (int height : {1, 8, 13})
      testRows(width, height);
  for (int low : {0, 5, 32, 33, 64, 127, 128})
    for (int high : {0, 32, 40, 64, 96, 128})
      for (int step : {1, 3, 200})
        testParts(low, high, step);
  for (int low : {0, 1, 32, 40, 95, 96})
    for (int high : {0, 30, 45, 91, 96})
      testLeaving(low, high);
  if (failures == 0)
    printf("all conditions right\n");
  return failures != 0;
}
