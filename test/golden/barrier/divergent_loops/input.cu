// Loops that only compute and that each thread leaves on its own, so that threads go through them
// as lanes. Lanes that are done must keep what they left with, do nothing that could go wrong, and
// partial rows must not count.
#include <climits>
#include <cmath>
#include <cstdio>

constexpr int width = 75, height = 6;

__global__ void escape(int *steps, float *re, float *im, int w, int h, int most) {
  const int x = blockIdx.x * blockDim.x + threadIdx.x;
  const int y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= w || y >= h)
    return;
  const float cr = -2.0f + 3.0f * x / w, ci = -1.0f + 2.0f * y / h;
  float zr = 0.0f, zi = 0.0f;
  int count = 0;
  while (count < most && zr * zr + zi * zi < 4.0f) {
    const float next = zr * zr - zi * zi + cr;
    zi = 2.0f * zr * zi + ci;
    zr = next;
    ++count;
  }
  steps[y * w + x] = count;
  re[y * w + x] = zr;
  im[y * w + x] = zi;
}

/// Leaves in the midst of a round, once with a last step; the values that it leaves with count.
__global__ void leaves(float *out, int *rounds, int n) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  float x = i * 0.25f, y = 1.0f, last = 0.0f;
  int taken = 0;
  for (int k = 0; k < 40; ++k) {
    x = x * 0.5f + 1.0f;
    if (x < 2.0f + 0.01f * (i % 3))
      break;
    y = y * 1.5f + x;
    if (y > 50.0f + i) {
      last = y - x;
      ++taken;
      break;
    }
    if (k % 2 == 0)
      taken += 2;
    else
      y -= 0.5f;
  }
  out[3 * i] = x;
  out[3 * i + 1] = y;
  out[3 * i + 2] = last;
  rounds[i] = taken;
}

/// NaN and infinity decide as they do in a single thread.
__global__ void special(const float *in, float *out, int n) {
  const int i = threadIdx.x;
  if (i >= n)
    return;
  float x = in[i];
  int rounds = 0;
  do {
    x = x * x - 0.5f * x;
    x = fabsf(x) + 0.125f;
    ++rounds;
  } while (!(x > 1e30f) && rounds < 30);
  out[i] = x;
  out[n + i] = rounds;
}

/// Signed numbers at their limit, that a lane which is done must not step over; mixed widths.
__global__ void limits(int *out, double *wide, int n) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  int room = INT_MAX - i % 7;
  unsigned hash = 2166136261u + i;
  double sum = 0;
  float weight = 1.0f;
  while (room < INT_MAX && weight < 100.0f) {
    hash = (hash ^ (hash >> 13)) * 16777619u;
    weight = weight * 1.25f + (hash & 7);
    const int part = room / 3 + static_cast<int>(weight);
    sum += part * 0.5 + weight;
    ++room;
  }
  out[i] = room - (INT_MAX - 20);
  wide[i] = sum + hash;
}

/// Between barriers and inside a loop of all threads.
__global__ void between(float *out, int n) {
  __shared__ float row[64];
  float x = 0.01f * threadIdx.x;
  for (int pass = 0; pass < 3; ++pass) {
    row[threadIdx.x] = x;
    __syncthreads();
    float y = row[63 - threadIdx.x], step = 0.5f;
    while (y * y > 0.05f && step > 0.01f) {
      y -= step * y * x;
      step *= 0.75f;
      y = fminf(y, 2.0f);
    }
    __syncthreads();
    x = y + 0.3f * pass;
  }
  if (threadIdx.x < n)
    out[threadIdx.x] = x;
}

template <class T> static double sumOf(const T *values, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i)
    if (!std::isnan(static_cast<double>(values[i])) && !std::isinf(static_cast<double>(values[i])))
      sum += values[i] * (i % 11 + 1);
  return sum;
}

int main() {
  const int n = width * height;
  int *steps;
  float *a, *b, *in;
  double *wide;
  cudaMallocManaged(&steps, n * sizeof(int));
  cudaMallocManaged(&a, 3 * n * sizeof(float));
  cudaMallocManaged(&b, n * sizeof(float));
  cudaMallocManaged(&in, n * sizeof(float));
  cudaMallocManaged(&wide, n * sizeof(double));
  escape<<<dim3(5, 3), dim3(16, 2)>>>(steps, a, b, width, height, 100);
  cudaDeviceSynchronize();
  std::printf("escape %.0f %.0f %.0f\n", sumOf(steps, n), sumOf(a, n) / 10, sumOf(b, n) / 10);
  escape<<<dim3(2, 6), dim3(40, 1)>>>(steps, a, b, width, height, 0);
  cudaDeviceSynchronize();
  std::printf("escape at once %.0f %.0f %.0f\n", sumOf(steps, n), sumOf(a, n), sumOf(b, n));
  leaves<<<4, 100>>>(a, steps, 333);
  cudaDeviceSynchronize();
  std::printf("leaves %.0f %.0f\n", sumOf(a, 999), sumOf(steps, 333));
  for (int i = 0; i < 50; ++i)
    in[i] = i == 3 ? NAN : i == 7 ? INFINITY : i == 8 ? -INFINITY : 0.1f * (i - 20);
  special<<<1, 64>>>(in, a, 50);
  cudaDeviceSynchronize();
  std::printf("special %d %d %d %.6g\n", std::isnan(a[3]), std::isinf(a[7]), std::isinf(a[8]),
              sumOf(a + 50, 50));
  limits<<<3, 128>>>(steps, wide, 300);
  cudaDeviceSynchronize();
  std::printf("limits %.0f %.4g\n", sumOf(steps, 300), sumOf(wide, 300));
  between<<<1, 64>>>(a, 61);
  cudaDeviceSynchronize();
  std::printf("between %.0f\n", sumOf(a, 61));
  return 0;
}
