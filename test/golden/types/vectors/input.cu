// Vector types: construction, members, sizes and alignment, as kernel arguments and array elements.
#include <cstdio>

struct Body {
  float4 position;
  float3 velocity;
  char2 flags;
};

__host__ __device__ inline float3 operator+(float3 a, float3 b) {
  return make_float3(a.x + b.x, a.y + b.y, a.z + b.z);
}
__host__ __device__ inline float dot(float4 a, float4 b) {
  return a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
}

__global__ void move(Body *bodies, float3 by, int2 range, uchar4 mark) {
  int i = threadIdx.x;
  if (i < range.x || i >= range.y)
    return;
  Body b = bodies[i];
  b.velocity = b.velocity + by;
  b.position.x += b.velocity.x;
  b.position.w = dot(b.position, make_float4(1, 1, 1, 0));
  b.flags = make_char2(mark.x, mark.w);
  bodies[i] = b;
}

__global__ void wide(const float4 *in, double2 *out, ulonglong2 *big) {
  float4 v = in[threadIdx.x];
  double2 d;
  d.x = double(v.x) + v.y;
  d.y = double(v.z) + v.w;
  out[threadIdx.x] = d;
  big[threadIdx.x] = ulonglong2{threadIdx.x, ~0ull};
}

int main() {
  Body host[4] = {}, *bodies;
  cudaMalloc(&bodies, sizeof(host));
  for (int i = 0; i < 4; ++i)
    host[i].position = make_float4(i, 1, 2, 3);
  cudaMemcpy(bodies, host, sizeof(host), cudaMemcpyHostToDevice);
  move<<<1, 4>>>(bodies, make_float3(0.5f, 0, 0), make_int2(1, 3), make_uchar4(1, 2, 3, 4));
  cudaMemcpy(host, bodies, sizeof(host), cudaMemcpyDeviceToHost);
  for (const Body &b : host)
    printf("%g %g %d %d\n", b.position.x, b.position.w, b.flags.x, b.flags.y);
  cudaFree(bodies);

  float4 in[2] = {{1, 2, 3, 4}, {5, 6, 7, 8}}, *deviceIn;
  double2 out[2], *deviceOut;
  ulonglong2 big[2], *deviceBig;
  cudaMalloc(&deviceIn, sizeof(in));
  cudaMalloc(&deviceOut, sizeof(out));
  cudaMalloc(&deviceBig, sizeof(big));
  cudaMemcpy(deviceIn, in, sizeof(in), cudaMemcpyHostToDevice);
  wide<<<1, 2>>>(deviceIn, deviceOut, deviceBig);
  cudaMemcpy(out, deviceOut, sizeof(out), cudaMemcpyDeviceToHost);
  cudaMemcpy(big, deviceBig, sizeof(big), cudaMemcpyDeviceToHost);
  printf("%g %g %llu %d\n", out[0].x, out[1].y, big[1].x, big[1].y == ~0ull);
  printf("%zu %zu %zu %zu %zu\n", sizeof(float3), sizeof(float4), alignof(float4), alignof(int2),
         alignof(uchar4));
  dim3 d(2), e(3, 4, 5);
  uint3 u = make_uint3(1, 2, 3);
  dim3 f = u;
  printf("%u %u %u %u %u\n", d.x, d.y, d.z, e.x * e.y * e.z, f.x + f.y + f.z);
  cudaFree(deviceIn), cudaFree(deviceOut), cudaFree(deviceBig);
}
