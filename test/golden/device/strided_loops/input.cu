// Loops in steps of the whole grid's size, or of a block's, up and down, by counters of different
// types, with other loops and names inside.
#include <cstdio>
struct P {
  float x, y, z;
};
__device__ int table[1000]; // zeroes
template <class T> __global__ void nested(T *x, const T *__restrict__ y, int n, int m) {
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
    T sum = 0;
    for (int k = 0; k < m; ++k)
      sum += y[i + k * n];
    const T *row = y + i;
    sum += row[i] * 0 + y[2 * i - i];
    int j = i + 1;
    if (j < n)
      sum += y[j];
    x[i] = sum;
  }
}
__global__ void unsignedStride(const P *p, float *out, unsigned n) {
  const unsigned step = gridDim.x * blockDim.x;
  for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step)
    out[i] = p[i].x + p[i].y + table[i % 1000] + p[n - 1 - i].z;
}
__global__ void longStride(const double *p, double *out, size_t n) {
  for (size_t i = blockIdx.x * (size_t)blockDim.x + threadIdx.x; i < n;
       i += (size_t)blockDim.x * gridDim.x) {
    for (int c = 0; c < 2; ++c) {
      const double *q = p + c * n;
      out[i + c * n] = q[i] + p[i + c * n];
    }
  }
}
__global__ void down(const int *in, int *out, int n) {
  for (int i = n - 256 + threadIdx.x; i >= 0; i -= 256)
    out[i] = in[i] + 1;
}
int main() {
  const int n = 3000;
  float *x, *y;
  P *p;
  double *a, *b;
  int *u, *v;
  cudaMallocManaged(&x, n * 4);
  cudaMallocManaged(&y, 4 * n * 4);
  cudaMallocManaged(&p, n * sizeof(P));
  cudaMallocManaged(&a, 2 * n * 8);
  cudaMallocManaged(&b, 2 * n * 8);
  cudaMallocManaged(&u, n * 4);
  cudaMallocManaged(&v, n * 4);
  for (int i = 0; i < 4 * n; ++i)
    y[i] = i % 17;
  for (int i = 0; i < n; ++i) {
    p[i] = {float(i), 2, float(i % 5)};
    u[i] = i;
    v[i] = -1;
  }
  for (int i = 0; i < 2 * n; ++i)
    a[i] = i;
  nested<float><<<3, 128>>>(x, y, n, 3);
  unsignedStride<<<2, 256>>>(p, y, n);
  longStride<<<3, 64>>>(a, b, n);
  down<<<1, 256>>>(u, v, n);
  cudaDeviceSynchronize();
  int bad = 0;
  for (int i = 0; i < n; ++i) {
    float s = 0;
    for (int k = 0; k < 3; ++k)
      s += (i + k * n) % 17;
    s += i % 17;
    if (i + 1 < n)
      s += (i + 1) % 17;
    bad += x[i] != s;
    bad += y[i] != i + 2 + (n - 1 - i) % 5;
    bad += b[i] != 2 * a[i];
    bad += b[i + n] != 2 * a[i + n];
    bad += v[i] != (i >= (n - 256) % 256 ? i + 1 : v[i]);
  }
  if (bad)
    printf("%d wrong\n", bad);
  else
    printf("all strides right\n");
  return bad != 0;
}
