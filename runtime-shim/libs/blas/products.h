// SPDX-License-Identifier: Apache-2.0
// All matrix products as one operation: operands of any type, single, strided or by pointers.
#pragma once

#include "libs/blas/handle.h"

namespace spn::blas {

/// What sums are computed in.
enum class Arithmetic : unsigned char { float32, float64, complex64, complex128, int32 };

struct Operand {
  const void *data = nullptr;
  const void *const *array = nullptr; ///< instead: one pointer per matrix, in device memory
  cudaDataType type = CUDA_R_32F;
  int leading = 0;
  long long stride = 0;
};

/// A scalar of the type that the arithmetic or the program says.
struct AnyScalar {
  cudaDataType type = CUDA_R_32F;
  const void *device = nullptr;
  alignas(16) unsigned char now[16] = {};
};

struct Product {
  static constexpr const char *name = "cublas gemm";
  spnblasOperation_t transa = SPNBLAS_OP_N, transb = SPNBLAS_OP_N;
  int m = 0, n = 0, k = 0;
  AnyScalar alpha, beta;
  Operand a, b, c;
  int batch = 1;
  Arithmetic arithmetic = Arithmetic::float32;

  unsigned blocks() const;
  void host(unsigned block) const;
  spnError_t ascend(ascend::Call &call) const;
};

std::size_t bytesOf(cudaDataType type);
AnyScalar anyScalar(const void *p, cudaDataType type, bool onDevice);

/// Checks the arguments as cuBLAS does and queues the work.
spnblasStatus_t multiply(const char *function, const Settings &settings, const Product &product);

} // namespace spn::blas
