// SPDX-License-Identifier: Apache-2.0
// The many names of the matrix product.
#include "libs/blas/checks.h"
#include "libs/blas/products.h"

#include <algorithm>

using namespace spn::blas;

namespace {

template <class T> struct TypeCode;
template <> struct TypeCode<float> {
  static constexpr cudaDataType type = CUDA_R_32F;
  static constexpr Arithmetic arithmetic = Arithmetic::float32;
};
template <> struct TypeCode<double> {
  static constexpr cudaDataType type = CUDA_R_64F;
  static constexpr Arithmetic arithmetic = Arithmetic::float64;
};
template <> struct TypeCode<cuComplex> {
  static constexpr cudaDataType type = CUDA_C_32F;
  static constexpr Arithmetic arithmetic = Arithmetic::complex64;
};
template <> struct TypeCode<cuDoubleComplex> {
  static constexpr cudaDataType type = CUDA_C_64F;
  static constexpr Arithmetic arithmetic = Arithmetic::complex128;
};

struct Shape {
  spnblasOperation_t transa, transb;
  int m, n, k;
};

Product productOf(const Shape &shape, int batch) {
  Product p;
  p.transa = shape.transa;
  p.transb = shape.transb;
  p.m = shape.m;
  p.n = shape.n;
  p.k = shape.k;
  p.batch = batch;
  return p;
}

Operand one(const void *data, cudaDataType type, int leading, long long stride = 0) {
  Operand operand;
  operand.data = data;
  operand.type = type;
  operand.leading = leading;
  operand.stride = stride;
  return operand;
}
Operand many(const void *array, cudaDataType type, int leading) {
  Operand operand = one(nullptr, type, leading);
  operand.array = static_cast<const void *const *>(array);
  return operand;
}

/// Where operands have one type.
template <class T>
spnblasStatus_t gemm(const char *function, spnblasHandle_t handle, const Shape &shape,
                     const T *alpha, const Operand &a, const Operand &b, const T *beta,
                     const Operand &c, int batch = 1) {
  const Settings settings = settingsOf(handle);
  if (!settings.owner)
    return SPNBLAS_STATUS_NOT_INITIALIZED;
  SPN_BLAS_REQUIRE(alpha && beta);
  Product p = productOf(shape, batch);
  p.arithmetic = TypeCode<T>::arithmetic;
  p.alpha = anyScalar(alpha, TypeCode<T>::type, settings.onDevice);
  p.beta = anyScalar(beta, TypeCode<T>::type, settings.onDevice);
  p.a = a;
  p.b = b;
  p.c = c;
  return multiply(function, settings, p);
}

/// Arithmetic and type of the scalars; false where no such product exists.
bool computed(spnblasComputeType_t compute, const Operand &a, const Operand &b, const Operand &c,
              Arithmetic &arithmetic, cudaDataType &scalars) {
  auto isShortOrFloat = [](cudaDataType type) {
    return type == CUDA_R_32F || type == CUDA_R_16F || type == CUDA_R_16BF;
  };
  const bool isReal = isShortOrFloat(a.type) && a.type == b.type && isShortOrFloat(c.type);
  switch (compute) {
  case SPNBLAS_COMPUTE_16F:
  case SPNBLAS_COMPUTE_16F_PEDANTIC:
    arithmetic = Arithmetic::float32; // halves are rounded once, at the end
    scalars = CUDA_R_16F;
    return a.type == CUDA_R_16F && b.type == CUDA_R_16F && c.type == CUDA_R_16F;
  case SPNBLAS_COMPUTE_64F:
  case SPNBLAS_COMPUTE_64F_PEDANTIC:
    scalars = c.type;
    arithmetic = c.type == CUDA_C_64F ? Arithmetic::complex128 : Arithmetic::float64;
    return a.type == c.type && b.type == c.type && (c.type == CUDA_R_64F || c.type == CUDA_C_64F);
  case SPNBLAS_COMPUTE_32I:
  case SPNBLAS_COMPUTE_32I_PEDANTIC:
    scalars = CUDA_R_32I;
    arithmetic = Arithmetic::int32;
    return a.type == CUDA_R_8I && b.type == CUDA_R_8I && c.type == CUDA_R_32I;
  default:
    break;
  }
  if (c.type == CUDA_C_32F) {
    arithmetic = Arithmetic::complex64;
    scalars = CUDA_C_32F;
    return a.type == CUDA_C_32F && b.type == CUDA_C_32F;
  }
  arithmetic = Arithmetic::float32;
  scalars = CUDA_R_32F;
  return isReal || (a.type == CUDA_R_8I && b.type == CUDA_R_8I && c.type == CUDA_R_32F);
}

spnblasStatus_t gemmEx(const char *function, spnblasHandle_t handle, const Shape &shape,
                       const void *alpha, const Operand &a, const Operand &b, const void *beta,
                       const Operand &c, int batch, spnblasComputeType_t compute) {
  const Settings settings = settingsOf(handle);
  if (!settings.owner)
    return SPNBLAS_STATUS_NOT_INITIALIZED;
  SPN_BLAS_REQUIRE(alpha && beta);
  Product p = productOf(shape, batch);
  cudaDataType scalars = CUDA_R_32F;
  if (!computed(compute, a, b, c, p.arithmetic, scalars))
    return SPNBLAS_STATUS_NOT_SUPPORTED;
  p.alpha = anyScalar(alpha, scalars, settings.onDevice);
  p.beta = anyScalar(beta, scalars, settings.onDevice);
  p.a = a;
  p.b = b;
  p.c = c;
  return multiply(function, settings, p);
}

} // namespace

#define GEMM(letter, T)                                                                            \
  spnblasStatus_t spnblas##letter##gemm(spnblasHandle_t handle, spnblasOperation_t transa,         \
                                        spnblasOperation_t transb, int m, int n, int k,            \
                                        const T *alpha, const T *A, int lda, const T *B, int ldb,  \
                                        const T *beta, T *C, int ldc) {                            \
    constexpr cudaDataType type = TypeCode<T>::type;                                               \
    return gemm("cublas" #letter "gemm", handle, {transa, transb, m, n, k}, alpha,                 \
                one(A, type, lda), one(B, type, ldb), beta, one(C, type, ldc));                    \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##gemmBatched(                                                    \
      spnblasHandle_t handle, spnblasOperation_t transa, spnblasOperation_t transb, int m, int n,  \
      int k, const T *alpha, const T *const A[], int lda, const T *const B[], int ldb,             \
      const T *beta, T *const C[], int ldc, int batchCount) {                                      \
    constexpr cudaDataType type = TypeCode<T>::type;                                               \
    return gemm("cublas" #letter "gemmBatched", handle, {transa, transb, m, n, k}, alpha,          \
                many(A, type, lda), many(B, type, ldb), beta, many(C, type, ldc), batchCount);     \
  }                                                                                                \
  spnblasStatus_t spnblas##letter##gemmStridedBatched(                                             \
      spnblasHandle_t handle, spnblasOperation_t transa, spnblasOperation_t transb, int m, int n,  \
      int k, const T *alpha, const T *A, int lda, long long int strideA, const T *B, int ldb,      \
      long long int strideB, const T *beta, T *C, int ldc, long long int strideC,                  \
      int batchCount) {                                                                            \
    constexpr cudaDataType type = TypeCode<T>::type;                                               \
    return gemm("cublas" #letter "gemmStridedBatched", handle, {transa, transb, m, n, k}, alpha,   \
                one(A, type, lda, strideA), one(B, type, ldb, strideB), beta,                      \
                one(C, type, ldc, strideC), batchCount);                                           \
  }

extern "C" {

GEMM(S, float)
GEMM(D, double)
GEMM(C, cuComplex)
GEMM(Z, cuDoubleComplex)

spnblasStatus_t spnblasGemmEx(spnblasHandle_t handle, spnblasOperation_t transa,
                              spnblasOperation_t transb, int m, int n, int k, const void *alpha,
                              const void *A, cudaDataType Atype, int lda, const void *B,
                              cudaDataType Btype, int ldb, const void *beta, void *C,
                              cudaDataType Ctype, int ldc, spnblasComputeType_t computeType,
                              spnblasGemmAlgo_t) {
  return gemmEx("cublasGemmEx", handle, {transa, transb, m, n, k}, alpha, one(A, Atype, lda),
                one(B, Btype, ldb), beta, one(C, Ctype, ldc), 1, computeType);
}

spnblasStatus_t spnblasSgemmEx(spnblasHandle_t handle, spnblasOperation_t transa,
                               spnblasOperation_t transb, int m, int n, int k, const float *alpha,
                               const void *A, cudaDataType Atype, int lda, const void *B,
                               cudaDataType Btype, int ldb, const float *beta, void *C,
                               cudaDataType Ctype, int ldc) {
  return gemmEx("cublasSgemmEx", handle, {transa, transb, m, n, k}, alpha, one(A, Atype, lda),
                one(B, Btype, ldb), beta, one(C, Ctype, ldc), 1, SPNBLAS_COMPUTE_32F);
}

spnblasStatus_t spnblasGemmBatchedEx(spnblasHandle_t handle, spnblasOperation_t transa,
                                     spnblasOperation_t transb, int m, int n, int k,
                                     const void *alpha, const void *const A[], cudaDataType Atype,
                                     int lda, const void *const B[], cudaDataType Btype, int ldb,
                                     const void *beta, void *const C[], cudaDataType Ctype, int ldc,
                                     int batchCount, spnblasComputeType_t computeType,
                                     spnblasGemmAlgo_t) {
  return gemmEx("cublasGemmBatchedEx", handle, {transa, transb, m, n, k}, alpha,
                many(A, Atype, lda), many(B, Btype, ldb), beta, many(C, Ctype, ldc), batchCount,
                computeType);
}

spnblasStatus_t spnblasGemmStridedBatchedEx(spnblasHandle_t handle, spnblasOperation_t transa,
                                            spnblasOperation_t transb, int m, int n, int k,
                                            const void *alpha, const void *A, cudaDataType Atype,
                                            int lda, long long int strideA, const void *B,
                                            cudaDataType Btype, int ldb, long long int strideB,
                                            const void *beta, void *C, cudaDataType Ctype, int ldc,
                                            long long int strideC, int batchCount,
                                            spnblasComputeType_t computeType, spnblasGemmAlgo_t) {
  return gemmEx("cublasGemmStridedBatchedEx", handle, {transa, transb, m, n, k}, alpha,
                one(A, Atype, lda, strideA), one(B, Btype, ldb, strideB), beta,
                one(C, Ctype, ldc, strideC), batchCount, computeType);
}

} // extern "C"
