// SPDX-License-Identifier: Apache-2.0
#include "harness/device.h"
#include "problem.h"

constexpr int threads = 128;

__device__ float3 attract(float3 sum, float4 self, float4 other) {
  float3 r;
  r.x = other.x - self.x;
  r.y = other.y - self.y;
  r.z = other.z - self.z;
  float square = r.x * r.x + r.y * r.y + r.z * r.z + 0.01f;
  float inverse = rsqrtf(square);
  float strength = other.w * inverse * inverse * inverse;
  sum.x += r.x * strength;
  sum.y += r.y * strength;
  sum.z += r.z * strength;
  return sum;
}

__global__ void accelerate(const float4 *bodies, float *out, int n) {
  __shared__ float4 tile[threads];
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  const float4 self = bodies[i];
  float3 sum = {0.0f, 0.0f, 0.0f};
  for (int begin = 0; begin < n; begin += threads) {
    tile[threadIdx.x] = bodies[begin + threadIdx.x];
    __syncthreads();
    for (int j = 0; j < threads; ++j)
      sum = attract(sum, self, tile[j]);
    __syncthreads();
  }
  out[3 * i] = sum.x;
  out[3 * i + 1] = sum.y;
  out[3 * i + 2] = sum.z;
}

struct Variant {
  Problem p;
  bench::Device<float> bodies, out;
  explicit Variant(const Problem &problem) : p(problem), bodies(p.coordinates()), out(3 * p.n) {}
  void run() {
    accelerate<<<p.n / threads, threads>>>(reinterpret_cast<float4 *>(bodies.get()), out.get(),
                                           p.n);
    bench::finish();
  }
  std::vector<float> result() const { return out.host(); }
};
BENCH_MAIN(Problem, Variant)
