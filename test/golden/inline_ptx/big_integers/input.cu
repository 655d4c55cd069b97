// Carries: within one statement, and from one statement to the next as bignum libraries write it.
#include <cstdio>

struct Wide {
  unsigned word[4];
};

__device__ Wide add(Wide a, const Wide &b) {
  asm("add.cc.u32 %0, %0, %4;\n\t"
      "addc.cc.u32 %1, %1, %5;\n\t"
      "addc.cc.u32 %2, %2, %6;\n\t"
      "addc.u32 %3, %3, %7;"
      : "+r"(a.word[0]), "+r"(a.word[1]), "+r"(a.word[2]), "+r"(a.word[3])
      : "r"(b.word[0]), "r"(b.word[1]), "r"(b.word[2]), "r"(b.word[3]));
  return a;
}

// The outputs are variables that later instructions still read as inputs.
__device__ void subInPlace(unsigned &low, unsigned &high, unsigned b) {
  asm("sub.cc.u32 %0, %2, %4; subc.u32 %1, %3, %2;"
      : "=r"(low), "=r"(high)
      : "r"(low), "r"(high), "r"(b));
}

__device__ unsigned addOut(unsigned a, unsigned b) {
  unsigned r;
  asm volatile("add.cc.u32 %0, %1, %2;" : "=r"(r) : "r"(a), "r"(b));
  return r;
}
__device__ unsigned addIn(unsigned a, unsigned b) {
  unsigned r;
  asm volatile("addc.u32 %0, %1, %2;" : "=r"(r) : "r"(a), "r"(b));
  return r;
}

__device__ unsigned long long square(unsigned x) {
  unsigned low, high;
  asm("mul.lo.u32 %0, %2, %2;\n\tmul.hi.u32 %1, %2, %2;\n\t"
      "mad.lo.cc.u32 %0, %2, %2, %0;\n\tmadc.hi.u32 %1, %2, %2, %1;"
      : "=&r"(low), "=&r"(high)
      : "r"(x));
  return ((unsigned long long)high << 32) | low;
}

__global__ void compute(unsigned *out, unsigned long long *squares) {
  Wide a = {{0xffffffff, 0xffffffff, 0, 5}}, b = {{1, 0, 0xffffffff, 6}};
  Wide sum = add(a, b);
  for (int i = 0; i < 4; ++i)
    out[i] = sum.word[i];
  unsigned low = 3, high = 10;
  subInPlace(low, high, 5);
  out[4] = low;
  out[5] = high;
  out[6] = addOut(0x80000000u, 0x80000001u);
  out[7] = addIn(1, 1);
  *squares = square(0x76543210u);
}

int main() {
  unsigned *out;
  unsigned long long *squares;
  cudaMallocManaged(&out, 8 * sizeof(unsigned));
  cudaMallocManaged(&squares, sizeof(unsigned long long));
  compute<<<1, 1>>>(out, squares);
  cudaDeviceSynchronize();
  for (int i = 0; i < 8; ++i)
    printf("%x ", out[i]);
  printf("%d\n", *squares == 2ull * 0x76543210u * 0x76543210u);
}
