// Line breaks and comments around the chevrons stay where they are.
#include <cstdio>

template <class T, int N> __global__ void add(T *x) { *x += N; }

int main() {
  int *x;
  cudaMallocManaged(&x, sizeof(int));
  *x = 0;
  add<int, 1>
      <<<1, 1>>>(x);
  add<int, 2> /* one thread */ <<<1, 1>>>(x);
  add<int, 4><<<1, 1>>>(
      x);
  add<int, 8><<<
      1, 1>>>(x);
  cudaDeviceSynchronize();
  printf("%d\n", *x);
}
