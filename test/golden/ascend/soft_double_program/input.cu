// Double precision as programs have it: templates, members, aliases, vectors, macros, variables.
#include <cmath>
#include <cstdio>
#include <cuda_runtime.h>

typedef double real;
using Row = double[3];
#define HALF 0.3
#define SQUARE(x) ((x) * (x))
#define SCALED(x) (0.25 * (x))
const double offset = 1.5;
constexpr int N = 64;

struct Point {
  double x, y;
  double weights[2];
  __host__ __device__ Point(double x, double y) : x(x), y(y) { weights[0] = weights[1] = 0.5; }
  __host__ __device__ double norm() const { return sqrt(x * x + y * y); }
  __device__ void move(double by) { x += by, y -= by * weights[1]; }
};
template <class T> struct Pair {
  T first, second;
  __device__ T sum() const { return first + second; }
};

__device__ double table[4];
__constant__ double factors[2] = {0.1, -0.7};

__device__ double declared(double x);
__host__ __device__ inline double both(double x) { return x * offset - 1 / 3.0; }
template <class T> __device__ T clampTo(T x, T low) { return x < low ? low : x; }

__global__ void members(Point *p, const Pair<double> *pairs, real *out, float *sums) {
  int i = threadIdx.x;
  Point &point = p[i];
  point.move(HALF);
  Row row = {point.norm(), pairs[i].sum(), SQUARE(point.x)};
  real total = SCALED(row[0]) + row[1] - row[2] + both(i);
  total += factors[i & 1] * table[i & 3] + declared(total);
  sums[i] += total * 1e-3;
  out[i] = i % 3 ? total : i;
}
__device__ double declared(double x) { return clampTo(x, -2.0) + max(x, 0.25); }

__global__ void vectors(const double2 *a, double4 *b) {
  int i = threadIdx.x;
  double2 v = a[i];
  v.x *= v.y;
  b[i].x = b[i].y = b[i].z = v.x;
  b[i].w = make_double2(v.y, 2).y;
}

template <class T> __global__ void generic(const T *x, T *y, double scale, int n) {
  __shared__ T part[N];
  int i = threadIdx.x;
  part[i] = i < n ? x[i] : T(0);
  __syncthreads();
  T value = part[n - 1 - i] * scale;
  value += T(0.5) * (T)i;
  y[i] = value > 3 ? value / 3 : value;
}

__global__ void sums(const double *x, double *total) {
  double value = x[threadIdx.x];
  for (int lane = 16; lane; lane >>= 1)
    value += __shfl_down_sync(0xffffffff, value, lane);
  if (threadIdx.x % 32 == 0)
    atomicAdd(total, value);
  atomicAdd(total + 1, 1);
}

template <class T> void show(const char *name, const T *device, int n) {
  T *host = new T[n];
  cudaMemcpy(host, device, n * sizeof(T), cudaMemcpyDeviceToHost);
  for (int i = 0; i < n; i += 5)
    printf("%s %d %.15g\n", name, i, double(host[i]));
  delete[] host;
}

int main() {
  double *out, *x, h[N], t[4] = {1, -0.3, 7, 1e10};
  float *sums32;
  Pair<double> hp[N], *pairs;
  Point *points, hq[2] = {Point(1, 2), Point(0.1, -3)};
  for (int i = 0; i < N; ++i)
    h[i] = 1.0 / (i + 1), hp[i] = {i * 0.1, -1.0 / (i + 2)};
  cudaMalloc(&out, sizeof h * 8), cudaMalloc(&x, sizeof h), cudaMalloc(&sums32, N * 4),
      cudaMalloc(&pairs, sizeof hp), cudaMalloc(&points, N * sizeof(Point));
  cudaMemcpy(x, h, sizeof h, cudaMemcpyHostToDevice);
  cudaMemcpy(pairs, hp, sizeof hp, cudaMemcpyHostToDevice);
  for (int i = 0; i < N; ++i)
    cudaMemcpy(points + i, hq + i % 2, sizeof(Point), cudaMemcpyHostToDevice);
  cudaMemcpyToSymbol(table, t, sizeof t);
  cudaMemset(sums32, 0, N * 4);
  members<<<1, N>>>(points, pairs, out, sums32);
  show("members", out, N), show("float", sums32, N);
  vectors<<<1, N / 2>>>((double2 *)x, (double4 *)out);
  show("vectors", out, N * 2);
  generic<<<1, N>>>(x, out, 0.7, N);
  show("generic", out, N);
  generic<float><<<1, N>>>(sums32, sums32, 0.7, N);
  show("single", sums32, N);
  cudaMemset(out, 0, 16);
  sums<<<1, N>>>(x, out);
  show("sums", out, 1), show("count", out + 1, 1);
  printf("%.15g %.15g\n", (double)both(2), (double)hq[0].norm());
}
