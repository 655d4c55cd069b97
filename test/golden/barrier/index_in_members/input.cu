// Members of a type that a template leaves open look at the index of the thread that runs them.
#include <cstdio>

template <class T, int Items> struct Chunk {
  int thread;
  __device__ Chunk() : thread(threadIdx.x) {}
  __device__ void load(const T *from, T (&items)[Items]) const {
    for (int i = 0; i < Items; ++i)
      items[i] = from[thread * Items + i];
  }
  __device__ void store(T *to, const T (&items)[Items]) const {
    for (int i = 0; i < Items; ++i)
      to[thread * Items + i] = items[i];
  }
};

template <class T, int Items> __global__ void negate(const T *in, T *out) {
  typedef Chunk<T, Items> Blocked;
  T items[Items];
  Blocked().load(in, items);
  for (int i = 0; i < Items; ++i)
    items[i] = -items[i];
  Blocked().store(out, items);
}

template <class T, int Items> __global__ void reverse(T *data, int threads) {
  typedef Chunk<T, Items> Blocked;
  __shared__ T tile[256];
  T items[Items];
  Blocked().load(data, items);
  Blocked().store(tile, items);
  __syncthreads();
  for (int i = 0; i < Items; ++i)
    items[i] = tile[threads * Items - 1 - (threadIdx.x * Items + i)];
  Blocked().store(data, items);
}

int main() {
  int *data;
  cudaMallocManaged(&data, 2 * 96 * sizeof(int));
  for (int i = 0; i < 96; ++i)
    data[i] = i;
  negate<int, 3><<<1, 32>>>(data, data + 96);
  reverse<int, 3><<<1, 32>>>(data + 96, 32);
  cudaDeviceSynchronize();
  int wrong = 0;
  for (int i = 0; i < 96; ++i)
    wrong += data[96 + i] != -(95 - i);
  std::printf("%d wrong, first %d, last %d\n", wrong, data[96], data[191]);
}
