// Barriers and warp operations in member functions: static ones, of templates, of an object in
// shared memory; overloads that only instantiations choose from; references to parts of variables
// and to arrays.
#include <cstdio>

template <int WIDTH> class Window {
  int cells[WIDTH];

  struct Column {
    int offset, last;
  };

  __device__ int at(int i) const { return cells[(i + WIDTH) % WIDTH]; }

  __device__ void load(Column &column, const int *in) {
    cells[column.offset] = in[column.offset];
    column.last = cells[column.offset];
  }

  template <bool MIRRORED> __device__ void turn(const int *in, int *out, int steps) {
    Column column;
    column.offset = MIRRORED ? WIDTH - 1 - threadIdx.x : threadIdx.x;
    load(column, in);
    for (int step = 0; step < steps; step++) {
      __syncthreads();
      int next = at(column.offset + 1);
      __syncthreads();
      cells[column.offset] = next;
    }
    __syncthreads();
    out[threadIdx.x] = at(column.offset) * 1000 + column.last;
  }

public:
  __device__ static void run(const int *in, int *out, int steps, bool mirrored) {
    __shared__ Window<WIDTH> window;
    if (mirrored)
      window.template turn<true>(in, out, steps);
    else
      window.template turn<false>(in, out, steps);
  }
};

template <int WIDTH> __global__ void windows(const int *in, int *out, int steps, bool mirrored) {
  Window<WIDTH>::run(in, out, steps, mirrored);
}

template <typename K, typename V> struct Two {
  K key;
  V value;
};

template <typename T> __device__ T exchange(const T value, int mask) {
  return __shfl_xor_sync(0xffffffffu, value, mask);
}
template <typename K, typename V>
__device__ Two<K, V> exchange(const Two<K, V> &pair, int mask) {
  Two<K, V> result;
  result.key = __shfl_xor_sync(0xffffffffu, pair.key, mask);
  result.value = __shfl_xor_sync(0xffffffffu, pair.value, mask);
  return result;
}
__device__ int number(int value) { return value; }
__device__ int number(const Two<int, float> &pair) { return pair.key * 10 + (int)pair.value; }

template <typename T> __device__ T twice(T value) {
  T once = exchange(value, 1);
  return exchange(once, 2);
}

__global__ void overloads(int *out) {
  int i = threadIdx.x;
  Two<int, float> pair;
  pair.key = i;
  pair.value = 2 * i;
  out[i] = number(twice(i)) * 1000 + number(twice(pair));
}

struct State {
  int sum, other;
};

__device__ void addNeighbour(int &sum, const int (&weights)[2]) {
  int left = __shfl_up_sync(0xffffffffu, sum, 1);
  int right = __shfl_down_sync(0xffffffffu, sum, 1);
  sum += weights[0] * left + weights[1] * right;
}

template <int N> __device__ void rotate(int (&values)[N]) {
  __shared__ int cells[64];
  for (int k = 0; k < N; k++) {
    cells[threadIdx.x] = values[k];
    __syncthreads();
    values[k] = cells[(threadIdx.x + k) % 64];
    __syncthreads();
  }
}

__global__ void places(int *out) {
  int i = threadIdx.x;
  State state;
  state.sum = i;
  state.other = -1;
  int plain = 1, list[3] = {i, 100 + i, 200 + i};
  int weights[2] = {1, 2};
  addNeighbour(state.sum, weights);
  addNeighbour(plain, weights);
  addNeighbour(list[1], weights);
  rotate(list);
  out[i] = state.sum + state.other + plain + list[0] + list[1] + list[2];
}

int main() {
  int host[64], *in, *out;
  cudaMalloc(&in, sizeof(host));
  cudaMalloc(&out, sizeof(host));
  for (int i = 0; i < 64; i++)
    host[i] = i + 1;
  cudaMemcpy(in, host, sizeof(host), cudaMemcpyHostToDevice);
  for (int mirrored = 0; mirrored < 2; mirrored++) {
    windows<64><<<1, 64>>>(in, out, 3, mirrored != 0);
    cudaMemcpy(host, out, sizeof(host), cudaMemcpyDeviceToHost);
    printf("%d %d %d\n", host[0], host[1], host[63]);
  }
  overloads<<<1, 64>>>(out);
  cudaMemcpy(host, out, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[0], host[1], host[63]);
  places<<<1, 64>>>(out);
  cudaMemcpy(host, out, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d %d\n", host[0], host[1], host[32], host[63]);
  cudaFree(in);
  cudaFree(out);
}
