// What warps add up by shuffles, for whole warps and for parts of one, for all lanes and for some,
// and rows of threads that leave before. Every result is worked out on the host, too.
#include <climits>
#include <cmath>
#include <cstdio>

constexpr unsigned all = 0xffffffffu;
constexpr int most = 256;

template <typename T> __device__ T sumDown(T value) {
  for (int offset = 16; offset > 0; offset /= 2)
    value += __shfl_down_sync(all, value, offset);
  return value;
}

__device__ float greatest(float value) {
#pragma unroll
  for (int offset = warpSize / 2; offset >= 1; offset >>= 1)
    value = fmaxf(value, __shfl_xor_sync(all, value, offset));
  return value;
}

__device__ int least(int value) {
  for (int offset = 1; offset < 32; offset *= 2) {
    const int other = __shfl_xor_sync(all, value, offset);
    value = other < value ? other : value;
  }
  return value;
}

// Steps without a loop, the last of them in a statement list that goes on.
__global__ void byHand(const double *in, double *out) {
  const int t = threadIdx.x;
  double v = in[t];
  v += __shfl_xor_sync(all, v, 16);
  v += __shfl_xor_sync(all, v, 8);
  v += __shfl_xor_sync(all, v, 4);
  v += __shfl_xor_sync(all, v, 2);
  v += __shfl_xor_sync(all, v, 1);
  out[t] = v;
}

__global__ void sums(const int *in, int *out, const float *floats, float *extremes, int *small) {
  const int t = threadIdx.y * blockDim.x + threadIdx.x;
  // Wraps around.
  out[t] = static_cast<int>(sumDown(static_cast<unsigned>(in[t])));
  extremes[t] = greatest(floats[t]);
  small[t] = least(in[t]);
}

// Lanes exchange within halves of a warp, and at distances that are no powers of two.
__global__ void halves(const int *in, int *out, int width, int distance) {
  const int t = threadIdx.x;
  int v = in[t], w = in[t];
  for (int offset = 8; offset > 0; offset /= 2)
    v += __shfl_down_sync(all, v, offset, 16);
  for (int round = 0; round < 3; ++round)
    w += __shfl_up_sync(all, w, distance, width);
  out[t] = v * 31 + w;
}

// Only some lanes take part; others have left before, a row of threads at a time.
__global__ void parted(const int *in, int *out, int rows, int wanted) {
  const int row = blockIdx.x * blockDim.y + threadIdx.y, lane = threadIdx.x;
  if (row >= rows)
    return;
  const int *from = in + row * 4;
  int sum = 0;
  for (int i = lane; i < 100; i += 32)
    sum += from[i];
  for (int offset = 16; offset > 0; offset /= 2)
    sum += __shfl_xor_sync(all, sum, offset);
  int more = 0;
  for (int i = lane; i < 100; i += 32)
    more += from[i] * 3;
  if (lane < wanted) {
    const unsigned mask = (1u << wanted) - 1;
    for (int offset = 2; offset > 0; offset /= 2)
      more += __shfl_down_sync(mask, more, offset);
  }
  out[row * 32 + lane] = sum * 7 + more;
}

// The threads that do not come to the sums are gone when the block counts who is there.
__global__ void firstWarp(const float *in, float *out, int n) {
  __shared__ float parts[32];
  const int t = threadIdx.x;
  float v = t < n ? in[t] : 0.0f;
  v = sumDown(v);
  if (t % 32 == 0)
    parts[t / 32] = v;
  __syncthreads();
  if (t < 32) {
    float total = t < (blockDim.x + 31) / 32 ? parts[t] : 0.0f;
    for (int offset = 16; offset > 0; offset >>= 1)
      total += __shfl_down_sync(all, total, offset);
    if (t == 0)
      *out = total;
  }
}

static int failures = 0;
static void expect(const char *what, int block, int thread, double got, double wanted) {
  if (got == wanted || (std::isnan(got) && std::isnan(wanted)))
    return;
  if (++failures < 10)
    printf("%s, block of %d, thread %d: %g, not %g\n", what, block, thread, got, wanted);
}

template <typename T> struct Shared {
  T *data;
  Shared() { cudaMallocManaged(&data, most * sizeof(T)); }
  ~Shared() { cudaFree(data); }
  T &operator[](int i) { return data[i]; }
};

static int lanesOf(int block, int thread) {
  const int left = block - thread / 32 * 32;
  return left < 32 ? left : 32;
}

int main() {
  Shared<int> in, out, small;
  Shared<float> floats, extremes;
  Shared<double> doubles, doubleSums;
  for (int i = 0; i < most; ++i) {
    in[i] = i % 5 == 0 ? INT_MAX - i : i * 7919 - 100000;
    floats[i] = i % 3 == 0 ? NAN : static_cast<float>(i * 37 % 101) - 50.0f;
    doubles[i] = i * 0.125;
  }
  const dim3 blocks[] = {dim3(256), dim3(64), dim3(32), dim3(32, 4), dim3(16, 4)};
  for (const dim3 &shape : blocks) {
    const int block = shape.x * shape.y;
    sums<<<1, shape>>>(in.data, out.data, floats.data, extremes.data, small.data);
    cudaDeviceSynchronize();
    for (int warp = 0; warp < block / 32; ++warp) {
      unsigned sum = 0;
      float high = NAN;
      int low = INT_MAX;
      for (int lane = 0; lane < 32; ++lane) {
        const int t = 32 * warp + lane;
        sum += static_cast<unsigned>(in[t]);
        high = fmaxf(high, floats[t]);
        low = in[t] < low ? in[t] : low;
      }
      expect("sum", block, 32 * warp, out[32 * warp], static_cast<int>(sum));
      for (int lane = 0; lane < 32; ++lane) {
        expect("greatest", block, 32 * warp + lane, extremes[32 * warp + lane], high);
        expect("least", block, 32 * warp + lane, small[32 * warp + lane], low);
      }
    }
  }
  for (int block : {64, 256}) {
    byHand<<<1, block>>>(doubles.data, doubleSums.data);
    cudaDeviceSynchronize();
    for (int t = 0; t < block; ++t) {
      double sum = 0;
      for (int lane = 0; lane < 32; ++lane)
        sum += doubles[t / 32 * 32 + lane];
      expect("by hand", block, t, doubleSums[t], sum);
    }
  }
  for (int i = 0; i < most; ++i)
    in[i] = i * 11 % 97;
  for (int block : {256, 48, 33, 1})
    for (int distance : {1, 3, 16}) {
      const int width = distance == 3 ? 8 : 32;
      halves<<<1, block>>>(in.data, out.data, width, distance);
      cudaDeviceSynchronize();
      for (int t = 0; t < block; ++t) {
        int w[32], v[32];
        const int first = t / 32 * 32, count = lanesOf(block, t);
        for (int lane = 0; lane < 32; ++lane)
          v[lane] = w[lane] = lane < count ? in[first + lane] : 0;
        for (int offset = 8; offset > 0; offset /= 2) {
          int moved[32];
          for (int lane = 0; lane < 32; ++lane)
            moved[lane] = lane % 16 + offset < 16 ? v[lane + offset] : v[lane];
          for (int lane = 0; lane < count; ++lane)
            v[lane] += moved[lane];
        }
        for (int round = 0; round < 3; ++round) {
          int moved[32];
          for (int lane = 0; lane < 32; ++lane)
            moved[lane] = lane % width >= distance ? w[lane - distance] : w[lane];
          for (int lane = 0; lane < count; ++lane)
            w[lane] += moved[lane];
        }
        expect("halves", block, t, out[t], v[t - first] * 31 + w[t - first]);
      }
    }
  for (int rows : {5, 8, 3}) {
    for (int i = 0; i < most; ++i)
      out[i] = -1;
    parted<<<2, dim3(32, 4)>>>(in.data, out.data, rows, 4);
    cudaDeviceSynchronize();
    for (int row = 0; row < 8; ++row)
      for (int lane = 0; lane < 32; ++lane) {
        int sum = 0, more[32] = {};
        for (int i = 0; i < 100; ++i) {
          sum += in[row * 4 + i];
          more[i % 32] += in[row * 4 + i] * 3;
        }
        for (int offset = 2; offset > 0; offset /= 2)
          for (int i = 0; i < 4; ++i)
            more[i] += i + offset < 4 ? more[i + offset] : 0;
        // Lanes that read beyond the mask get nothing defined.
        if (row >= rows || lane == 0 || lane >= 4)
          expect("parted", 128, row * 32 + lane, out[row * 32 + lane],
                 row < rows ? sum * 7 + more[lane] : -1);
      }
  }
  for (int i = 0; i < most; ++i)
    floats[i] = static_cast<float>(i);
  for (int block : {256, 64, 32})
    for (int n : {256, 40}) {
      firstWarp<<<1, block>>>(floats.data, extremes.data, n);
      cudaDeviceSynchronize();
      float sum = 0;
      for (int i = 0; i < block && i < n; ++i)
        sum += floats[i];
      expect("first warp", block, n, extremes[0], sum);
    }
  printf("%d failures\n", failures);
  return failures != 0;
}
