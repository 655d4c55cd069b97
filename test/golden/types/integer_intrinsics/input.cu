// Integer intrinsics: bits, bytes, wide products, dot products, SIMD within a word.
#include <cstdio>

__global__ void run(unsigned *out, unsigned x, int zero) {
  int i = 0;
  out[i++] = __popc(x);
  out[i++] = __popcll(((unsigned long long)x << 32) | x);
  out[i++] = __clz(x);
  out[i++] = __clz(zero);
  out[i++] = __clzll((long long)x);
  out[i++] = __ffs(x);
  out[i++] = __ffs(zero);
  out[i++] = __ffsll((long long)x << 20);
  out[i++] = __brev(x);
  out[i++] = __byte_perm(0x33221100, 0x77665544, 0x7531);
  out[i++] = __funnelshift_l(0x80000001u, x, 4);
  out[i++] = __funnelshift_r(x, 0x0000000fu, 4);
  out[i++] = __umulhi(0x80000000u, 6u);
  out[i++] = __mulhi(-5, 1 << 30);
  out[i++] = unsigned(__umul64hi(1ull << 63, 10));
  out[i++] = __mul24(3, 5) + __umul24(2u, 4u);
  out[i++] = __sad(3, 10, 100u);
  out[i++] = __usad(10u, 3u, 1u);
  out[i++] = __hadd(7, 4);
  out[i++] = __rhadd(7, 4);
  out[i++] = __dp4a(0x01020304, 0x01010101, 5);
  out[i++] = __dp4a(int(0xff000000), int(0xff000000), 0);
  out[i++] = __vadd4(0x01ff0203, 0x01010101);
  out[i++] = __vsub2(0x00050001, 0x00020002);
  out[i++] = __vmaxu4(0x01ff0203, 0x02010303);
  out[i++] = __vcmpeq4(0x01020304, 0x01000300);
  out[i++] = __vabsdiffu4(0x05000a01, 0x01030a02);
}

int main() {
  const int n = 27;
  unsigned host[n], *device;
  cudaMalloc(&device, sizeof(host));
  run<<<1, 1>>>(device, 0x00f0a001u, 0);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  for (int i = 0; i < n; ++i)
    printf("%x\n", host[i]);
  cudaFree(device);
}
