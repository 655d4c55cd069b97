// Regions that come apart: guards in the middle, loops that each thread begins at its own index,
// atomics on shared memory, structs across barriers. Each kernel has a case that goes wrong when
// bounds, wrap-around, partial blocks or the order of a thread's own steps are not respected.
#include <cmath>
#include <cstdio>
#include <cstdlib>

static int failures = 0;
static void check(const char *what, long long got, long long wanted) {
  if (got != wanted && ++failures < 20)
    printf("%s: %lld, not %lld\n", what, got, wanted);
}

__global__ void histogram(const unsigned char *in, int n, unsigned *bins, unsigned *sum) {
  __shared__ unsigned own[256];
  __shared__ struct {
    int most;
    unsigned seen;
  } all;
  unsigned *mine = own + 16;
  if (threadIdx.x == 0)
    all.most = -1, all.seen = 0;
  for (int b = threadIdx.x; b < 256; b += blockDim.x)
    own[b] = 0;
  __syncthreads();
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
    if (in[i] < 16)
      atomicAdd(&own[in[i]], 1u);
    else
      atomicAdd(mine + (in[i] - 16), 1u);
    atomicMax(&all.most, int(in[i]));
    atomicOr(&all.seen, 1u << (in[i] & 31));
  }
  __syncthreads();
  for (int b = threadIdx.x; b < 256; b += blockDim.x)
    atomicAdd(&bins[b], own[b]);
  if (threadIdx.x == 0)
    atomicAdd(sum, all.most + (all.seen != 0));
}

// A thread's own rounds stay in order, and its variables are its own.
__global__ void ordered(const int *in, int *out, unsigned n) {
  int last = -1, rounds = 0;
  for (unsigned i = threadIdx.x; i < n; i += blockDim.x) {
    last = last * 3 + in[i];
    ++rounds;
  }
  out[threadIdx.x] = last;
  out[blockDim.x + threadIdx.x] = rounds;
}

// The counter passes the end of its type for some threads of the row and not for others.
__global__ void passing(unsigned from, unsigned by, unsigned n, unsigned *rounds) {
  unsigned count = 0;
  for (unsigned i = from + threadIdx.x; i < n; i += by) {
    ++count;
    if (count > 7)
      i = n - by; // never more
  }
  rounds[threadIdx.x] = count;
}
__global__ void passingFixed(unsigned from, unsigned by, unsigned n, unsigned *rounds) {
  unsigned count = 0;
  for (unsigned i = from + threadIdx.x; i >= n; i += by)
    ++count;
  rounds[threadIdx.x] = count;
}
__global__ void signChange(int from, unsigned n, int by, int *rounds) {
  int count = 0;
  for (int i = from + int(threadIdx.x); i < n; i += by) // compared as unsigned
    count += 1;
  rounds[threadIdx.x] = count;
}
__global__ void downwards(int n, int *out) {
  for (int i = threadIdx.x; i >= n; i -= 40)
    out[threadIdx.x] += i;
}

__global__ void halo(const int *in, int *out, int n, int width) {
  __shared__ int tile[66];
  const int t = threadIdx.x, i = blockIdx.x * blockDim.x + t, clamped = min(i, n - 1);
  tile[t + 1] = in[clamped];
  if (t == 0)
    tile[0] = in[max(clamped - 1, 0)];
  if (t == width - 1)
    tile[width + 1] = in[min(clamped + 1, n - 1)];
  if (t >= 3 && t <= 5 && blockIdx.x > 0)
    tile[t + 1] += 1000;
  __syncthreads();
  const int back = width - 1 - t;
  if (back >= 2 && 10 > back)
    out[i] = -7;
  else if (i < n)
    out[i] = tile[t] + 2 * tile[t + 1] + tile[t + 2];
}

struct Pair {
  float weight;
  int index;
};
__device__ Pair better(Pair a, Pair b) { return b.weight > a.weight ? b : a; }
__global__ void structs(const float *weights, float4 *sums, int *best, int n) {
  __shared__ Pair pairs[64];
  Pair mine = {-1.0f, -1};
  float4 sum = {0, 0, 0, 0};
  for (int begin = 0; begin < n; begin += 64) {
    pairs[threadIdx.x] = {weights[begin + threadIdx.x], int(begin + threadIdx.x)};
    __syncthreads();
    for (int j = 0; j < 64; ++j) {
      mine = better(mine, pairs[(j + threadIdx.x) % 64]);
      sum.x += pairs[j].weight;
      sum.w += 1;
    }
    __syncthreads();
  }
  best[threadIdx.x] = mine.index;
  sums[threadIdx.x] = sum;
}

// Not a number goes the way that the comparison says, on both sides of a guard.
__global__ void notANumber(const float *in, int *out, int n) {
  const int i = threadIdx.x;
  if (i < n) {
    out[i] = 1;
    if (!(in[i] < 0.5f))
      out[i] = 2;
  }
}

// Two rounds within rounds, with a bound that the outer one moves.
__global__ void triangle(const int *in, int *out, int n) {
  const int t = threadIdx.x;
  int sum = 0;
  for (int k = 0; k < n; ++k) {
    int part = 0;
    for (int j = k; j < n + 9; ++j)
      part += in[j] * (t + k);
    if (t < k)
      part = -part;
    sum += part;
  }
  out[t] = sum;
}

// Sums that stay in vectors: rows that end within a vector, several sums, a base that threads share.
template <class T> __global__ void addUp(const T *a, const T *b, T *out, int n, int width) {
  const int row = blockIdx.y * blockDim.y + threadIdx.y;
  const int column = blockIdx.x * blockDim.x + threadIdx.x;
  if (row >= n || column >= width)
    return;
  T sum = 1, rest = T(column);
  for (int k = 0; k < n; ++k)
    sum += a[row * n + k] * b[k * width + column];
  for (int k = n; k > 0; k -= 2) {
    rest = rest - a[k - 1] * b[column + k];
    sum -= rest / 4;
  }
  out[row * width + column] = sum + rest;
}
__global__ void floatSums(const float *a, const float *b, float *out, int n, int width) {
  const int row = blockIdx.y * blockDim.y + threadIdx.y;
  const int column = blockIdx.x * blockDim.x + threadIdx.x;
  if (row < n && column >= 2 && column < width) {
    float sum = 1, rest = float(column);
    for (int k = 0; k < n; ++k)
      sum += a[row * n + k] * b[k * width + column];
    for (int k = n; k > 0; k -= 2) {
      rest = rest - a[k - 1] * b[column + k];
      sum -= rest * 4;
    }
    out[row * width + column] = sum + rest;
  }
}

// Pairs at a distance: neighbours up to the end of a period, whether or not it is a power of two.
__global__ void pairs(const int *in, int *out, int distance, int from) {
  __shared__ int own[512];
  const int t = threadIdx.x;
  const int place = 2 * t - (t & (distance - 1)), fixed = (t & 15) + 16 * (t / 16);
  own[t] = in[from + t];
  own[t + 256] = in[from + t + 256];
  __syncthreads();
  const int a = own[place & 511], b = own[(place + distance) & 511];
  out[t] = a * 3 + b + fixed;
}

int main() {
  const int n = 1000;
  unsigned char *bytes;
  int *in, *out;
  float *floats;
  float4 *sums;
  cudaMallocManaged(&bytes, n);
  cudaMallocManaged(&in, 4096 * sizeof(int));
  cudaMallocManaged(&out, 4096 * sizeof(int));
  cudaMallocManaged(&floats, 256 * sizeof(float));
  cudaMallocManaged(&sums, 64 * sizeof(float4));
  unsigned *counts = reinterpret_cast<unsigned *>(out);
  auto clear = [&] {
    for (int i = 0; i < 4096; ++i)
      in[i] = i % 101 - 40, out[i] = 0;
  };

  clear();
  for (int i = 0; i < n; ++i)
    bytes[i] = static_cast<unsigned char>(i * 7 % 200);
  histogram<<<3, 96>>>(bytes, n, counts, counts + 300);
  cudaDeviceSynchronize();
  for (int b = 0; b < 256; ++b) {
    int wanted = 0;
    for (int i = 0; i < n; ++i)
      wanted += bytes[i] == b;
    check("histogram", counts[b], wanted);
  }
  check("most", counts[300], 3 * 200);

  clear();
  ordered<<<1, 70>>>(in, out, 777);
  cudaDeviceSynchronize();
  for (int t = 0; t < 70; ++t) {
    unsigned last = -1u;
    int rounds = 0;
    for (int i = t; i < 777; i += 70, ++rounds)
      last = last * 3 + in[i];
    check("ordered", out[t], int(last));
    check("rounds", out[70 + t], rounds);
  }

  const unsigned starts[] = {0xffffff00u, 0xfffffff0u, 0u, 0x7fffffe0u};
  for (unsigned from : starts) {
    clear();
    passing<<<1, 64>>>(from, 0x40000000u, 0xfffffffeu, counts);
    cudaDeviceSynchronize();
    for (unsigned t = 0; t < 64; ++t) {
      unsigned count = 0;
      for (unsigned i = from + t; i < 0xfffffffeu; i += 0x40000000u)
        if (++count > 7)
          i = 0xfffffffeu - 0x40000000u;
      check("passing", counts[t], count);
    }
    if (from == 0x7fffffe0u)
      continue; // too many rounds
    clear();
    passingFixed<<<1, 64>>>(from, 100, 0x100, counts);
    cudaDeviceSynchronize();
    for (unsigned t = 0; t < 64; ++t) {
      unsigned count = 0;
      for (unsigned i = from + t; i >= 0x100; i += 100)
        ++count;
      check("passing fixed", counts[t], count);
    }
  }
  clear();
  signChange<<<1, 64>>>(-20, 1000, 37, out);
  cudaDeviceSynchronize();
  for (int t = 0; t < 64; ++t) {
    int count = 0;
    for (int i = -20 + t; i < 1000u; i += 37)
      ++count;
    check("sign change", out[t], count);
  }
  clear();
  downwards<<<1, 64>>>(-90, out);
  cudaDeviceSynchronize();
  for (int t = 0; t < 64; ++t) {
    int sum = 0;
    for (int i = t; i >= -90; i -= 40)
      sum += i;
    check("downwards", out[t], sum);
  }

  clear();
  halo<<<5, 64>>>(in, out, 300, 64);
  cudaDeviceSynchronize();
  for (int i = 0; i < 320; ++i) {
    auto at = [&](int k) {
      int block = i / 64, t = k - block * 64;
      int value = in[k < 0 ? 0 : k < 300 ? k : 299];
      return value + (block > 0 && t >= 3 && t <= 5 ? 1000 : 0);
    };
    int back = 63 - i % 64;
    int wanted = back >= 2 && back < 10 ? -7 : at(i - 1) + 2 * at(i) + at(i + 1);
    if (i < 300 || (back >= 2 && back < 10))
      check("halo", out[i], wanted);
  }

  clear();
  for (int i = 0; i < 256; ++i)
    floats[i] = float(i * 37 % 256);
  structs<<<1, 64>>>(floats, sums, out, 256);
  cudaDeviceSynchronize();
  for (int t = 0; t < 64; ++t) {
    int best = 0;
    for (int i = 0; i < 256; ++i)
      best = floats[i] > floats[best] ? i : best;
    check("best", out[t], best);
    check("sum", (long long)sums[t].x, 255 * 128);
    check("count", (long long)sums[t].w, 256);
  }

  clear();
  for (int i = 0; i < 64; ++i)
    floats[i] = i % 3 == 0 ? NAN : i % 3 == 1 ? 0.25f : 0.75f;
  notANumber<<<1, 64>>>(floats, out, 50);
  cudaDeviceSynchronize();
  for (int i = 0; i < 64; ++i)
    check("not a number", out[i], i >= 50 ? 0 : i % 3 == 1 ? 1 : 2);

  clear();
  triangle<<<1, 48>>>(in, out, 30);
  cudaDeviceSynchronize();
  for (int t = 0; t < 48; ++t) {
    int sum = 0;
    for (int k = 0; k < 30; ++k) {
      int part = 0;
      for (int j = k; j < 39; ++j)
        part += in[j] * (t + k);
      sum += t < k ? -part : part;
    }
    check("triangle", out[t], sum);
  }

  for (int distance : {1, 4, 8, 32, 100, 256, 13}) {
    clear();
    pairs<<<1, 256>>>(in, out, distance, 5);
    cudaDeviceSynchronize();
    for (int t = 0; t < 256; ++t) {
      const int place = 2 * t - (t & (distance - 1));
      check("pairs", out[t], in[5 + (place & 511)] * 3 + in[5 + ((place + distance) & 511)] + t);
    }
  }

  const int height = 14, width = 91;
  auto at = [](int i) { return float(i * 5 % 7 - 3); };
  auto wanted = [&](int row, int column, float part) {
    float sum = 1, rest = float(column);
    for (int k = 0; k < height; ++k)
      sum += at(row * height + k) * at(k * width + column);
    for (int k = height; k > 0; k -= 2) {
      rest -= at(k - 1) * at(column + k);
      sum -= rest * part;
    }
    return sum + rest;
  };
  float *values, *results;
  double *doubles, *doubleResults;
  cudaMallocManaged(&values, height * width * sizeof(float));
  cudaMallocManaged(&results, height * width * sizeof(float));
  cudaMallocManaged(&doubles, height * width * sizeof(double));
  cudaMallocManaged(&doubleResults, height * width * sizeof(double));
  for (int i = 0; i < height * width; ++i)
    doubles[i] = values[i] = at(i), doubleResults[i] = results[i] = -1;
  for (dim3 block : {dim3(16, 4), dim3(72, 2), dim3(7, 3)}) {
    const dim3 grid((width + block.x - 1) / block.x, (height + block.y - 1) / block.y);
    floatSums<<<grid, block>>>(values, values, results, height, width);
    addUp<<<grid, block>>>(doubles, doubles, doubleResults, height, width);
    cudaDeviceSynchronize();
    for (int row = 0; row < height; ++row)
      for (int column = 0; column < width; ++column) {
        check("float sums", 4 * results[row * width + column],
              column < 2 ? -4 : 4 * wanted(row, column, 4));
        check("double sums", 4 * doubleResults[row * width + column],
              4 * wanted(row, column, 0.25f));
      }
  }

  printf("%s, %d\n", cudaGetErrorString(cudaGetLastError()), failures);
  return failures != 0;
}
