// Blocks of several rows: what stretches of a row and guards on the place in it have in common is
// found out once for all rows, and only where rows cannot differ in it. Each kernel goes wrong when
// a row takes another row's bounds, base or end of a stretch.
#include <climits>
#include <cstdio>
#include <cuda_runtime.h>

static int failures = 0;
static void check(const char *what, long long got, long long wanted) {
  if (got != wanted && ++failures < 20)
    printf("%s: %lld, not %lld\n", what, got, wanted);
}

constexpr int columns = 20, lines = 6;

// Clamps at both edges of the plane, guards on row and column, parts of blocks outside.
__global__ void around(const int *in, int *out, int width, int height) {
  __shared__ int tile[lines + 2][columns + 2];
  const int tx = threadIdx.x, ty = threadIdx.y;
  const int x = blockIdx.x * columns + tx, y = blockIdx.y * lines + ty;
  const int cx = min(x, width - 1), cy = min(y, height - 1);
  tile[ty + 1][tx + 1] = in[cy * width + cx];
  if (tx == 0)
    tile[ty + 1][0] = in[cy * width + max(cx - 1, 0)];
  if (tx == columns - 1)
    tile[ty + 1][columns + 1] = in[cy * width + min(cx + 1, width - 1)];
  if (ty == 0)
    tile[0][tx + 1] = in[max(cy - 1, 0) * width + cx];
  if (ty == lines - 1)
    tile[lines + 1][tx + 1] = in[min(cy + 1, height - 1) * width + cx];
  __syncthreads();
  if (x > 1 && y > 2 && x < width - 1 && y < height - 1)
    out[y * width + x] = tile[ty + 1][tx + 1] + 3 * tile[ty][tx + 1] + 5 * tile[ty + 2][tx + 1] +
                         7 * tile[ty + 1][tx] + 11 * tile[ty + 1][tx + 2];
}

// Rows begin at places of their own, and the index wraps around within one of them.
__global__ void inOrder(unsigned from, unsigned n, const int *in, int *out) {
  const unsigned i = from + threadIdx.y * blockDim.x + threadIdx.x;
  const int slot = threadIdx.y * blockDim.x + threadIdx.x;
  if (i >= n)
    out[slot] = in[i - n];
}

// The column wraps around from the greatest int to the least, in all rows at the same place.
__global__ void wrapping(unsigned from, const int *in, int *out) {
  const int x = from + threadIdx.x, y = threadIdx.y + 1;
  const long long wide = x;
  if (x < 0 && y != 3)
    out[threadIdx.y * blockDim.x + threadIdx.x] = in[x - INT_MIN] * y + (wide < 0);
}

// The bound is another one in each row.
__global__ void triangle(int *out, int n) {
  const int x = threadIdx.x, y = threadIdx.y;
  if (x + y < n && x > y)
    out[y * blockDim.x + x] = 100 * y + x;
}

// Whole rows return, and so do parts of rows.
__global__ void returning(int *out, int width, int height) {
  const int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= width || y >= height || y == 1)
    return;
  out[y * width + x] += 10 * y + x;
}

// The same before a barrier.
__global__ void returningEarly(int *out, int width, int height) {
  __shared__ int own[lines][columns];
  const int x = threadIdx.x, y = threadIdx.y;
  if (x >= width || y >= height)
    return;
  own[y][x] = out[y * width + x];
  __syncthreads();
  if (y > 0 && x < width - 1)
    out[y * width + x] = own[y - 1][x + 1];
}

// Layers, too. Loops that threads begin at a place of the whole block, or of their row.
__global__ void layers(const int *in, int *sums, int *rows, int n) {
  const int t = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
  int sum = 0, row = 0;
  for (int i = t; i < n; i += blockDim.x * blockDim.y * blockDim.z)
    sum = 3 * sum + in[i];
  for (int i = threadIdx.x; i < n; i += blockDim.x)
    row = row % 1000 + in[i] * int(threadIdx.y + 2 * threadIdx.z);
  sums[t] = sum;
  rows[t] = row;
}

// A loop that all threads take, around values that each row keeps.
__global__ void product(const float *a, const float *b, float *out, int n) {
  const int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y * blockDim.y + threadIdx.y;
  float sum = 0;
  if (x < n && y < n) {
    for (int k = 0; k < n; ++k)
      sum += a[y * n + k] * b[k * n + x];
    out[y * n + x] = sum;
  }
}

// Of a number that is compared, the sign may matter somewhere else.
__global__ void signs(const int *in, int *out, unsigned n) {
  const int k = int(threadIdx.x) - 5;
  if (k < 9 && unsigned(k) < n)
    out[threadIdx.y * blockDim.x + threadIdx.x] = in[k] + int(threadIdx.y);
}

// Indices between bounds, in each way to write them; also where the bounds exclude each other. One
// looks like them and is something else, and a condition has a name.
__global__ void between(const int *in, int *out, int lo, int hi, int shift, int pitch) {
  const int x = int(threadIdx.x) - shift, y = threadIdx.y;
  const int slot = y * blockDim.x + threadIdx.x;
  const int least = x < lo ? lo : x, most = hi <= x ? hi : x;
  const int both = x < lo ? lo : ((x > hi) ? hi : x);
  const int other = lo <= x ? x : lo, within = min(max(x, lo), hi);
  const int neither = x < lo ? hi : x;
  const bool inside = x >= lo && x <= hi;
  const int place = y * 7 + both;
  out[slot] = in[least] * 3 + in[most];
  out[pitch + slot] = in[place];
  out[2 * pitch + slot] = in[other] - in[within];
  out[3 * pitch + slot] = in[neither];
  if (inside)
    out[4 * pitch + slot] = in[within] + in[most];
}

int main() {
  const int width = 47, height = 21, many = 4096;
  int *in, *out, *more;
  float *a, *b, *c;
  cudaMallocManaged(&in, many * sizeof(int));
  cudaMallocManaged(&out, many * sizeof(int));
  cudaMallocManaged(&more, many * sizeof(int));
  cudaMallocManaged(&a, many * sizeof(float));
  cudaMallocManaged(&b, many * sizeof(float));
  cudaMallocManaged(&c, many * sizeof(float));
  for (int i = 0; i < many; ++i)
    in[i] = i * 37 % 101 - 50, a[i] = float(i % 7), b[i] = float(i % 5) - 2;
  auto clear = [&] {
    cudaDeviceSynchronize();
    for (int i = 0; i < many; ++i)
      out[i] = more[i] = -1000;
  };

  clear();
  around<<<dim3(3, 4), dim3(columns, lines)>>>(in, out, width, height);
  cudaDeviceSynchronize();
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const int i = y * width + x;
      const bool inside = x > 1 && y > 2 && x < width - 1 && y < height - 1;
      check("around", out[i],
            inside ? in[i] + 3 * in[i - width] + 5 * in[i + width] + 7 * in[i - 1] + 11 * in[i + 1]
                   : -1000);
    }

  for (dim3 block : {dim3(24, 5), dim3(7, 9), dim3(33, 2)}) {
    const int count = block.x * block.y;
    auto each = [&](auto &&wanted, const char *what) {
      cudaDeviceSynchronize();
      for (int y = 0; y < int(block.y); ++y)
        for (int x = 0; x < int(block.x); ++x)
          check(what, out[y * block.x + x], wanted(x, y));
      clear();
    };
    clear();
    for (unsigned from : {0u, 3u, UINT_MAX - 30u, UINT_MAX - 9u, UINT_MAX - 200u}) {
      inOrder<<<1, block>>>(from, from > 9 ? UINT_MAX - 50u : 2u, in, out);
      each(
          [&](int x, int y) {
            const unsigned i = from + unsigned(y * block.x + x), n = from > 9 ? UINT_MAX - 50u : 2u;
            return i >= n ? in[i - n] : -1000;
          },
          "in order");
    }
    for (unsigned from : {0x7fffffffu, 0x7ffffffau, 0x80000000u, 0x7fffff00u}) {
      wrapping<<<1, block>>>(from, in, out);
      each(
          [&](int x, int y) {
            const unsigned place = from + unsigned(x);
            return place < 0x80000000u || y == 2 ? -1000 : in[place - 0x80000000u] * (y + 1) + 1;
          },
          "wrapping");
    }
    triangle<<<1, block>>>(out, 11);
    each([&](int x, int y) { return x + y < 11 && x > y ? 100 * y + x : -1000; }, "triangle");
    for (int lo : {-3, 0, 2, 40})
      for (int hi : {-5, 0, 9, 50}) {
        const int pitch = 512, shift = 4;
        const int *middle = in + 100;
        clear();
        between<<<1, block>>>(middle, out, lo, hi, shift, pitch);
        cudaDeviceSynchronize();
        for (int slot = 0; slot < count; ++slot) {
          const int x = slot % int(block.x) - shift, y = slot / int(block.x);
          const int least = x > lo ? x : lo, most = x < hi ? x : hi;
          const int both = x < lo ? lo : most, within = least < hi ? least : hi;
          check("least and most", out[slot], middle[least] * 3 + middle[most]);
          check("both", out[pitch + slot], middle[y * 7 + both]);
          check("within", out[2 * pitch + slot], middle[least] - middle[within]);
          check("neither", out[3 * pitch + slot], middle[x < lo ? hi : x]);
          check("inside", out[4 * pitch + slot],
                x >= lo && x <= hi ? middle[within] + middle[most] : -1000);
        }
      }
    clear();
    signs<<<1, block>>>(in, out, 6u);
    each([&](int x, int y) { return x >= 5 && x - 5 < 6 ? in[x - 5] + y : -1000; }, "signs");

    returning<<<dim3(3, 4), block>>>(out, 19, 8);
    cudaDeviceSynchronize();
    for (int y = 0; y < 8; ++y)
      for (int x = 0; x < 19; ++x) {
        const bool runs = x < 3 * int(block.x) && y < 4 * int(block.y) && y != 1;
        check("returning", out[y * 19 + x], runs ? -1000 + 10 * y + x : -1000);
      }

    clear();
    const dim3 deep(block.x, block.y, 2);
    layers<<<1, deep>>>(in, out, more, 200);
    cudaDeviceSynchronize();
    for (int t = 0; t < 2 * count; ++t) {
      int sum = 0, row = 0;
      for (int i = t; i < 200; i += 2 * count)
        sum = 3 * sum + in[i];
      const int z = t / count, y = t / int(block.x) % int(block.y), x = t % int(block.x);
      for (int i = x; i < 200; i += int(block.x))
        row = row % 1000 + in[i] * (y + 2 * z);
      check("sums", out[t], sum);
      check("rows", more[t], row);
    }

    for (int i = 0; i < many; ++i)
      c[i] = -1;
    const int n = 43;
    product<<<dim3((n + block.x - 1) / block.x, (n + block.y - 1) / block.y), block>>>(a, b, c, n);
    cudaDeviceSynchronize();
    for (int y = 0; y < n; ++y)
      for (int x = 0; x < n; ++x) {
        float sum = 0;
        for (int k = 0; k < n; ++k)
          sum += a[y * n + k] * b[k * n + x];
        check("product", static_cast<long long>(c[y * n + x]), static_cast<long long>(sum));
      }
    check("behind the product", static_cast<long long>(c[n * n]), -1);
  }

  clear();
  for (int i = 0; i < 13 * 5; ++i)
    out[i] = i;
  returningEarly<<<1, dim3(columns, lines)>>>(out, 13, 5);
  cudaDeviceSynchronize();
  for (int y = 0; y < 5; ++y)
    for (int x = 0; x < 13; ++x)
      check("returning early", out[y * 13 + x],
            y > 0 && x < 12 ? (y - 1) * 13 + x + 1 : y * 13 + x);

  printf("%s, %d\n", cudaGetErrorString(cudaGetLastError()), failures);
  return failures != 0;
}
