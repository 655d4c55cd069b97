// SPDX-License-Identifier: Apache-2.0
// Operations on vectors, for every type of element.
#pragma once

#include "libs/blas/handle.h"

#include <cmath>
#include <utility>

namespace spn::blas {

/// Descriptor of a vector on Ascend; increments there are positive.
template <class T> ascend::View viewOf(const T *x, int n, int increment) {
  return {const_cast<T *>(x), ascend::typeOf<T>, {n}, {increment}};
}

struct OnePart {
  static unsigned blocks() { return 1; }
};

template <class T> struct Axpy : OnePart {
  static constexpr const char *name = "cublas axpy";
  int n;
  Scalar<Compute<T>> alpha;
  const T *x;
  int incx;
  T *y;
  int incy;
  void host(unsigned) const {
    const Compute<T> a = alpha.get();
    const Vector<const T> from(x, n, incx);
    const Vector<T> to(y, n, incy);
    for (int i = 0; i < n; ++i)
      to[i] = static_cast<T>(load(to[i]) + a * load(from[i]));
  }
  spnError_t ascend(ascend::Call &call) const {
    if constexpr (ascend::hasType<T>)
      call.run(ascend::aclnn().InplaceAdd, call.tensor(viewOf(y, n, incy)),
               call.tensor(viewOf(x, n, incx)), call.scalar(call.read(alpha)));
    return call.result();
  }
};

template <class T> struct Scale : OnePart {
  static constexpr const char *name = "cublas scal";
  int n;
  Scalar<Compute<T>> alpha;
  T *x;
  int incx;
  void host(unsigned) const {
    const Compute<T> a = alpha.get();
    const Vector<T> all(x, n, incx);
    for (int i = 0; i < n; ++i)
      all[i] = static_cast<T>(a * load(all[i]));
  }
  spnError_t ascend(ascend::Call &call) const {
    if constexpr (ascend::hasType<T>)
      call.run(ascend::aclnn().InplaceMuls, call.tensor(viewOf(x, n, incx)),
               call.scalar(call.read(alpha)));
    return call.result();
  }
};

/// Complex vectors by a real factor.
template <class T> struct ScaleByReal : OnePart {
  static constexpr const char *name = "cublas scal";
  int n;
  Scalar<Real<T>> alpha;
  T *x;
  int incx;
  void host(unsigned) const {
    const Real<T> a = alpha.get();
    const Vector<T> all(x, n, incx);
    for (int i = 0; i < n; ++i)
      all[i] *= a;
  }
  static spnError_t ascend(ascend::Call &) { return spnErrorNotSupported; }
};

template <class T> struct Copy : OnePart {
  static constexpr const char *name = "cublas copy";
  int n;
  const T *x;
  int incx;
  T *y;
  int incy;
  void host(unsigned) const {
    const Vector<const T> from(x, n, incx);
    const Vector<T> to(y, n, incy);
    for (int i = 0; i < n; ++i)
      to[i] = from[i];
  }
  spnError_t ascend(ascend::Call &call) const {
    if constexpr (ascend::hasType<T>)
      call.run(ascend::aclnn().InplaceCopy, call.tensor(viewOf(y, n, incy)),
               call.tensor(viewOf(x, n, incx)));
    return call.result();
  }
};

template <class T> struct Swap : OnePart {
  static constexpr const char *name = "cublas swap";
  int n;
  T *x;
  int incx;
  T *y;
  int incy;
  void host(unsigned) const {
    const Vector<T> a(x, n, incx), b(y, n, incy);
    for (int i = 0; i < n; ++i)
      std::swap(a[i], b[i]);
  }
  spnError_t ascend(ascend::Call &call) const {
    if constexpr (ascend::hasType<T>) {
      const ascend::View kept = call.temporary({n}, ascend::typeOf<T>);
      aclTensor *a = call.tensor(viewOf(x, n, incx)), *b = call.tensor(viewOf(y, n, incy));
      aclTensor *between = call.tensor(kept);
      call.run(ascend::aclnn().InplaceCopy, between, a);
      call.run(ascend::aclnn().InplaceCopy, a, b);
      call.run(ascend::aclnn().InplaceCopy, b, between);
    }
    return call.result();
  }
};

template <class T> struct Rotate : OnePart {
  static constexpr const char *name = "cublas rot";
  int n;
  T *x;
  int incx;
  T *y;
  int incy;
  Scalar<T> c, s;
  void host(unsigned) const {
    const T cosine = c.get(), sine = s.get();
    const Vector<T> a(x, n, incx), b(y, n, incy);
    for (int i = 0; i < n; ++i) {
      const T rotated = cosine * a[i] + sine * b[i];
      b[i] = cosine * b[i] - sine * a[i];
      a[i] = rotated;
    }
  }
  static spnError_t ascend(ascend::Call &) { return spnErrorNotSupported; }
};

/// Where a single result goes on Ascend: the program's device memory, or the host by way of our
/// own.
template <class R, class Body>
spnError_t giveResult(ascend::Call &call, R *result, bool onDevice, ascend::DataType type,
                      Body compute) {
  ascend::View view = {result, type, {1}, {1}};
  if (!onDevice)
    view = call.temporary({1}, type);
  compute(view);
  if (!onDevice)
    call.deliver(result, view);
  return call.result();
}

template <class T, bool conjugated> struct Dot : OnePart {
  static constexpr const char *name = "cublas dot";
  int n;
  const T *x;
  int incx;
  const T *y;
  int incy;
  T *result;
  bool onDevice;
  void host(unsigned) const {
    const Vector<const T> a(x, n, incx), b(y, n, incy);
    // In double, so that the sum is at least as exact as the tree of partial sums of a device.
    using S = SumOf<Compute<T>>;
    S sums[8] = {};
    for (int i = 0; i < n; ++i) {
      const auto left = static_cast<S>(load(a[i]));
      sums[i % 8] += (conjugated ? conjugate(left) : left) * static_cast<S>(load(b[i]));
    }
    for (int width = 4; width; width /= 2)
      for (int i = 0; i < width; ++i)
        sums[i] += sums[i + width];
    *result = static_cast<T>(static_cast<Compute<T>>(sums[0]));
  }
  spnError_t ascend(ascend::Call &call) const {
    if constexpr (ascend::hasType<T>)
      return giveResult(call, result, onDevice, ascend::typeOf<T>, [&](ascend::View view) {
        if (!n)
          return call.run(ascend::aclnn().InplaceZero, call.tensor(view));
        view.sizes = view.strides = {};
        call.run(ascend::aclnn().Dot, call.tensor(viewOf(x, n, incx)),
                 call.tensor(viewOf(y, n, incy)), call.tensor(view));
      });
    return call.result();
  }
};

/// Sum of magnitudes (of parts, where complex), or the Euclidean norm.
template <class T, bool euclidean> struct Norm : OnePart {
  static constexpr const char *name = euclidean ? "cublas nrm2" : "cublas asum";
  using R = Real<T>;
  int n;
  const T *x;
  int incx;
  R *result;
  bool onDevice;

  /// Calls body(part) for each real number.
  template <class Body> void forEach(Body body) const {
    for (int i = 0; i < n; ++i) {
      const Compute<T> element = load(x[static_cast<std::ptrdiff_t>(i) * incx]);
      if constexpr (isComplex<T>) {
        body(static_cast<double>(element.real()));
        body(static_cast<double>(element.imag()));
      } else {
        body(static_cast<double>(element));
      }
    }
  }
  void host(unsigned) const {
    double sum = 0, largest = 0;
    if constexpr (!euclidean) {
      forEach([&](double part) { sum += std::fabs(part); });
    } else if constexpr (std::is_same_v<R, double>) {
      // Scaled, so that no square overflows.
      forEach([&](double part) {
        if (!(std::fabs(part) <= largest))
          largest = std::fabs(part);
      });
      if (largest > 0 && std::isfinite(largest))
        forEach([&](double part) { sum += (part / largest) * (part / largest); });
      sum = largest > 0 && std::isfinite(largest) ? largest * std::sqrt(sum) : largest;
    } else {
      forEach([&](double part) { sum += part * part; });
      sum = std::sqrt(sum);
    }
    *result = static_cast<R>(static_cast<Compute<R>>(sum));
  }
  spnError_t ascend(ascend::Call &call) const {
    if constexpr (ascend::hasType<T>)
      return giveResult(call, result, onDevice, ascend::typeOf<T>, [&](const ascend::View &view) {
        if (!n)
          return call.run(ascend::aclnn().InplaceZero, call.tensor(view));
        call.run(ascend::aclnn().Norm, call.tensor(viewOf(x, n, incx)),
                 call.scalar(euclidean ? 2.f : 1.f), call.integers({0}), true, call.tensor(view));
      });
    return call.result();
  }
};

/// Index, from 1, of the first element of the largest or least magnitude.
template <class T, bool largest> struct Extreme : OnePart {
  static constexpr const char *name = largest ? "cublas amax" : "cublas amin";
  int n;
  const T *x;
  int incx;
  int *result;
  bool onDevice;

  static Real<T> magnitude(const T &element) {
    if constexpr (isComplex<T>)
      return std::fabs(element.real()) + std::fabs(element.imag());
    else
      return std::fabs(element);
  }
  void host(unsigned) const {
    int best = 0;
    Real<T> extreme = magnitude(x[0]);
    for (int i = 1; i < n; ++i) {
      const Real<T> here = magnitude(x[static_cast<std::ptrdiff_t>(i) * incx]);
      if (largest ? here > extreme : here < extreme) {
        extreme = here;
        best = i;
      }
    }
    *result = best + 1;
  }
  spnError_t ascend(ascend::Call &call) const {
    if constexpr (ascend::hasType<T>)
      return giveResult(call, result, onDevice, ascend::int32, [&](const ascend::View &view) {
        const ascend::View magnitudes = call.temporary({n}, ascend::typeOf<T>);
        aclTensor *all = call.tensor(magnitudes), *index = call.tensor(view);
        call.run(ascend::aclnn().Abs, call.tensor(viewOf(x, n, incx)), all);
        const auto &find = largest ? ascend::aclnn().ArgMax : ascend::aclnn().ArgMin;
        call.run(find, all, std::int64_t{0}, true, index);
        call.run(ascend::aclnn().InplaceAdds, index, call.scalar(1), call.scalar(1));
      });
    return call.result();
  }
};

} // namespace spn::blas
