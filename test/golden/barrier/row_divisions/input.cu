// Quotients and remainders of thread indices: rows of threads come apart where a quotient changes.
#include <cstdio>

static int failures = 0;
static void check(const char *what, long long index, long long got, long long wanted) {
  if (got != wanted && ++failures < 20)
    printf("%s[%lld]: %lld, not %lld\n", what, index, got, wanted);
}

__global__ void decode(const float *in, float *out, int n, int w, int h) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  int col = i % w;
  int row = (i / w) % h;
  int plane = i / (w * h);
  out[(plane * h + row) * w + col] = in[i] * 2.0f + col;
}

/// Signed values around zero, and divisors of both signs.
__global__ void shifted(int *out, int n, int by, int from) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) {
    int v = i + from, q = v / by, r = v % by;
    out[i] = q * 1000 + r;
  }
}

/// Some launches never come to the division.
__global__ void guarded(int *out, int n, int by) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (by > 0 && i < n) {
    int q = i / by, share = n / by;
    unsigned r = unsigned(i) % by;
    out[i] = q + r + share;
  }
}

/// The index passes the end of its type.
__global__ void wrapping(unsigned *out, unsigned from, unsigned by) {
  unsigned i = from + blockIdx.x * blockDim.x + threadIdx.x;
  unsigned q = i / by, r = i % by;
  unsigned long wide = (i + 1ul) % by;
  out[blockIdx.x * blockDim.x + threadIdx.x] = q * 7 + r * 3 + unsigned(wide);
}

/// Guards, rounds and shared memory that depend on what only a stretch has in common.
__global__ void dependent(const int *in, int *out, int n, int w, int most) {
  __shared__ int tile[128];
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  int row = i / w, col = i % w;
  int sum = 0;
  if (row < most && col > 2)
    for (int k = 0; k < row; ++k)
      sum += in[k] + col;
  tile[threadIdx.x] = sum;
  __syncthreads();
  if (i >= n || row == 1)
    return;
  for (int k = col; k < w; k += 4)
    out[i] += tile[threadIdx.x] + tile[k % 128];
}

/// Constants that stand in types alone, quotients without a use in the first region, no blanks.
template <int Threads> __global__ void inTypes(int *out, int w) {
  constexpr int words = Threads / 4;
  const int twice = words * 2;
  __shared__ int tile[twice];
  const int part = threadIdx.x / 32, lane = threadIdx.x%w;
  if (threadIdx.x < twice)
    tile[threadIdx.x] = threadIdx.x;
  __syncthreads();
  out[threadIdx.x] = tile[lane%twice] + part;
}

/// A pack of which each thread has its copy.
struct Adder {
  __device__ void operator()(int *out, int &a, int &b) const { out[threadIdx.x] = a += b++; }
};
template <class Call, class... Values>
__global__ void callWith(Call call, int *out, Values... values) {
  call(out, values...);
}

static void checkDependent(const int *in, const int *out, int n, int w, int most) {
  for (int base = 0; base < n; base += 128) {
    int tile[128];
    for (int t = 0; t < 128; ++t) {
      int row = (base + t) / w, col = (base + t) % w;
      tile[t] = 0;
      for (int k = 0; row < most && col > 2 && k < row; ++k)
        tile[t] += in[k] + col;
    }
    for (int t = 0; t < 128 && base + t < n; ++t) {
      int i = base + t, row = i / w, wanted = 0;
      for (int k = i % w; row != 1 && k < w; k += 4)
        wanted += tile[t] + tile[k % 128];
      check("dependent", i, out[i], wanted);
    }
  }
}

int main() {
  const int bytes = 64000;
  float *a, *b;
  cudaMallocManaged(&a, bytes);
  cudaMallocManaged(&b, bytes);
  int *ints = reinterpret_cast<int *>(a), *o = reinterpret_cast<int *>(b);
  for (int w : {1, 3, 15, 16, 17, 31, 64, 100, 1000}) {
    const int h = 5, n = w * h * 3 + 2;
    for (int i = 0; i < n; ++i)
      a[i] = float(i);
    decode<<<(n + 127) / 128, 128>>>(a, b, n, w, h);
    cudaDeviceSynchronize();
    for (int i = 0; i < n; ++i)
      check("decode", i, int(b[i]), i * 2 + i % w);

    for (int from : {0, -5, -200, 77})
      for (int by : {w, -w}) {
        shifted<<<(n + 99) / 100, 100>>>(o, n, by, from);
        cudaDeviceSynchronize();
        for (int i = 0; i < n; ++i)
          check("shifted", i, o[i], (i + from) / by * 1000 + (i + from) % by);
      }

    for (int by : {0, w}) {
      guarded<<<(n + 99) / 100, 100>>>(o, n, by);
      cudaDeviceSynchronize();
      for (int i = 0; by && i < n; ++i)
        check("guarded", i, o[i], i / by + i % by + n / by);
    }

    const unsigned from = 0xffffff80u, by = unsigned(w);
    wrapping<<<4, 96>>>(reinterpret_cast<unsigned *>(o), from, by);
    cudaDeviceSynchronize();
    for (unsigned t = 0; t < 384; ++t) {
      const unsigned i = from + t;
      check("wrapping", t, unsigned(o[t]), i / by * 7 + i % by * 3 + unsigned((i + 1ul) % by));
    }

    for (int i = 0; i < n; ++i) {
      ints[i] = i % 11;
      o[i] = 0;
    }
    dependent<<<(n + 127) / 128, 128>>>(ints, o, n, w, 9);
    cudaDeviceSynchronize();
    checkDependent(ints, o, n, w, 9);
  }
  inTypes<128><<<1, 128>>>(o, 40);
  cudaDeviceSynchronize();
  for (int t = 0; t < 128; ++t)
    check("inTypes", t, o[t], t % 40 + t / 32);
  callWith<<<1, 64>>>(Adder(), o, 3, 4);
  cudaDeviceSynchronize();
  for (int t = 0; t < 64; ++t)
    check("callWith", t, o[t], 7);

  puts(failures ? "FAILED" : "row divisions ok");
  return failures ? 1 : 0;
}
