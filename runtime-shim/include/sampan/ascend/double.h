// SPDX-License-Identifier: Apache-2.0
// Between the double of host code and the emulated one of device code: the same 64 bits, in
// arguments, members and variables that both see; and what kernels do with it beyond arithmetic.
#pragma once

#include "sampan/soft_double.h"
#include "sampan/vector_types.h"

#include <cstddef>
#include <type_traits>

// Of a class type in `...` the callee would read other registers.
#pragma clang diagnostic error "-Wclass-varargs"

namespace spn {
namespace ascend {

template <class T> struct SoftenedType {
  using type = T;
};
template <> struct SoftenedType<double> {
  using type = soft_double;
};
/// A type of host code as device code has it.
template <class T> using Softened = typename SoftenedType<T>::type;

template <class T> struct SoftenedType<const T> {
  using type = const Softened<T>;
};
template <class T> struct SoftenedType<volatile T> {
  using type = volatile Softened<T>;
};
template <class T> struct SoftenedType<T *> {
  using type = Softened<T> *;
};
template <class T> struct SoftenedType<T *__restrict> {
  using type = Softened<T> *__restrict;
};
template <class T> struct SoftenedType<T &> {
  using type = Softened<T> &;
};
template <class T, std::size_t n> struct SoftenedType<T[n]> {
  using type = Softened<T>[n];
};
template <class T, std::size_t n> struct SoftenedType<const T[n]> {
  using type = const Softened<T>[n];
};
template <template <class...> class Of, class... T> struct SoftenedType<Of<T...>> {
  using type = Of<Softened<T>...>;
};

template <class T> struct Unqualified {
  using type = std::remove_cv_t<T>;
};
template <class T> struct Unqualified<T *__restrict> {
  using type = T *;
};

/// A whole number in `b ? x : 0` where the type of x is left to a template: it becomes that type,
/// so that nobody asks which of the two converts to the other.
struct Arm {
  explicit constexpr SPN_SOFT_DOUBLE Arm(long long value) : value(value) {}
  template <class T> constexpr SPN_SOFT_DOUBLE operator T() const { return static_cast<T>(value); }
  long long value;
};

/// An argument of a launch.
template <class T> inline Softened<typename Unqualified<T>::type> softened(const T &x) {
  using Result = Softened<typename Unqualified<T>::type>;
  static_assert(sizeof(Result) == sizeof(T), "the same bits");
  if constexpr (std::is_same<Result, typename Unqualified<T>::type>::value)
    return x;
  else
    return __builtin_bit_cast(Result, x);
}

} // namespace ascend

/// A variable or member that is double, or made of doubles, seen as the emulated type.
template <class T> SPN_SOFT_DOUBLE ascend::Softened<T> &soft_view(T &x) {
  return reinterpret_cast<ascend::Softened<T> &>(x);
}
template <class T> SPN_SOFT_DOUBLE ascend::Softened<T> soft_view(const T &&x) {
  return __builtin_bit_cast(ascend::Softened<T>, x);
}

SPN_SOFT_DOUBLE double2 make_double2(soft_double x, soft_double y) {
  double2 v;
  v.x = x, v.y = y;
  return v;
}
SPN_SOFT_DOUBLE double3 make_double3(soft_double x, soft_double y, soft_double z) {
  double3 v;
  v.x = x, v.y = y, v.z = z;
  return v;
}
SPN_SOFT_DOUBLE double4 make_double4(soft_double x, soft_double y, soft_double z, soft_double w) {
  double4 v;
  v.x = x, v.y = y, v.z = z, v.w = w;
  return v;
}

/// Atomic operations in global memory: compared and exchanged as the 64 bits that they are.
#define SPN_ASCEND_DOUBLE_ATOMIC(name, changed)                                                    \
  __aicore__ inline soft_double asc_atomic_##name(soft_double *address, soft_double value) {       \
    uint64_t *bits = reinterpret_cast<uint64_t *>(address);                                        \
    uint64_t before = *static_cast<volatile uint64_t *>(bits);                                     \
    for (;;) {                                                                                     \
      const soft_double old = soft_double::of(before);                                             \
      const uint64_t found =                                                                       \
          ::asc_atomic_cas(bits, before, static_cast<uint64_t>((changed).raw()));                  \
      if (found == before)                                                                         \
        return old;                                                                                \
      before = found;                                                                              \
    }                                                                                              \
  }                                                                                                \
  template <class T, soft::IfNumber<T> = 0>                                                        \
  __aicore__ inline soft_double asc_atomic_##name(soft_double *address, T value) {                 \
    return asc_atomic_##name(address, soft_double(value));                                         \
  }
SPN_ASCEND_DOUBLE_ATOMIC(add, old + value)
SPN_ASCEND_DOUBLE_ATOMIC(sub, old - value)
SPN_ASCEND_DOUBLE_ATOMIC(exch, ((void)old, value))
SPN_ASCEND_DOUBLE_ATOMIC(min, fmin(old, value))
SPN_ASCEND_DOUBLE_ATOMIC(max, fmax(old, value))
#undef SPN_ASCEND_DOUBLE_ATOMIC

/// Lanes pass both halves.
#define SPN_ASCEND_DOUBLE_SHUFFLE(name, Lane)                                                      \
  __aicore__ inline soft_double name(soft_double x, Lane lane, int32_t width = 32) {               \
    const uint32_t low = ::name(static_cast<uint32_t>(x.raw()), lane, width);                      \
    const uint32_t high = ::name(static_cast<uint32_t>(x.raw() >> 32), lane, width);               \
    return soft_double::of(static_cast<soft::Bits>(high) << 32 | low);                             \
  }
SPN_ASCEND_DOUBLE_SHUFFLE(asc_shfl, int32_t)
SPN_ASCEND_DOUBLE_SHUFFLE(asc_shfl_up, uint32_t)
SPN_ASCEND_DOUBLE_SHUFFLE(asc_shfl_down, uint32_t)
SPN_ASCEND_DOUBLE_SHUFFLE(asc_shfl_xor, int32_t)
#undef SPN_ASCEND_DOUBLE_SHUFFLE

} // namespace spn
