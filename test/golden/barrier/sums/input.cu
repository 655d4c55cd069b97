// Uniform loops that work on values of each thread, with vectors where they can be: several
// statements, several values declared together of which some never change, values that lanes have
// in common.
#include <cstdio>
#include <cuda_runtime.h>

constexpr int threads = 40, rounds = 12;

// Two statements change one value.
__global__ void decaying(const float *in, float *out) {
  const int t = threadIdx.x;
  float sum = in[t];
  for (int k = 0; k < rounds; ++k) {
    sum += in[t + k];
    sum *= 0.5f;
  }
  out[t] = sum;
}

// One value is changed in the loop, one before, one never.
__global__ void together(const float *in, float *out, int n) {
  const int t = threadIdx.x;
  float kept = 3.f, sum = in[t], last = in[t + 1];
  for (int k = 0; k < n; ++k)
    sum = sum * 0.5f + in[t + k * 2];
  out[t] = sum + kept * last;
}

// A value starts anew in each round from something that all threads have in common.
__global__ void restarted(const float *in, float *out) {
  const int t = threadIdx.x;
  float fresh = in[t], sum = 0;
  for (int k = 0; k < rounds; ++k) {
    sum += fresh * in[t + k];
    fresh = in[k];
    sum -= fresh;
    fresh = -fresh + 2.f;
  }
  out[t] = sum;
}

int main() {
  float *in, *out;
  cudaMallocManaged(&in, 100 * sizeof(float));
  cudaMallocManaged(&out, 3 * threads * sizeof(float));
  for (int i = 0; i < 100; ++i)
    in[i] = float(i * 7 % 16);
  decaying<<<1, threads>>>(in, out);
  together<<<1, threads>>>(in, out + threads, rounds);
  restarted<<<1, threads>>>(in, out + 2 * threads);
  cudaDeviceSynchronize();
  int wrong = 0;
  for (int t = 0; t < threads; ++t) {
    float decayed = in[t], sum = in[t], fresh = in[t], other = 0;
    for (int k = 0; k < rounds; ++k) {
      decayed = (decayed + in[t + k]) * 0.5f;
      sum = sum * 0.5f + in[t + k * 2];
      other = other + fresh * in[t + k] - in[k];
      fresh = 2.f - in[k];
    }
    wrong += out[t] != decayed;
    wrong += out[threads + t] != sum + 3.f * in[t + 1];
    wrong += out[2 * threads + t] != other;
  }
  std::printf("%d wrong\n", wrong);
  cudaFree(in);
  cudaFree(out);
}
