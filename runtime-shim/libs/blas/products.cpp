// SPDX-License-Identifier: Apache-2.0
#include "libs/blas/products.h"

#include "libs/blas/checks.h"
#include "libs/blas/host/cblas.h"
#include "libs/blas/host/products.h"

#include <algorithm>
#include <vector>

namespace spn::blas {

std::size_t bytesOf(cudaDataType type) {
  switch (type) {
  case CUDA_R_8I:
    return 1;
  case CUDA_R_16F:
  case CUDA_R_16BF:
    return 2;
  case CUDA_R_32F:
  case CUDA_R_32I:
    return 4;
  case CUDA_R_64F:
  case CUDA_C_32F:
    return 8;
  case CUDA_C_64F:
    return 16;
  default:
    return 0;
  }
}

AnyScalar anyScalar(const void *p, cudaDataType type, bool onDevice) {
  AnyScalar scalar;
  scalar.type = type;
  if (onDevice)
    scalar.device = p;
  else
    std::memcpy(scalar.now, p, bytesOf(type));
  return scalar;
}

namespace {

template <class V> V scalarValue(const AnyScalar &scalar) {
  const void *p = scalar.device ? scalar.device : scalar.now;
  switch (scalar.type) {
  case CUDA_R_16F:
    return static_cast<V>(static_cast<float>(*static_cast<const __half *>(p)));
  case CUDA_R_16BF:
    return static_cast<V>(static_cast<float>(*static_cast<const __nv_bfloat16 *>(p)));
  case CUDA_R_32F:
    return static_cast<V>(*static_cast<const float *>(p));
  case CUDA_R_64F:
    if constexpr (!isComplex<V> || std::is_same_v<Real<V>, double>)
      return static_cast<V>(*static_cast<const double *>(p));
    break;
  case CUDA_R_32I:
    return static_cast<V>(static_cast<Real<V>>(*static_cast<const int *>(p)));
  default:
    if constexpr (isComplex<V>)
      return *static_cast<const V *>(p);
    break;
  }
  return V();
}

const void *matrixOf(const Operand &operand, int index) {
  if (operand.array)
    return operand.array[index];
  return static_cast<const char *>(operand.data) +
         operand.stride * index * static_cast<long long>(bytesOf(operand.type));
}

template <class From, class V>
void widen(const void *matrix, int leading, int rows, int columns, std::vector<V> &out) {
  const Matrix<const From> from(static_cast<const From *>(matrix), leading);
  out.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
  std::size_t at = 0;
  for (int j = 0; j < columns; ++j)
    for (int i = 0; i < rows; ++i)
      out[at++] = static_cast<V>(load(from(i, j)));
}

/// An operand as a matrix of V: the program's own, or a converted copy.
template <class V> struct Input {
  const V *data = nullptr;
  int leading = 0;
  std::vector<V> copy;

  Input(const void *matrix, const Operand &operand, int rows, int columns) {
    data = static_cast<const V *>(matrix);
    leading = operand.leading;
    bool converted = true;
    if constexpr (std::is_same_v<V, float> || std::is_same_v<V, int>) {
      if (operand.type == CUDA_R_16F)
        widen<__half>(matrix, leading, rows, columns, copy);
      else if (operand.type == CUDA_R_16BF)
        widen<__nv_bfloat16>(matrix, leading, rows, columns, copy);
      else if (operand.type == CUDA_R_8I)
        widen<signed char>(matrix, leading, rows, columns, copy);
      else
        converted = false;
      if (converted) {
        data = copy.data();
        leading = std::max(rows, 1);
      }
    }
  }
};

template <class To, class V>
void narrow(const std::vector<V> &from, int rows, int columns, void *matrix, int leading) {
  const Matrix<To> to(static_cast<To *>(matrix), leading);
  std::size_t at = 0;
  for (int j = 0; j < columns; ++j)
    for (int i = 0; i < rows; ++i)
      to(i, j) = static_cast<To>(from[at++]);
}

int cblasTranspose(spnblasOperation_t op) {
  return op == SPNBLAS_OP_N   ? host::noTranspose
         : op == SPNBLAS_OP_T ? host::transpose
                              : host::conjugateTranspose;
}

template <class V>
void multiplyColumns(const Product &p, const Input<V> &a, const Input<V> &b, V *c, int ldc,
                     int first, int last) {
  const V alpha = scalarValue<V>(p.alpha), beta = scalarValue<V>(p.beta);
  if constexpr (!std::is_same_v<V, int>)
    if (first == 0 && last == p.n && p.m && p.n && p.transa != SPNBLAS_OP_CONJG &&
        p.transb != SPNBLAS_OP_CONJG &&
        host::gemm(cblasTranspose(p.transa), cblasTranspose(p.transb), p.m, p.n, p.k, alpha, a.data,
                   a.leading, b.data, b.leading, beta, c, ldc))
      return;
  host::productPanel(p.transa, p.transb, p.m, first, last, p.k, alpha,
                     Matrix<const V>(a.data, a.leading), Matrix<const V>(b.data, b.leading), beta,
                     Matrix<V>(c, ldc));
}

bool plain(spnblasOperation_t op) { return op == SPNBLAS_OP_N || op == SPNBLAS_OP_CONJG; }

/// One matrix of the batch, or one panel of the only one.
template <class V> void runOnHost(const Product &p, int index, int first, int last) {
  const Input<V> a(matrixOf(p.a, index), p.a, plain(p.transa) ? p.m : p.k,
                   plain(p.transa) ? p.k : p.m);
  const Input<V> b(matrixOf(p.b, index), p.b, plain(p.transb) ? p.k : p.n,
                   plain(p.transb) ? p.n : p.k);
  void *result = const_cast<void *>(matrixOf(p.c, index));
  const bool isShort = p.c.type == CUDA_R_16F || p.c.type == CUDA_R_16BF;
  if constexpr (std::is_same_v<V, float>)
    if (isShort) {
      Input<float> c(result, p.c, p.m, p.n);
      multiplyColumns(p, a, b, c.copy.data(), std::max(p.m, 1), first, last);
      return p.c.type == CUDA_R_16F ? narrow<__half>(c.copy, p.m, p.n, result, p.c.leading)
                                    : narrow<__nv_bfloat16>(c.copy, p.m, p.n, result, p.c.leading);
    }
  multiplyColumns(p, a, b, static_cast<V *>(result), p.c.leading, first, last);
}

/// Panels are made where each would not have to convert whole operands first.
bool isSplit(const Product &p) {
  const bool isWide = bytesOf(p.a.type) >= 4 && bytesOf(p.b.type) >= 4 && bytesOf(p.c.type) >= 4;
  return p.batch == 1 && isWide && !host::cblas().usable;
}

} // namespace

unsigned Product::blocks() const {
  if (isSplit(*this))
    return static_cast<unsigned>((n + host::panelColumns - 1) / host::panelColumns);
  return static_cast<unsigned>(batch);
}

void Product::host(unsigned block) const {
  int index = static_cast<int>(block), first = 0, last = n;
  if (isSplit(*this)) {
    index = 0;
    first = static_cast<int>(block) * host::panelColumns;
    last = std::min(n, first + host::panelColumns);
  }
  switch (arithmetic) {
  case Arithmetic::float32:
    return runOnHost<float>(*this, index, first, last);
  case Arithmetic::float64:
    return runOnHost<double>(*this, index, first, last);
  case Arithmetic::complex64:
    return runOnHost<std::complex<float>>(*this, index, first, last);
  case Arithmetic::complex128:
    return runOnHost<std::complex<double>>(*this, index, first, last);
  case Arithmetic::int32:
    return runOnHost<int>(*this, index, first, last);
  }
}

// --- Ascend --------------------------------------------------------------------------------------
namespace {

ascend::DataType ascendType(cudaDataType type) {
  return type == CUDA_R_16F    ? ascend::float16
         : type == CUDA_R_16BF ? ascend::bfloat16
                               : ascend::float32;
}

float readScalar(ascend::Call &call, const AnyScalar &scalar) {
  AnyScalar here = scalar;
  if (scalar.device)
    call.fetch(here.now, scalar.device, bytesOf(scalar.type));
  here.device = nullptr;
  return scalarValue<float>(here);
}

/// The transpose of op(X) of `rows` x `columns`, which is what row-major operators see.
ascend::View turned(const Operand &operand, const void *data, spnblasOperation_t trans, int rows,
                    int columns, int batch) {
  const bool isPlain = trans == SPNBLAS_OP_N;
  return {const_cast<void *>(data),
          ascendType(operand.type),
          {batch, columns, rows},
          {operand.stride, isPlain ? operand.leading : 1, isPlain ? 1 : operand.leading}};
}

/// The same in another type.
ascend::View converted(ascend::Call &call, const ascend::View &view, ascend::DataType type) {
  if (view.type == type)
    return view;
  ascend::View result = call.temporary(view.sizes, type);
  call.run(ascend::aclnn().Cast, call.tensor(view), static_cast<int>(type), call.tensor(result));
  return result;
}

void multiplyOnAscend(ascend::Call &call, const Product &p, const void *a, const void *b,
                      const void *c, int batch, float alpha, float beta) {
  const ascend::View to = turned(p.c, c, SPNBLAS_OP_N, p.m, p.n, batch);
  if (p.k == 0) {
    if (beta == 0)
      call.run(ascend::aclnn().InplaceZero, call.tensor(to));
    else
      call.run(ascend::aclnn().InplaceMuls, call.tensor(to), call.scalar(beta));
    return;
  }
  const ascend::View left = turned(p.b, b, p.transb, p.k, p.n, batch);
  const ascend::View right = turned(p.a, a, p.transa, p.m, p.k, batch);
  if (left.type == right.type && right.type == to.type)
    return ascend::multiply(call, to, left, right, alpha, beta);
  const ascend::View wide = converted(call, to, ascend::float32);
  ascend::multiply(call, wide, converted(call, left, ascend::float32),
                   converted(call, right, ascend::float32), alpha, beta);
  if (wide.data != to.data)
    call.run(ascend::aclnn().InplaceCopy, call.tensor(to), call.tensor(wide));
}

std::vector<const void *> pointers(ascend::Call &call, const Operand &operand, int count) {
  std::vector<const void *> result(static_cast<std::size_t>(count));
  call.fetch(result.data(), operand.array, result.size() * sizeof(void *));
  return result;
}

} // namespace

spnError_t Product::ascend(ascend::Call &call) const {
  const float scale = readScalar(call, alpha), keep = readScalar(call, beta);
  if (!c.array) {
    multiplyOnAscend(call, *this, a.data, b.data, c.data, batch, scale, keep);
    return call.result();
  }
  const auto as = pointers(call, a, batch), bs = pointers(call, b, batch),
             cs = pointers(call, c, batch);
  for (std::size_t i = 0; i < cs.size() && !call.result(); ++i)
    multiplyOnAscend(call, *this, as[i], bs[i], cs[i], 1, scale, keep);
  return call.result();
}

// --- both ----------------------------------------------------------------------------------------
namespace {

bool isOperation(spnblasOperation_t op) { return op >= SPNBLAS_OP_N && op <= SPNBLAS_OP_CONJG; }

bool isForAscend(cudaDataType type) {
  return type == CUDA_R_32F || type == CUDA_R_16F || type == CUDA_R_16BF;
}

} // namespace

spnblasStatus_t multiply(const char *function, const Settings &settings, const Product &p) {
  SPN_BLAS_REQUIRE(isOperation(p.transa) && isOperation(p.transb));
  SPN_BLAS_REQUIRE(p.m >= 0 && p.n >= 0 && p.k >= 0 && p.batch >= 0);
  SPN_BLAS_REQUIRE(p.a.leading >= std::max(1, plain(p.transa) ? p.m : p.k));
  SPN_BLAS_REQUIRE(p.b.leading >= std::max(1, plain(p.transb) ? p.k : p.n));
  SPN_BLAS_REQUIRE(p.c.leading >= std::max(1, p.m));
  if (!p.m || !p.n || !p.batch)
    return SPNBLAS_STATUS_SUCCESS;
  SPN_BLAS_REQUIRE(p.c.data || p.c.array);
  SPN_BLAS_REQUIRE(!p.k || ((p.a.data || p.a.array) && (p.b.data || p.b.array)));
  if (onAscend() && (!isForAscend(p.a.type) || !isForAscend(p.b.type) || !isForAscend(p.c.type)))
    return refuse(function, p.arithmetic == Arithmetic::int32
                                ? "the operators of Ascend's toolkit multiply no integer matrices "
                                  "this way"
                                : noDouble);
  return enqueue(settings, p, false);
}

} // namespace spn::blas
