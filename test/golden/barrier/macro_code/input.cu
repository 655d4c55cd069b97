// Conditions, statements and barriers that macros make, a type without a name of its own, and a
// deduced type in a template.
#include <cstdio>

#define IN_RANGE(x, low, high) ((x) >= (low) && (x) <= (high))
#define LARGER(a, b) ((a) > (b) ? (a) : (b))
#define PUSH(value)                                                                                \
  if (i == 0) {                                                                                    \
    ++depth;                                                                                       \
    stack[depth] = (value);                                                                        \
  }                                                                                                \
  __syncthreads();
#define MEET __syncthreads()
#define WIDTH 32

typedef struct {
  int left, right;
} Pair;

__global__ void smooth(int *out, int rounds) {
  __shared__ int from[WIDTH], to[WIDTH];
  int i = threadIdx.x;
  int left = i - 1, right = i + 1;
  left = left < 0 ? 0 : left;
  right = right > WIDTH - 1 ? WIDTH - 1 : right;
  bool inner = IN_RANGE(i, 2, WIDTH - 3);
  if (IN_RANGE(i, 0, WIDTH / 2 - 1) && IN_RANGE(out[i], 0, 1000))
    from[i] = 3 * i;
  else
    from[i] = i;
  MEET;
  bool computed;
  for (int round = 0; round < rounds; round++) {
    computed = false;
    if (IN_RANGE(i, round + 1, WIDTH - round - 2) && inner) {
      computed = true;
      to[i] = LARGER(from[left], from[right]) + LARGER(0, -1);
    }
    MEET;
    if (round == rounds - 1)
      break;
    if (computed)
      from[i] = to[i];
    MEET;
  }
  out[i] = computed ? to[i] : -1;
}

__global__ void stacked(int *out) {
  __shared__ int stack[4];
  __shared__ int depth;
  int i = threadIdx.x;
  Pair mine;
  if (i == 0)
    depth = -1;
  MEET;
  mine.left = i;
  mine.right = -i;
  PUSH(7 + i);
  if (out[0] >= 0) {
    PUSH(LARGER(out[1], 11));
  } else {
    PUSH(out[1]);
  }
  out[i] = 1000 * stack[1] + 100 * stack[0] + mine.left * 2 + mine.right + depth;
}

template <int COUNT> __global__ void deduced(int *out) {
  __shared__ int cells[COUNT];
  cells[threadIdx.x] = 2 * threadIdx.x;
  __syncthreads();
  auto value = cells[(threadIdx.x + 1) % COUNT];
  __syncthreads();
  cells[threadIdx.x] = value;
  value += cells[0];
  __syncthreads();
  out[threadIdx.x] = value + cells[1];
}

int main() {
  int host[WIDTH], *device;
  cudaMalloc(&device, sizeof(host));
  cudaMemset(device, 0, sizeof(host));
  smooth<<<1, WIDTH>>>(device, 3);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  for (int i = 0; i < WIDTH; i++)
    printf("%d%c", host[i], i == WIDTH - 1 ? '\n' : ' ');
  cudaMemset(device, 0, sizeof(host));
  stacked<<<1, WIDTH>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[0], host[1], host[31]);
  deduced<WIDTH><<<1, WIDTH>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  printf("%d %d %d\n", host[0], host[1], host[31]);
  cudaFree(device);
}
