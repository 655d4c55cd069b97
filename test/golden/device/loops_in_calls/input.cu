// Loops inside functions that kernels call: whoever runs the rounds side by side has to call each
// function with the thread's own values, only for the threads that call it, and must not let the
// function see the kernel's names.
#include <cstdio>
#include <cuda_runtime.h>

#define ROUNDS 9

__device__ int scale = 3;

__device__ float distance(int p, int q, int count, int dim, const float *coordinates) {
  float sum = 0.0f;
  for (int i = 0; i < dim; i++) {
    float difference = coordinates[i * count + p] - coordinates[i * count + q];
    sum += difference * difference;
  }
  return sum;
}

// Changes its parameter.
__device__ int countDown(int from, int dim, const int *steps) {
  int passed = 0;
  for (int i = 0; i < dim; i++) {
    from -= steps[i];
    passed += from > 0 ? from : 1;
  }
  return passed + from;
}

// Names a variable that kernels have of their own.
__device__ int scaled(int value, int dim) {
  int sum = 0;
  for (int i = 0; i < dim; i++)
    sum += value * scale + i;
  return sum;
}

__device__ int byMacro(int value, int dim) {
  int sum = 0;
  for (int i = 0; i < dim + ROUNDS; i++)
    sum += value + i;
  return sum;
}

__device__ int early(int value, int dim) {
  if (value % 3 == 0)
    return -1;
  int sum = 0;
  for (int i = 0; i < dim; i++)
    sum += value * i;
  return sum;
}

__device__ float nested(int p, int count, int dim, const float *coordinates) {
  float best = 1e30f;
  for (int q = 0; q < count; q += 7) {
    float d = distance(p, q, count, dim, coordinates);
    best = q != p && d < best ? d : best;
  }
  return best;
}

// A row of its own for each thread: rounds side by side would walk over memory in leaps.
__device__ float ownRow(const float *row, int dim) {
  float sum = 0.0f;
  for (int i = 0; i < dim; i++)
    sum += row[i];
  return sum;
}

__device__ unsigned mix(unsigned x, int rounds) {
  for (int i = 0; i < rounds; i++)
    x = (x ^ (x >> 7)) * 2654435761u + i;
  return x;
}

__global__ void assign(float *nearest, int *which, const float *coordinates, int count, long center,
                       int dim, int centers) {
  int tid = blockIdx.x * blockDim.x + threadIdx.x;
  if (tid < count) {
    float cost = distance(tid, center, count, dim, coordinates) * 2.0f;
    int best = -1;
    for (int c = 0; c < centers; c++) {
      if (distance(tid, c, count, dim, coordinates) < cost) {
        cost = distance(tid, c, count, dim, coordinates);
        best = c;
      }
    }
    nearest[tid] = cost;
    which[tid] = best;
  }
}

__global__ void counts(int *out, const int *steps, const int *starts, int n, int dim) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  int scale = i % 5;
  int a = countDown(i, dim, steps) - countDown(starts[i], dim, steps);
  int b = i > 20 ? countDown(i, dim, steps) : 7;
  int c = scaled(i, dim) + scale;
  bool d = i % 2 == 0 && countDown(i, dim, steps) > 0;
  out[i] = a + b + c + d + byMacro(i, dim) + early(i, dim);
}

__global__ void strided(float *out, unsigned *mixed, const float *coordinates, int count, int dim) {
  for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < count;
       i += blockDim.x * gridDim.x) {
    int p = i;
    float own = nested(p, count, dim, coordinates);
    own += ownRow(coordinates + i, dim);
    out[i] = own;
    mixed[i] = mix(i, dim) ^ mix(4294967290u + i, 40 - dim);
  }
}

__global__ void tiles(float *out, const float *coordinates, int count, int dim) {
  __shared__ float tile[8][33];
  int x = blockIdx.x * 33 + threadIdx.x;
  tile[threadIdx.y][threadIdx.x] = x < count ? coordinates[x] : 0.0f;
  __syncthreads();
  int left = threadIdx.x == 0 ? 0 : x - 1;
  if (x < count)
    out[threadIdx.y * count + x] =
        distance(x, left, count, dim, coordinates) + tile[threadIdx.y][32 - threadIdx.x];
}

// Where the width is less than a vector, neighbours have distant columns.
__global__ void columns(float *out, const float *coordinates, int n, int count, int width,
                        int dim) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  int column = i % width;
  if (i < n)
    out[i] = distance(column, 3, count, dim, coordinates) + i;
}

// A guard on the thread's place, and loops that begin there, in the function.
__device__ int guarded(int p, int dim, const int *steps) {
  int sum = p;
  if (p > 40 && p <= 250) {
    for (int i = 0; i < dim; i++)
      sum += steps[i] * p;
  }
  for (int k = p; k < 280; k += 64)
    sum += k;
  return sum;
}

// Columns by where they begin.
__device__ float column(const float *at, const float *other, int count, int dim) {
  float sum = 0.0f;
  for (int i = 0; i < dim; i++)
    sum += at[i * count] * other[i * count + 1];
  return sum;
}

__global__ void pointers(float *out, const float *coordinates, const int *steps, unsigned n,
                         int count, int dim) {
  unsigned i = blockIdx.x * blockDim.x + threadIdx.x;
  int j = i;
  if (i >= n)
    return;
  out[i] = column(coordinates + j, &coordinates[2 * j + 1], count / 2, dim) +
           column(&coordinates[i], coordinates + 5, count, dim) + guarded(j, dim, steps);
}

int main() {
  const int count = 300, dim = 12;
  float *coordinates, *out;
  int *numbers, *which, *steps;
  unsigned *mixed;
  cudaMallocManaged(&coordinates, (count * dim + count) * sizeof(float));
  cudaMallocManaged(&out, 8 * count * sizeof(float));
  cudaMallocManaged(&numbers, count * sizeof(int));
  cudaMallocManaged(&which, count * sizeof(int));
  cudaMallocManaged(&steps, dim * sizeof(int));
  cudaMallocManaged(&mixed, count * sizeof(unsigned));
  for (int i = 0; i < count * dim + count; ++i)
    coordinates[i] = float(i * 37 % 101) * 0.25f;
  for (int i = 0; i < dim; ++i)
    steps[i] = i * 5 % 7;
  assign<<<3, 128>>>(out, which, coordinates, count, 17L, dim, 5);
  cudaDeviceSynchronize();
  double sum = 0;
  long check = 0;
  for (int i = 0; i < count; ++i)
    sum += out[i], check += which[i] * (i + 1);
  printf("assign %.2f %ld\n", sum, check);
  counts<<<5, 64>>>(numbers, steps, which, count, dim);
  cudaDeviceSynchronize();
  check = 0;
  for (int i = 0; i < count; ++i)
    check = check * 31 % 1000003 + numbers[i];
  printf("counts %ld\n", check);
  strided<<<2, 96>>>(out, mixed, coordinates, count, dim);
  cudaDeviceSynchronize();
  sum = 0;
  unsigned bits = 0;
  for (int i = 0; i < count; ++i)
    sum += out[i], bits = bits * 31 + mixed[i];
  printf("strided %.2f %u\n", sum, bits);
  tiles<<<10, dim3(33, 8)>>>(out, coordinates, count, dim);
  cudaDeviceSynchronize();
  sum = 0;
  for (int i = 0; i < 8 * count; ++i)
    sum += out[i];
  printf("tiles %.2f\n", sum);
  for (int width : {3, 29, 256}) {
    columns<<<3, 100>>>(out, coordinates, 290, count, width, dim);
    cudaDeviceSynchronize();
    sum = 0;
    for (int i = 0; i < 290; ++i)
      sum += out[i] * (i % 11);
    printf("columns %d: %.2f\n", width, sum);
  }
  pointers<<<3, 96>>>(out, coordinates, steps, 270, count, dim);
  cudaDeviceSynchronize();
  sum = 0;
  for (int i = 0; i < 270; ++i)
    sum += out[i] * (i % 13);
  printf("pointers %.2f\n", sum);
  cudaFree(coordinates), cudaFree(out), cudaFree(numbers), cudaFree(which), cudaFree(steps);
  cudaFree(mixed);
  return 0;
}
