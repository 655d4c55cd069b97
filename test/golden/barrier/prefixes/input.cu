// Rounds at distances of 1, 2, 4, ... that come to the sums of all elements before, and what only
// looks like that: other distances, too few of them, other places, numbers that are cut off, sums
// whose order counts. Checked against the host, which goes round by round.
#include <cstdio>
#include <cstring>
#include <vector>

constexpr int most = 1024;
static int failures = 0;

template <class T> __global__ void chosen(const T *in, T *out, int limit) {
  __shared__ T sums[most];
  const int t = threadIdx.x;
  sums[t] = in[t];
  __syncthreads();
  for (int offset = 1; offset < limit; offset *= 2) {
    T add = t >= offset ? sums[t - offset] : 0;
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  out[t] = sums[t];
}

template <class T> __global__ void product(const T *in, T *out, int limit) {
  __shared__ T values[most];
  const int t = threadIdx.x;
  values[t] = in[t];
  for (int offset = 1; offset < limit; offset <<= 1) {
    __syncthreads();
    T other;
    if (t - offset >= 0)
      other = values[t - offset];
    __syncthreads();
    if (offset <= t)
      values[t] = other * values[t];
  }
  __syncthreads();
  out[t] = values[t];
}

__global__ void bits(const unsigned *in, unsigned *out, int limit) {
  __shared__ unsigned values[most];
  const unsigned t = threadIdx.x;
  values[t] = in[t];
  __syncthreads();
  for (unsigned offset = 1; offset < limit; offset += offset) {
    unsigned other = 0;
    if (t >= offset)
      other = values[t - offset];
    __syncthreads();
    values[t] |= other;
    __syncthreads();
  }
  for (unsigned offset = 1; offset < limit; offset += offset) {
    unsigned both = values[t];
    if (t >= offset)
      both &= values[t - offset];
    __syncthreads();
    values[t] = both;
    __syncthreads();
  }
  out[t] = values[t];
}
__global__ void exclusive(const unsigned *in, unsigned *out, int limit) {
  __shared__ unsigned values[most];
  const unsigned t = threadIdx.x;
  values[t] = in[t];
  __syncthreads();
  for (unsigned offset = 1; offset < limit; offset *= 2) {
    unsigned other = 0;
    if (t >= offset)
      other = values[t - offset];
    __syncthreads();
    values[t] ^= other;
    __syncthreads();
  }
  out[t] = values[t];
}

// The element behind the thread's.
__global__ void behind(const int *in, int *out, int limit) {
  __shared__ int sums[most + 1];
  const int t = threadIdx.x + 1;
  sums[t] = in[t - 1];
  if (t == 1)
    sums[0] = 1000;
  __syncthreads();
  for (int offset = 1; offset < limit; offset *= 2) {
    int add = t >= offset ? sums[t - offset] : 0;
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  out[t - 1] = sums[t];
}

// Other distances.
__global__ void distant(const int *in, int *out, int limit, int first, int factor) {
  __shared__ int sums[most];
  const int t = threadIdx.x;
  sums[t] = in[t];
  __syncthreads();
  for (int offset = first; offset < limit; offset *= factor) {
    int add = t >= offset ? sums[t - offset] : 0;
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  out[t] = sums[t];
}

// Each round adds one more, and a thread without a neighbour takes part.
__global__ void oneMore(const int *in, int *out, int limit) {
  __shared__ int sums[most];
  const int t = threadIdx.x;
  sums[t] = in[t];
  __syncthreads();
  for (int offset = 1; offset < limit; offset *= 2) {
    int add = 1;
    if (t >= offset)
      add = sums[t - offset];
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  out[t] = sums[t];
}

// A number that is cut off on its way.
__global__ void narrow(const int *in, int *out, int limit) {
  __shared__ int sums[most];
  const int t = threadIdx.x;
  sums[t] = in[t];
  __syncthreads();
  for (int offset = 1; offset < limit; offset *= 2) {
    signed char add = 0;
    if (t >= offset)
      add = sums[t - offset];
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  out[t] = sums[t];
}

// Differences are no sums.
__global__ void difference(const int *in, int *out, int limit) {
  __shared__ int sums[most];
  const int t = threadIdx.x;
  sums[t] = in[t];
  __syncthreads();
  for (int offset = 1; offset < limit; offset *= 2) {
    int other = 0;
    if (t >= offset)
      other = sums[t - offset];
    __syncthreads();
    sums[t] -= other;
    __syncthreads();
  }
  out[t] = sums[t];
}

// What the last round took is looked at later.
__global__ void remembered(const int *in, int *out, int limit) {
  __shared__ int sums[most];
  const int t = threadIdx.x;
  int add = 7;
  sums[t] = in[t];
  __syncthreads();
  for (int offset = 1; offset < limit; offset *= 2) {
    add = 0;
    if (t >= offset)
      add = sums[t - offset];
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  out[t] = sums[t] * 3 + add;
}

// Some threads are gone.
__global__ void few(const int *in, int *out, int limit, int n) {
  __shared__ int sums[most];
  const int t = threadIdx.x;
  sums[t] = 5;
  if (t >= n)
    return;
  sums[t] = in[t];
  __syncthreads();
  for (int offset = 1; offset < limit; offset *= 2) {
    int add = t >= offset ? sums[t - offset] : 0;
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  out[t] = sums[t];
}

// Rows of threads.
__global__ void rows(const int *in, int *out, int limit) {
  __shared__ int sums[most];
  const int t = threadIdx.y * blockDim.x + threadIdx.x;
  sums[t] = in[t];
  __syncthreads();
  for (int offset = 1; offset < limit; offset *= 2) {
    int add = t >= offset ? sums[t - offset] : 0;
    __syncthreads();
    sums[t] += add;
    __syncthreads();
  }
  out[t] = sums[t];
}

template <class T> struct Run {
  T *in, *out;
  std::vector<T> values;
  int n;
  explicit Run(int n) : values(n), n(n) {
    cudaMallocManaged(&in, 2 * most * sizeof(T));
    cudaMallocManaged(&out, 2 * most * sizeof(T));
    for (int i = 0; i < n; ++i)
      values[i] = in[i] = static_cast<T>(i * 37 % 101 - 40);
  }
  ~Run() {
    cudaFree(in);
    cudaFree(out);
  }
  /// Goes round by round: `f` gives an element its next value.
  template <class F> void rounds(int limit, F f, int first = 1, int factor = 2) {
    for (int offset = first; offset < limit; offset *= factor) {
      const std::vector<T> before = values;
      for (int i = 0; i < n; ++i)
        values[i] = f(before[i], i >= offset ? &before[i - offset] : nullptr);
    }
  }
  void check(const char *what, int limit) {
    cudaError_t error = cudaDeviceSynchronize();
    if (error || memcmp(out, values.data(), n * sizeof(T))) {
      ++failures;
      printf("%s: wrong for %d threads, limit %d\n", what, n, limit);
    }
  }
};

template <class T> void sums(const char *what, int n, int limit) {
  Run<T> run(n);
  chosen<<<1, n>>>(run.in, run.out, limit);
  run.rounds(limit,
             [](T own, const T *other) { return static_cast<T>(own + (other ? *other : 0)); });
  run.check(what, limit);
}

static int plus(int own, const int *other) {
  return static_cast<int>(static_cast<unsigned>(own) +
                          (other ? static_cast<unsigned>(*other) : 0u));
}

static void others(int n, int limit) {
  {
    Run<unsigned> run(n);
    product<<<1, n>>>(run.in, run.out, limit);
    run.rounds(limit,
               [](unsigned own, const unsigned *other) { return other ? own * *other : own; });
    run.check("product", limit);
  }
  {
    Run<unsigned> run(n);
    bits<<<1, n>>>(run.in, run.out, limit);
    run.rounds(limit,
               [](unsigned own, const unsigned *other) { return other ? own | *other : own; });
    run.rounds(limit,
               [](unsigned own, const unsigned *other) { return other ? own & *other : own; });
    run.check("bits", limit);
  }
  {
    Run<unsigned> run(n);
    exclusive<<<1, n>>>(run.in, run.out, limit);
    run.rounds(limit,
               [](unsigned own, const unsigned *other) { return other ? own ^ *other : own; });
    run.check("exclusive", limit);
  }
  {
    Run<int> run(n + 1);
    behind<<<1, n>>>(run.in, run.out, limit);
    std::vector<int> elements = run.values;
    run.values.assign(1, 1000);
    run.values.insert(run.values.end(), elements.begin(), elements.end() - 1);
    // The first element takes no part.
    run.rounds(limit, plus);
    run.values.erase(run.values.begin());
    run.n = n;
    run.check("behind", limit);
  }
  for (int first : {1, 2})
    for (int factor : {2, 3}) {
      Run<int> run(n);
      distant<<<1, n>>>(run.in, run.out, limit, first, factor);
      run.rounds(limit, plus, first, factor);
      run.check("distant", limit);
    }
  Run<int> more(n), cut(n), minus(n), last(n), gone(n);
  oneMore<<<1, n>>>(more.in, more.out, limit);
  more.rounds(limit, [](int own, const int *other) { return own + (other ? *other : 1); });
  more.check("oneMore", limit);
  narrow<<<1, n>>>(cut.in, cut.out, limit);
  cut.rounds(limit, [](int own, const int *other) {
    return own + (other ? static_cast<signed char>(*other) : 0);
  });
  cut.check("narrow", limit);
  difference<<<1, n>>>(minus.in, minus.out, limit);
  minus.rounds(limit, [](int own, const int *other) { return other ? own - *other : own; });
  minus.check("difference", limit);
  remembered<<<1, n>>>(last.in, last.out, limit);
  std::vector<int> taken(n, 7);
  for (int offset = 1; offset < limit; offset *= 2) {
    for (int i = 0; i < n; ++i)
      taken[i] = i >= offset ? last.values[i - offset] : 0;
    for (int i = 0; i < n; ++i)
      last.values[i] += taken[i];
  }
  for (int i = 0; i < n; ++i)
    last.values[i] = last.values[i] * 3 + taken[i];
  last.check("remembered", limit);
  few<<<1, n>>>(gone.in, gone.out, limit, n - n / 3);
  gone.n = n - n / 3;
  gone.values.resize(gone.n);
  gone.rounds(limit, plus);
  gone.check("few", limit);
  if (n % 2 == 0) {
    Run<int> run(n);
    rows<<<1, dim3(n / 2, 2)>>>(run.in, run.out, limit);
    run.rounds(limit, plus);
    run.check("rows", limit);
  }
}

int main() {
  for (int n : {1, 2, 7, 8, 9, 31, 32, 33, 64, 100, 255, 256, 512, 1000})
    for (int limit : {0, 1, n / 2, n / 2 + 1, n - 1, n, 2 * n}) {
      sums<int>("int", n, limit);
      sums<unsigned>("unsigned", n, limit);
      sums<long long>("long long", n, limit);
      sums<short>("short", n, limit);
      sums<unsigned char>("unsigned char", n, limit);
      sums<float>("float", n, limit);
      others(n, limit);
    }
  // What overflows goes on at the other end.
  Run<unsigned> run(256);
  for (int i = 0; i < 256; ++i)
    run.values[i] = run.in[i] = 0xf0000001u * (i + 1);
  chosen<<<1, 256>>>(run.in, run.out, 256);
  run.rounds(256, [](unsigned own, const unsigned *other) { return own + (other ? *other : 0); });
  run.check("overflow", 256);
  if (failures == 0)
    printf("all prefixes right\n");
  return failures != 0;
}
