// SPDX-License-Identifier: Apache-2.0
// Numbers as the implementation computes with them: complex structs as std::complex, short floats
// as float; and scalars that lie on the host or on the device.
#pragma once

#include "sampan/bf16.h"
#include "sampan/complex.h"
#include "sampan/fp16.h"
#include "sampan/library_types.h"

#include <complex>
#include <cstddef>
#include <cstring>
#include <type_traits>

namespace spn::blas {

template <class T> struct ValueOf {
  using Type = T;
};
template <> struct ValueOf<cuComplex> {
  using Type = std::complex<float>;
};
template <> struct ValueOf<cuDoubleComplex> {
  using Type = std::complex<double>;
};
template <class T> using Value = typename ValueOf<T>::Type;

template <class T> const Value<T> *value(const T *p) {
  return reinterpret_cast<const Value<T> *>(p);
}
template <class T> Value<T> *value(T *p) { return reinterpret_cast<Value<T> *>(p); }

/// What sums of T are computed in.
template <class T> struct ComputeOf {
  using Type = T;
};
template <> struct ComputeOf<__half> {
  using Type = float;
};
template <> struct ComputeOf<__nv_bfloat16> {
  using Type = float;
};
template <class T> using Compute = typename ComputeOf<T>::Type;

template <class T> struct RealOf {
  using Type = T;
};
template <class T> struct RealOf<std::complex<T>> {
  using Type = T;
};
template <class T> using Real = typename RealOf<T>::Type;
template <class T> constexpr bool isComplex = !std::is_same_v<T, Real<T>>;

/// What long sums are kept in.
template <class T> using SumOf = std::conditional_t<isComplex<T>, std::complex<double>, double>;

template <class T> T conjugate(const T &x) {
  if constexpr (isComplex<T>)
    return std::conj(x);
  else
    return x;
}

template <class T> Compute<T> load(const T &x) { return static_cast<Compute<T>>(x); }

/// A scalar argument, read now or when the work is done.
template <class T> class Scalar {
public:
  Scalar() = default;
  Scalar(const T *p, bool isOnDevice) : device(isOnDevice ? p : nullptr) {
    if (!isOnDevice)
      now = *p;
  }
  explicit Scalar(const T &x) : now(x) {}
  T get() const { return device ? *device : now; }
  const T *onDevice() const { return device; }
  const T &immediate() const { return now; }

private:
  const T *device = nullptr;
  T now = T();
};

/// A vector as BLAS walks over it: backwards where the increment is negative.
template <class T> class Vector {
public:
  Vector(T *first, int n, int increment)
      : start(increment < 0 ? first - static_cast<std::ptrdiff_t>(n - 1) * increment : first),
        step(increment) {}
  T &operator[](int i) const { return start[static_cast<std::ptrdiff_t>(i) * step]; }

private:
  T *start;
  std::ptrdiff_t step;
};

/// A column-major matrix.
template <class T> class Matrix {
public:
  Matrix(T *first, int leading) : start(first), ld(leading) {}
  T &operator()(int i, int j) const { return start[i + static_cast<std::ptrdiff_t>(j) * ld]; }
  T *column(int j) const { return start + static_cast<std::ptrdiff_t>(j) * ld; }
  T *data() const { return start; }
  int leading() const { return static_cast<int>(ld); }

private:
  T *start;
  std::ptrdiff_t ld;
};

} // namespace spn::blas
