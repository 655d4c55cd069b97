// Functions of the library that store results where they are told: to variables of the thread,
// which loops around may keep for a whole row, and to elements and members.
#include <cmath>
#include <cstdio>
#include <cuda_runtime.h>

struct Angle {
  float sine, cosine;
};

__global__ void periods(const float *x, const float *y, float *out, int samples, int n) {
  int t = blockIdx.x * blockDim.x + threadIdx.x;
  for (int i = t; i < n; i += blockDim.x * gridDim.x) {
    float s = 0, c, sums = 0, cosines = 0, last = 0;
    for (int j = 0; j < samples; j++) {
      last = s; // of the round before
      sincosf(x[j] * (i + 1), &s, &c);
      sums += y[j] * s + 0.5f * last;
      cosines += c * s;
    }
    float whole, rest = modff(sums, &whole);
    int exponent;
    float mantissa = frexpf(cosines, &exponent);
    out[i] = whole + rest + ldexpf(mantissa, exponent);
  }
}

__global__ void shared(const float *x, float *out, int rounds) {
  __shared__ float lane[64];
  int t = threadIdx.x;
  float s, c;
  Angle angle = {0, 1};
  float kept[2];
  sincosf(x[0], &s, &c); // the same for all
  for (int i = 0; i < rounds; i++) {
    lane[t] = s + t;
    __syncthreads();
    if (t % 3 == 0)
      sincosf(lane[63 - t], &s, &c);
    sincosf(x[i], &angle.sine, &angle.cosine);
    sincosf(x[i + 1], kept, kept + 1);
    __syncthreads();
  }
  out[t] = s + c + angle.sine * kept[1] + angle.cosine * kept[0];
}

int main() {
  const int n = 333, samples = 21;
  float *x, *y, *out;
  cudaMallocManaged(&x, samples * sizeof(float));
  cudaMallocManaged(&y, samples * sizeof(float));
  cudaMallocManaged(&out, n * sizeof(float));
  for (int i = 0; i < samples; ++i)
    x[i] = i * 0.125f, y[i] = i % 5 - 1.5f;
  periods<<<2, 100>>>(x, y, out, samples, n);
  cudaDeviceSynchronize();
  double sum = 0;
  for (int i = 0; i < n; ++i)
    sum += out[i] * (i % 7);
  printf("periods %.1f\n", sum);
  shared<<<1, 64>>>(x, out, 8);
  cudaDeviceSynchronize();
  sum = 0;
  for (int i = 0; i < 64; ++i)
    sum += out[i] * (i % 7 + 1);
  printf("shared %.3f\n", sum);
  cudaFree(x), cudaFree(y), cudaFree(out);
  return 0;
}
