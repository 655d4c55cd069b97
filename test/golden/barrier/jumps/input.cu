// Threads that leave a round, or a loop with barriers or collectives, by themselves: what they had
// before is there for those that go on, and for what decides.
#include <cstdio>

template <bool sparse> __global__ void rounds(const int *in, int *out, int n) {
  int sum = 0;
  for (int i = threadIdx.x; i < n; i += blockDim.x) {
    if constexpr (sparse) {
      const int value = in[i];
      const bool odd = value & 1;
      const bool large = value > 200;
      if (!odd && !large) {
        for (int k = 0; k < 2; ++k)
          out[64 + i] = value + k;
        continue;
      }
    }
    sum += __shfl_sync(__activemask(), in[i], threadIdx.x % 32);
  }
  out[threadIdx.x] = sum;
}

__global__ void ends(const int *in, int *out, int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    const int value = in[i * 64 + threadIdx.x];
    const int limit = value / 2 + 10;
    if (limit > 90)
      break;
    sum += limit - value;
    if (__any_sync(__activemask(), value > 1000))
      sum += 1;
  }
  out[threadIdx.x] = sum;
}

int main() {
  int *in, *out;
  cudaMallocManaged(&in, 256 * sizeof(int));
  cudaMallocManaged(&out, 512 * sizeof(int));
  for (int i = 0; i < 256; ++i)
    in[i] = i;
  for (int i = 0; i < 512; ++i)
    out[i] = 0;
  rounds<true><<<1, 64>>>(in, out, 256);
  cudaDeviceSynchronize();
  printf("%d %d %d %d %d\n", out[0], out[10], out[63], out[64 + 62], out[64 + 202]);
  rounds<false><<<1, 64>>>(in, out, 256);
  ends<<<1, 64>>>(in, out + 64, 4);
  cudaDeviceSynchronize();
  printf("%d %d %d %d\n", out[0], out[63], out[64], out[127]);
  return 0;
}
