// SPDX-License-Identifier: Apache-2.0
// Linear algebra with cuBLAS's shape. Operands are small whole numbers, so that every order of
// summation gives the same result, and the expected one can be compared exactly.
#include "sampan/bf16.h"
#include "sampan/blas.h"
#include "sampan/fp16.h"
#include "sampan/runtime.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstdlib>
#include <cstring>
#include <random>
#include <vector>

namespace {

template <class T> class Device {
public:
  explicit Device(const std::vector<T> &values) : count(values.size()) {
    EXPECT_EQ(spnSuccess, spnMalloc(&data, count * sizeof(T)));
    EXPECT_EQ(spnSuccess, spnMemcpy(data, values.data(), count * sizeof(T), spnMemcpyHostToDevice));
  }
  ~Device() { spnFree(data); }
  Device(const Device &) = delete;
  Device &operator=(const Device &) = delete;
  std::vector<T> values() const {
    std::vector<T> result(count);
    EXPECT_EQ(spnSuccess, spnMemcpy(result.data(), data, count * sizeof(T), spnMemcpyDeviceToHost));
    return result;
  }
  T *data = nullptr;
  std::size_t count;
};

bool onAscend() {
  const char *backend = std::getenv("SAMPAN_BACKEND");
  return backend && !std::strcmp(backend, "ascend");
}

struct Blas : testing::Test {
  void SetUp() override { ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasCreate(&handle)); }
  void TearDown() override {
    EXPECT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasDestroy(handle));
    // What the doubles of Ascend's libraries complain about, if they are there.
    if (void *misuses = dlsym(RTLD_DEFAULT, "ascendDoubleMisuses")) {
      EXPECT_EQ(0u, reinterpret_cast<unsigned (*)()>(misuses)());
    }
  }
  template <class T = float> std::vector<T> numbers(std::size_t count) {
    std::vector<T> result(count);
    for (T &x : result)
      x = static_cast<T>(static_cast<float>(static_cast<int>(random() % 9) - 4));
    return result;
  }
  spnblasHandle_t handle = nullptr;
  std::minstd_rand random{7};
};

struct Shape {
  spnblasOperation_t ta, tb;
  int m, n, k, lda, ldb, ldc;
};
const Shape shapes[] = {
    {SPNBLAS_OP_N, SPNBLAS_OP_N, 5, 3, 4, 5, 4, 5},
    {SPNBLAS_OP_T, SPNBLAS_OP_N, 7, 2, 3, 5, 3, 9},
    {SPNBLAS_OP_N, SPNBLAS_OP_T, 4, 6, 5, 8, 7, 4},
    {SPNBLAS_OP_C, SPNBLAS_OP_T, 33, 40, 29, 31, 41, 35},
    {SPNBLAS_OP_N, SPNBLAS_OP_N, 3, 2, 0, 3, 1, 3},
    {SPNBLAS_OP_N, SPNBLAS_OP_N, 20, 300, 280, 20, 280, 20},
};
std::size_t sizeOfA(const Shape &s) {
  return static_cast<std::size_t>(s.lda) * static_cast<std::size_t>(s.ta ? s.m : std::max(s.k, 1));
}
std::size_t sizeOfB(const Shape &s) {
  return static_cast<std::size_t>(s.ldb) * static_cast<std::size_t>(s.tb ? std::max(s.k, 1) : s.n);
}
std::size_t sizeOfC(const Shape &s) {
  return static_cast<std::size_t>(s.ldc) * static_cast<std::size_t>(s.n);
}

template <class T> T conjugated(const T &x) { return x; }
template <class T> std::complex<T> conjugated(const std::complex<T> &x) { return std::conj(x); }

template <class T> void product(const Shape &s, T alpha, const T *a, const T *b, T beta, T *c) {
  for (int j = 0; j < s.n; ++j)
    for (int i = 0; i < s.m; ++i) {
      T sum(0);
      for (int l = 0; l < s.k; ++l) {
        const T left = s.ta ? a[l + i * s.lda] : a[i + l * s.lda];
        const T right = s.tb ? b[j + l * s.ldb] : b[l + j * s.ldb];
        sum += (s.ta == SPNBLAS_OP_C ? conjugated(left) : left) *
               (s.tb == SPNBLAS_OP_C ? conjugated(right) : right);
      }
      T &to = c[i + j * s.ldc];
      to = alpha * sum + (beta == T(0) ? T(0) : beta * to);
    }
}

TEST_F(Blas, ProductsAreThoseOfTheDefinition) {
  for (const Shape &s : shapes)
    for (float beta : {0.f, 1.f, 2.f}) {
      const auto a = numbers(sizeOfA(s)), b = numbers(sizeOfB(s));
      auto c = numbers(sizeOfC(s));
      const float alpha = 3;
      if (beta == 0) // must not be read
        std::fill(c.begin(), c.end(), NAN);
      const Device<float> da(a), db(b), dc(c);
      ASSERT_EQ(SPNBLAS_STATUS_SUCCESS,
                spnblasSgemm(handle, s.ta, s.tb, s.m, s.n, s.k, &alpha, da.data, s.lda, db.data,
                             s.ldb, &beta, dc.data, s.ldc));
      product(s, alpha, a.data(), b.data(), beta, c.data());
      const auto result = dc.values();
      for (int j = 0; j < s.n; ++j)
        for (int i = 0; i < s.m; ++i)
          ASSERT_EQ(c[static_cast<std::size_t>(i + j * s.ldc)],
                    result[static_cast<std::size_t>(i + j * s.ldc)])
              << i << " " << j << " of " << s.m << " x " << s.n << " beta " << beta;
    }
}

TEST_F(Blas, RowsBetweenColumnsStayAsTheyAre) {
  const Shape s = {SPNBLAS_OP_N, SPNBLAS_OP_N, 2, 2, 2, 2, 2, 4};
  const float one = 1, zero = 0;
  const Device<float> a({1, 2, 3, 4}), b({1, 0, 0, 1}), c(std::vector<float>(8, 9));
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSgemm(handle, s.ta, s.tb, 2, 2, 2, &one, a.data, 2,
                                                 b.data, 2, &zero, c.data, 4));
  EXPECT_EQ((std::vector<float>{1, 2, 9, 9, 3, 4, 9, 9}), c.values());
}

TEST_F(Blas, ProductsOfHalves) {
  const Shape s = shapes[3];
  const auto a = numbers<__half>(sizeOfA(s)), b = numbers<__half>(sizeOfB(s));
  const auto c = numbers<__half>(sizeOfC(s));
  std::vector<float> fa(a.begin(), a.end()), fb(b.begin(), b.end()), fc(c.begin(), c.end());
  product(s, 1.f, fa.data(), fb.data(), 1.f, fc.data());
  const Device<__half> da(a), db(b), dc(c);
  const __half one = 1.f;
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasHgemm(handle, s.ta, s.tb, s.m, s.n, s.k, &one, da.data,
                                                 s.lda, db.data, s.ldb, &one, dc.data, s.ldc));
  const auto result = dc.values();
  const Device<float> wide(std::vector<float>(sizeOfC(s), 0));
  const float oneFloat = 1, zero = 0;
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS,
            spnblasGemmEx(handle, s.ta, s.tb, s.m, s.n, s.k, &oneFloat, da.data, CUDA_R_16F, s.lda,
                          db.data, CUDA_R_16F, s.ldb, &zero, wide.data, CUDA_R_32F, s.ldc,
                          SPNBLAS_COMPUTE_32F, SPNBLAS_GEMM_DEFAULT));
  const auto sums = wide.values();
  for (int j = 0; j < s.n; ++j)
    for (int i = 0; i < s.m; ++i) {
      const auto at = static_cast<std::size_t>(i + j * s.ldc);
      ASSERT_EQ(fc[at], static_cast<float>(result[at]));
      ASSERT_EQ(fc[at] - static_cast<float>(c[at]), sums[at]);
    }
}

TEST_F(Blas, ProductsOfBfloats) {
  const std::vector<__nv_bfloat16> a = {1.f, 2.f, 3.f, 4.f}, b = {5.f, 6.f, 7.f, 8.f};
  const Device<__nv_bfloat16> da(a), db(b), dc(std::vector<__nv_bfloat16>(4, 0.f));
  const float one = 1, zero = 0;
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS,
            spnblasGemmEx(handle, SPNBLAS_OP_N, SPNBLAS_OP_N, 2, 2, 2, &one, da.data, CUDA_R_16BF,
                          2, db.data, CUDA_R_16BF, 2, &zero, dc.data, CUDA_R_16BF, 2,
                          SPNBLAS_COMPUTE_32F, SPNBLAS_GEMM_DEFAULT_TENSOR_OP));
  const auto c = dc.values();
  const float expected[] = {23, 34, 31, 46};
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_EQ(expected[i], static_cast<float>(c[i]));
}

TEST_F(Blas, Batches) {
  const Shape s = {SPNBLAS_OP_N, SPNBLAS_OP_T, 3, 4, 5, 3, 4, 3};
  constexpr int batch = 6;
  const auto a = numbers(15 * batch), b = numbers(20 * batch);
  auto c = numbers(12 * batch);
  const Device<float> da(a), db(b), dc(c), again(c);
  const float alpha = 2, beta = -1;
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS,
            spnblasSgemmStridedBatched(handle, s.ta, s.tb, 3, 4, 5, &alpha, da.data, 3, 15, db.data,
                                       4, 20, &beta, dc.data, 3, 12, batch));
  std::vector<const float *> as, bs;
  std::vector<float *> cs;
  for (int i = 0; i < batch; ++i) {
    as.push_back(da.data + 15 * i);
    bs.push_back(db.data + 20 * i);
    cs.push_back(again.data + 12 * i);
    product(s, alpha, a.data() + 15 * i, b.data() + 20 * i, beta, c.data() + 12 * i);
  }
  const Device<const float *> pa(as), pb(bs);
  const Device<float *> pc(cs);
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS,
            spnblasSgemmBatched(handle, s.ta, s.tb, 3, 4, 5, &alpha, pa.data, 3, pb.data, 4, &beta,
                                pc.data, 3, batch));
  EXPECT_EQ(c, dc.values());
  EXPECT_EQ(c, again.values());
}

TEST_F(Blas, Vectors) {
  const auto x = numbers(300), y = numbers(300);
  const Device<float> dx(x), dy(y);
  const float alpha = 2;
  float dot = 0, asum = 0, nrm2 = 0;
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSdot(handle, 100, dx.data, 3, dy.data, 2, &dot));
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSasum(handle, 100, dx.data, 2, &asum));
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSnrm2(handle, 300, dx.data, 1, &nrm2));
  float expected = 0, sum = 0, squares = 0;
  for (std::size_t i = 0; i < 100; ++i) {
    expected += x[3 * i] * y[2 * i];
    sum += std::fabs(x[2 * i]);
  }
  for (float each : x)
    squares += each * each;
  EXPECT_EQ(expected, dot);
  EXPECT_EQ(sum, asum);
  EXPECT_FLOAT_EQ(std::sqrt(squares), nrm2);
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSaxpy(handle, 100, &alpha, dx.data, 3, dy.data, 2));
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSscal(handle, 50, &alpha, dx.data, 6));
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSswap(handle, 10, dx.data, 1, dy.data + 200, 3));
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasScopy(handle, 5, dx.data, 1, dx.data + 100, 2));
  auto ex = x, ey = y;
  for (std::size_t i = 0; i < 100; ++i)
    ey[2 * i] += 2 * x[3 * i];
  for (std::size_t i = 0; i < 50; ++i)
    ex[6 * i] *= 2;
  for (std::size_t i = 0; i < 10; ++i)
    std::swap(ex[i], ey[200 + 3 * i]);
  for (std::size_t i = 0; i < 5; ++i)
    ex[100 + 2 * i] = ex[i];
  EXPECT_EQ(ex, dx.values());
  EXPECT_EQ(ey, dy.values());
}

TEST_F(Blas, ExtremesCountFromOneAndTakeTheFirst) {
  const Device<float> x({1, -7, 3, 7, 0, -7, 0});
  int largest = 0, least = 0;
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasIsamax(handle, 7, x.data, 1, &largest));
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasIsamin(handle, 7, x.data, 1, &least));
  EXPECT_EQ(2, largest);
  EXPECT_EQ(5, least);
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasIsamax(handle, 3, x.data, 3, &largest));
  EXPECT_EQ(2, largest);
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasIsamax(handle, 0, x.data, 1, &largest));
  EXPECT_EQ(0, largest);
}

TEST_F(Blas, ScalarsAndResultsOnTheDevice) {
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSetPointerMode(handle, SPNBLAS_POINTER_MODE_DEVICE));
  const Device<float> x({1, 2, 3, 4}), y({1, 1, 1, 1}), scalars({2, -1, 0, 0});
  const Device<int> index({-5});
  EXPECT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSdot(handle, 4, x.data, 1, y.data, 1, scalars.data + 2));
  EXPECT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSnrm2(handle, 4, y.data, 1, scalars.data + 3));
  EXPECT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasIsamax(handle, 4, x.data, 1, index.data));
  EXPECT_EQ(SPNBLAS_STATUS_SUCCESS,
            spnblasSaxpy(handle, 4, scalars.data + 2, x.data, 1, y.data, 1));
  EXPECT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSgemv(handle, SPNBLAS_OP_T, 2, 2, scalars.data, x.data,
                                                 2, y.data, 1, scalars.data + 1, y.data + 2, 1));
  EXPECT_EQ((std::vector<float>{2, -1, 10, 2}), scalars.values());
  EXPECT_EQ((std::vector<int>{4}), index.values());
  // y = {11, 21, 31, 41}, then y[2..] = 2 * A' * y[0..2] - y[2..]
  EXPECT_EQ((std::vector<float>{11, 21, 2 * 53 - 31, 2 * 117 - 41}), y.values());
}

TEST_F(Blas, MatrixAndVectors) {
  const auto a = numbers(35), x = numbers(20), y = numbers(20);
  const float alpha = 2, beta = 3;
  for (spnblasOperation_t trans : {SPNBLAS_OP_N, SPNBLAS_OP_T}) {
    const Device<float> da(a), dx(x), dy(y);
    ASSERT_EQ(SPNBLAS_STATUS_SUCCESS,
              spnblasSgemv(handle, trans, 6, 5, &alpha, da.data, 7, dx.data, 2, &beta, dy.data, 3));
    auto expected = y;
    for (std::size_t i = 0; i < (trans ? 5u : 6u); ++i) {
      float sum = 0;
      for (std::size_t j = 0; j < (trans ? 6u : 5u); ++j)
        sum += (trans ? a[j + 7 * i] : a[i + 7 * j]) * x[2 * j];
      expected[3 * i] = alpha * sum + beta * y[3 * i];
    }
    EXPECT_EQ(expected, dy.values());
  }
  const Device<float> da(a), dx(x), dy(y);
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS,
            spnblasSger(handle, 6, 5, &alpha, dx.data, 1, dy.data, 2, da.data, 7));
  auto expected = a;
  for (std::size_t j = 0; j < 5; ++j)
    for (std::size_t i = 0; i < 6; ++i)
      expected[i + 7 * j] += alpha * x[i] * y[2 * j];
  EXPECT_EQ(expected, da.values());
}

TEST_F(Blas, SumsOfMatrices) {
  const float two = 2, minus = -1, zero = 0;
  const Device<float> a({1, 2, 3, 4, 5, 6}), b({10, 20, 30, 40, 50, 60}), c(std::vector<float>(6));
  // 2 x 3 each; B is stored 3 x 2
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSgeam(handle, SPNBLAS_OP_N, SPNBLAS_OP_T, 2, 3, &two,
                                                 a.data, 2, &minus, b.data, 3, c.data, 2));
  EXPECT_EQ((std::vector<float>{-8, -36, -14, -42, -20, -48}), c.values());
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, // in place, with a matrix that is not there
            spnblasSgeam(handle, SPNBLAS_OP_N, SPNBLAS_OP_N, 2, 3, &two, a.data, 2, &zero, nullptr,
                         2, a.data, 2));
  EXPECT_EQ((std::vector<float>{2, 4, 6, 8, 10, 12}), a.values());
}

TEST_F(Blas, TriangularSystems) {
  // Powers of two on the diagonal: exact.
  const std::vector<float> a = {2, 3, 1, 5, 4, -1, 7, 2, 1};
  for (spnblasSideMode_t side : {SPNBLAS_SIDE_LEFT, SPNBLAS_SIDE_RIGHT})
    for (spnblasFillMode_t uplo : {SPNBLAS_FILL_MODE_LOWER, SPNBLAS_FILL_MODE_UPPER})
      for (spnblasOperation_t trans : {SPNBLAS_OP_N, SPNBLAS_OP_T})
        for (spnblasDiagType_t diag : {SPNBLAS_DIAG_NON_UNIT, SPNBLAS_DIAG_UNIT}) {
          const bool left = side == SPNBLAS_SIDE_LEFT;
          const int m = left ? 3 : 2, n = left ? 2 : 3, ldb = m + 1;
          auto element = [&](int i, int j) -> float {
            if (trans)
              std::swap(i, j);
            if (i == j && diag == SPNBLAS_DIAG_UNIT)
              return 1;
            const bool stored = uplo == SPNBLAS_FILL_MODE_UPPER ? i <= j : i >= j;
            return stored ? a[static_cast<std::size_t>(i + 3 * j)] : 0;
          };
          const auto x = numbers(static_cast<std::size_t>(ldb * n));
          std::vector<float> b = x, expected = x;
          for (int j = 0; j < n; ++j)
            for (int i = 0; i < m; ++i) {
              float sum = 0;
              for (int l = 0; l < 3; ++l)
                sum += left ? element(i, l) * x[static_cast<std::size_t>(l + ldb * j)]
                            : x[static_cast<std::size_t>(i + ldb * l)] * element(l, j);
              b[static_cast<std::size_t>(i + ldb * j)] = sum;
              expected[static_cast<std::size_t>(i + ldb * j)] *= 2;
            }
          const Device<float> da(a), db(b);
          const float alpha = 2;
          ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasStrsm(handle, side, uplo, trans, diag, m, n,
                                                         &alpha, da.data, 3, db.data, ldb));
          EXPECT_EQ(expected, db.values()) << left << uplo << trans << diag;
        }
}

TEST_F(Blas, WorkGoesToTheStreamOfTheHandle) {
  spnStream_t stream = nullptr;
  ASSERT_EQ(spnSuccess, spnStreamCreateWithFlags(&stream, spnStreamNonBlocking));
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSetStream(handle, stream));
  spnStream_t seen = nullptr;
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasGetStream(handle, &seen));
  EXPECT_EQ(stream, seen);
  const Device<float> x({1, 2}), y({0, 0});
  const float one = 1;
  // Copies in the same stream: what is scaled is what the copy before it brought.
  const float fresh[] = {5, 6};
  float result[2] = {};
  ASSERT_EQ(spnSuccess, spnMemcpyAsync(x.data, fresh, sizeof fresh, spnMemcpyHostToDevice, stream));
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSaxpy(handle, 2, &one, x.data, 1, y.data, 1));
  ASSERT_EQ(spnSuccess,
            spnMemcpyAsync(result, y.data, sizeof result, spnMemcpyDeviceToHost, stream));
  ASSERT_EQ(spnSuccess, spnStreamSynchronize(stream));
  EXPECT_EQ(5, result[0]);
  EXPECT_EQ(6, result[1]);
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSetStream(handle, nullptr));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
}

TEST_F(Blas, CapturedCallsRunWithEachLaunchOfTheGraph) {
  spnStream_t stream = nullptr;
  ASSERT_EQ(spnSuccess, spnStreamCreate(&stream));
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSetStream(handle, stream));
  const Device<float> x({1, 2}), y({0, 0});
  ASSERT_EQ(spnSuccess, spnStreamBeginCapture(stream, spnStreamCaptureModeGlobal));
  {
    const float alpha = 3; // gone when the graph runs
    EXPECT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSaxpy(handle, 2, &alpha, x.data, 1, y.data, 1));
  }
  float dot = 0; // would have to wait
  EXPECT_NE(SPNBLAS_STATUS_SUCCESS, spnblasSdot(handle, 2, x.data, 1, y.data, 1, &dot));
  spnGraph_t graph = nullptr;
  EXPECT_NE(spnSuccess, spnStreamEndCapture(stream, &graph));
  spnGetLastError();
  ASSERT_EQ(spnSuccess, spnStreamBeginCapture(stream, spnStreamCaptureModeGlobal));
  const float alpha = 3;
  EXPECT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSaxpy(handle, 2, &alpha, x.data, 1, y.data, 1));
  ASSERT_EQ(spnSuccess, spnStreamEndCapture(stream, &graph));
  EXPECT_EQ((std::vector<float>{0, 0}), y.values());
  spnGraphExec_t exec = nullptr;
  ASSERT_EQ(spnSuccess, spnGraphInstantiate(&exec, graph, 0));
  for (int i = 0; i < 2; ++i)
    ASSERT_EQ(spnSuccess, spnGraphLaunch(exec, stream));
  ASSERT_EQ(spnSuccess, spnStreamSynchronize(stream));
  EXPECT_EQ((std::vector<float>{6, 12}), y.values());
  spnGraphExecDestroy(exec);
  spnGraphDestroy(graph);
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasSetStream(handle, nullptr));
  spnStreamDestroy(stream);
}

TEST_F(Blas, WrongArgumentsAreRefused) {
  const float one = 1;
  const Device<float> a(std::vector<float>(4, 1));
  auto gemm = [&](int m, int lda, spnblasHandle_t to) {
    return spnblasSgemm(to, SPNBLAS_OP_N, SPNBLAS_OP_N, m, 2, 2, &one, a.data, lda, a.data, 2, &one,
                        a.data, 2);
  };
  EXPECT_EQ(SPNBLAS_STATUS_INVALID_VALUE, gemm(-1, 2, handle));
  EXPECT_EQ(SPNBLAS_STATUS_INVALID_VALUE, gemm(2, 1, handle));
  EXPECT_EQ(SPNBLAS_STATUS_SUCCESS, gemm(0, 2, handle));
  EXPECT_EQ(SPNBLAS_STATUS_NOT_INITIALIZED, gemm(2, 2, nullptr));
  EXPECT_EQ(SPNBLAS_STATUS_INVALID_VALUE, spnblasCreate(nullptr));
  EXPECT_STREQ("CUBLAS_STATUS_INVALID_VALUE", spnblasGetStatusName(SPNBLAS_STATUS_INVALID_VALUE));
  EXPECT_EQ((std::vector<float>(4, 1)), a.values());
}

TEST_F(Blas, DoubleAndComplexAreForTheHost) {
  const double two = 2, zero = 0;
  const Device<double> a({1, 2, 3, 4}), c(std::vector<double>(4, 9));
  const spnblasStatus_t status = spnblasDgemm(handle, SPNBLAS_OP_N, SPNBLAS_OP_T, 2, 2, 2, &two,
                                              a.data, 2, a.data, 2, &zero, c.data, 2);
  if (onAscend()) { // says so, and touches nothing
    EXPECT_EQ(SPNBLAS_STATUS_ARCH_MISMATCH, status);
    EXPECT_EQ((std::vector<double>(4, 9)), c.values());
    return;
  }
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, status);
  EXPECT_EQ((std::vector<double>{20, 28, 28, 40}), c.values());
  const cuComplex i = make_cuComplex(0, 1), none = make_cuComplex(0, 0);
  const Device<cuComplex> z({i}), w({none});
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasCgemm(handle, SPNBLAS_OP_C, SPNBLAS_OP_N, 1, 1, 1, &i,
                                                 z.data, 1, z.data, 1, &none, w.data, 1));
  EXPECT_EQ(0, w.values()[0].x); // i * conj(i) * i
  EXPECT_EQ(1, w.values()[0].y);
  cuComplex dot = none;
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasCdotu(handle, 1, z.data, 1, z.data, 1, &dot));
  EXPECT_EQ(-1, dot.x);
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasCdotc(handle, 1, z.data, 1, z.data, 1, &dot));
  EXPECT_EQ(1, dot.x);
  double norm = 0;
  const Device<double> huge({3e200, 4e200});
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasDnrm2(handle, 2, huge.data, 1, &norm));
  EXPECT_DOUBLE_EQ(5e200, norm);
}

TEST_F(Blas, BatchesOfSystems) {
  if (onAscend())
    GTEST_SKIP() << "no operator there";
  constexpr int n = 4, batch = 3;
  std::vector<double> a(n * n * batch), x(n * batch), b(n * batch);
  std::uniform_real_distribution<double> any(-1, 1);
  for (double &each : a)
    each = any(random);
  for (double &each : x)
    each = any(random);
  std::vector<double *> as, bs, cs;
  for (int k = 0; k < batch; ++k)
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j)
        b[static_cast<std::size_t>(k * n + i)] +=
            a[static_cast<std::size_t>(k * n * n + i + j * n)] *
            x[static_cast<std::size_t>(k * n + j)];
  const Device<double> da(a), db(b), inverse(a), least(a), right(b);
  std::vector<double *> ls, rs;
  for (int k = 0; k < batch; ++k) {
    as.push_back(da.data + k * n * n);
    cs.push_back(inverse.data + k * n * n);
    bs.push_back(db.data + k * n);
    ls.push_back(least.data + k * n * n);
    rs.push_back(right.data + k * n);
  }
  const Device<double *> pa(as), pb(bs), pc(cs), pl(ls), pr(rs);
  const Device<int> pivots(std::vector<int>(n * batch)), infos(std::vector<int>(batch, 7));
  int info = 1;
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS,
            spnblasDgetrfBatched(handle, n, pa.data, n, pivots.data, infos.data, batch));
  EXPECT_EQ((std::vector<int>(batch, 0)), infos.values());
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasDgetrsBatched(handle, SPNBLAS_OP_N, n, 1, pa.data, n,
                                                         pivots.data, pb.data, n, &info, batch));
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasDgetriBatched(handle, n, pa.data, n, pivots.data,
                                                         pc.data, n, infos.data, batch));
  ASSERT_EQ(SPNBLAS_STATUS_SUCCESS, spnblasDgelsBatched(handle, SPNBLAS_OP_N, n, n, 1, pl.data, n,
                                                        pr.data, n, &info, infos.data, batch));
  const auto solved = db.values(), inverted = inverse.values(), fitted = right.values();
  for (std::size_t i = 0; i < x.size(); ++i) {
    EXPECT_NEAR(x[i], solved[i], 1e-9);
    EXPECT_NEAR(x[i], fitted[i], 1e-9);
    double sum = 0;
    for (std::size_t j = 0; j < n; ++j)
      sum += inverted[i / n * n * n + i % n + j * n] * b[i / n * n + j];
    EXPECT_NEAR(x[i], sum, 1e-9);
  }
}

} // namespace
