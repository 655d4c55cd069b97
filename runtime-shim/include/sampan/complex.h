// SPDX-License-Identifier: Apache-2.0
// Complex numbers with cuComplex.h's names: pairs of floats or doubles and functions on them.
// Division and magnitude scale their operands, so intermediate results neither overflow nor vanish.
#ifndef SAMPAN_COMPLEX_H
#define SAMPAN_COMPLEX_H

#include "sampan/vector_types.h"

#include <math.h>

typedef float2 cuFloatComplex;
typedef double2 cuDoubleComplex;
typedef cuFloatComplex cuComplex;

#define SPN_COMPLEX_FN static inline SPN_HD

// One set of functions; single-precision names end in f.
#define SPN_COMPLEX_FAMILY(type, element, suffix, maker, squareRoot, absolute)                     \
  SPN_COMPLEX_FN type maker(element real, element imaginary) {                                     \
    type z;                                                                                        \
    z.x = real;                                                                                    \
    z.y = imaginary;                                                                               \
    return z;                                                                                      \
  }                                                                                                \
  SPN_COMPLEX_FN element cuCreal##suffix(type z) { return z.x; }                                   \
  SPN_COMPLEX_FN element cuCimag##suffix(type z) { return z.y; }                                   \
  SPN_COMPLEX_FN type cuConj##suffix(type z) { return maker(z.x, -z.y); }                          \
  SPN_COMPLEX_FN type cuCadd##suffix(type a, type b) { return maker(a.x + b.x, a.y + b.y); }       \
  SPN_COMPLEX_FN type cuCsub##suffix(type a, type b) { return maker(a.x - b.x, a.y - b.y); }       \
  SPN_COMPLEX_FN type cuCmul##suffix(type a, type b) {                                             \
    return maker(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);                                    \
  }                                                                                                \
  SPN_COMPLEX_FN type cuCdiv##suffix(type a, type b) {                                             \
    const element scale = 1 / (absolute(b.x) + absolute(b.y));                                     \
    const element ar = a.x * scale, ai = a.y * scale, br = b.x * scale, bi = b.y * scale;          \
    const element norm = 1 / (br * br + bi * bi);                                                  \
    return maker((ar * br + ai * bi) * norm, (ai * br - ar * bi) * norm);                          \
  }                                                                                                \
  SPN_COMPLEX_FN element cuCabs##suffix(type z) {                                                  \
    const element p = absolute(z.x), q = absolute(z.y);                                            \
    const element larger = p > q ? p : q, smaller = p > q ? q : p;                                 \
    if (larger == 0 || __builtin_isinf(larger) || __builtin_isnan(p + q))                          \
      return __builtin_isinf(p) ? p : __builtin_isinf(q) ? q : p + q;                              \
    const element ratio = smaller / larger;                                                        \
    return larger * squareRoot(1 + ratio * ratio);                                                 \
  }                                                                                                \
  /* x * y + d */                                                                                  \
  SPN_COMPLEX_FN type cuCfma##suffix(type x, type y, type d) {                                     \
    return maker((x.x * y.x + d.x) - x.y * y.y, (x.x * y.y + d.y) + x.y * y.x);                    \
  }

SPN_COMPLEX_FAMILY(cuFloatComplex, float, f, make_cuFloatComplex, sqrtf, fabsf)
SPN_COMPLEX_FAMILY(cuDoubleComplex, double, , make_cuDoubleComplex, sqrt, fabs)

#undef SPN_COMPLEX_FAMILY

SPN_COMPLEX_FN cuComplex make_cuComplex(float real, float imaginary) {
  return make_cuFloatComplex(real, imaginary);
}
SPN_COMPLEX_FN cuDoubleComplex cuComplexFloatToDouble(cuFloatComplex z) {
  return make_cuDoubleComplex(z.x, z.y);
}
SPN_COMPLEX_FN cuFloatComplex cuComplexDoubleToFloat(cuDoubleComplex z) {
  return make_cuFloatComplex((float)z.x, (float)z.y);
}

#undef SPN_COMPLEX_FN

#endif
