// SPDX-License-Identifier: Apache-2.0
// The float functions of the SIMT interface. There are none for double, and no overloads: sinf, not
// sin. Those that C has too are C's when the kernel runs.
#pragma once

#include "ascend_emulator/device.h"

#include <math.h>
#include <stdlib.h>

#ifdef ASC_EMULATOR_CHECK
#define ASC_ALSO_IN_C(...) __aicore__ __VA_ARGS__;
#else
#include "ascend_emulator/special.h"
#define ASC_ALSO_IN_C(...)
#endif

#define ASC_UNARY(name) ASC_ALSO_IN_C(float name(float x))
#define ASC_BINARY(name) ASC_ALSO_IN_C(float name(float x, float y))
ASC_UNARY(truncf)
ASC_UNARY(roundf) ASC_UNARY(rintf) ASC_UNARY(floorf) ASC_UNARY(ceilf) ASC_UNARY(sqrtf) ASC_UNARY(
    log2f) ASC_UNARY(logf) ASC_UNARY(expf) ASC_UNARY(fabsf) ASC_UNARY(nearbyintf) ASC_UNARY(tanf)
    ASC_UNARY(tanhf) ASC_UNARY(atanf) ASC_UNARY(atanhf) ASC_UNARY(cosf) ASC_UNARY(coshf) ASC_UNARY(
        asinf) ASC_UNARY(acosf) ASC_UNARY(acoshf) ASC_UNARY(sinf) ASC_UNARY(sinhf) ASC_UNARY(asinhf)
        ASC_UNARY(exp2f) ASC_UNARY(exp10f) ASC_UNARY(expm1f) ASC_UNARY(log10f) ASC_UNARY(
            log1pf) ASC_UNARY(logbf) ASC_UNARY(cbrtf) ASC_UNARY(erff) ASC_UNARY(erfcf)
            ASC_UNARY(tgammaf) ASC_UNARY(lgammaf) ASC_UNARY(j0f) ASC_UNARY(j1f) ASC_UNARY(
                y0f) ASC_UNARY(y1f) ASC_BINARY(fdimf) ASC_BINARY(fmodf) ASC_BINARY(remainderf)
                ASC_BINARY(copysignf) ASC_BINARY(nextafterf) ASC_BINARY(fmaxf) ASC_BINARY(fminf)
                    ASC_BINARY(atan2f) ASC_BINARY(hypotf) ASC_BINARY(powf) ASC_ALSO_IN_C(
                        long lroundf(float x)) ASC_ALSO_IN_C(long long llroundf(float x))
                        ASC_ALSO_IN_C(long lrintf(float x)) ASC_ALSO_IN_C(long long llrintf(
                            float x)) ASC_ALSO_IN_C(float fmaf(float x, float y, float z))
                            ASC_ALSO_IN_C(float modff(float x, float *n)) ASC_ALSO_IN_C(
                                bool isfinite(float x)) ASC_ALSO_IN_C(bool isnan(float x))
                                ASC_ALSO_IN_C(bool isinf(float x)) ASC_ALSO_IN_C(float remquof(
                                    float x, float y,
                                    int *quo)) ASC_ALSO_IN_C(float scalbnf(float x, int32_t n))
                                    ASC_ALSO_IN_C(float scalblnf(float x, int64_t n))
                                        ASC_ALSO_IN_C(void sincosf(float x, float *s, float *c))
                                            ASC_ALSO_IN_C(float frexpf(float x, int *exp))
                                                ASC_ALSO_IN_C(float ldexpf(float x, int exp))
                                                    ASC_ALSO_IN_C(int ilogbf(float x))
                                                        ASC_ALSO_IN_C(float jnf(int n, float x))
                                                            ASC_ALSO_IN_C(float ynf(int n, float x))
                                                                ASC_ALSO_IN_C(long labs(long x))
                                                                    ASC_ALSO_IN_C(long long llabs(
                                                                        long long x))
                                                                        ASC_ALSO_IN_C(
                                                                            int signbit(float x))

                                                                            ASC_FUNCTION
    float rsqrtf(float x) ASC_BODY(return static_cast<float>(1.0 / sqrt(x));) ASC_FUNCTION
    float rcbrtf(float x) ASC_BODY(return static_cast<float>(1.0 / cbrt(x));) ASC_FUNCTION
    float sinpif(float x) ASC_BODY(return ::ascend_emulator::sinPi(x);) ASC_FUNCTION
    float cospif(float x) ASC_BODY(return ::ascend_emulator::cosPi(x);) ASC_FUNCTION
    float tanpif(float x)
        ASC_BODY(return ::ascend_emulator::sinPi(x) / ::ascend_emulator::cosPi(x);) ASC_FUNCTION
    void sincospif(float x, float *s, float *c)
        ASC_BODY(*s = ::ascend_emulator::sinPi(x); *c = ::ascend_emulator::cosPi(x);) ASC_FUNCTION
    float rhypotf(float x, float y)
        ASC_BODY(return static_cast<float>(1.0 / hypot(static_cast<double>(x), y));) ASC_FUNCTION
    float norm3df(float a, float b, float c)
        ASC_BODY(const float v[] = {a, b, c};
                 return static_cast<float>(::ascend_emulator::length(3, v));) ASC_FUNCTION
    float rnorm3df(float a, float b, float c)
        ASC_BODY(const float v[] = {a, b, c};
                 return static_cast<float>(1.0 / ::ascend_emulator::length(3, v));) ASC_FUNCTION
    float norm4df(float a, float b, float c, float d)
        ASC_BODY(const float v[] = {a, b, c, d};
                 return static_cast<float>(::ascend_emulator::length(4, v));) ASC_FUNCTION
    float rnorm4df(float a, float b, float c, float d)
        ASC_BODY(const float v[] = {a, b, c, d};
                 return static_cast<float>(1.0 / ::ascend_emulator::length(4, v));) ASC_FUNCTION
    float normf(int n, float *a)
        ASC_BODY(return static_cast<float>(::ascend_emulator::length(n, a));) ASC_FUNCTION
    float rnormf(int n, float *a)
        ASC_BODY(return static_cast<float>(1.0 / ::ascend_emulator::length(n, a));) ASC_FUNCTION
    float normcdff(float x)
        ASC_BODY(return static_cast<float>(0.5 * erfc(-x * 0.70710678118654752));) ASC_FUNCTION
    float normcdfinvf(float x)
        ASC_BODY(return static_cast<float>(-1.4142135623730951 *
                                           ::ascend_emulator::inverseErfc(2.0 * x));) ASC_FUNCTION
    float erfinvf(float x)
        ASC_BODY(return static_cast<float>(::ascend_emulator::inverseErfc(1.0 - x));) ASC_FUNCTION
    float erfcinvf(float x)
        ASC_BODY(return static_cast<float>(::ascend_emulator::inverseErfc(x));) ASC_FUNCTION
    float erfcxf(float x) ASC_BODY(return ::ascend_emulator::scaledErfc(x);) ASC_FUNCTION
    float cyl_bessel_i0f(float x) ASC_BODY(return ::ascend_emulator::besselI(0, x);) ASC_FUNCTION
    float cyl_bessel_i1f(float x) ASC_BODY(return ::ascend_emulator::besselI(1, x);) ASC_FUNCTION
    float fdividef(float x, float y) ASC_BODY(return x / y;)

#define ASC_LARGER(name, T) ASC_FUNCTION T name(T x, T y) ASC_BODY(return x < y ? y : x;)
#define ASC_SMALLER(name, T) ASC_FUNCTION T name(T x, T y) ASC_BODY(return y < x ? y : x;)
        ASC_LARGER(llmax, long long) ASC_LARGER(ullmax, unsigned long long)
            ASC_LARGER(umax, unsigned int) ASC_SMALLER(llmin, long long)
                ASC_SMALLER(ullmin, unsigned long long) ASC_SMALLER(umin, unsigned int)
// The integers only: for float there are fmaxf and fminf.
#define ASC_BOTH(T) ASC_LARGER(max, T) ASC_SMALLER(min, T)
                    ASC_BOTH(long long) ASC_BOTH(unsigned long long) ASC_BOTH(unsigned int)
                        ASC_BOTH(long) ASC_BOTH(int) ASC_BOTH(short) ASC_BOTH(char)
                            ASC_BOTH(unsigned long) ASC_BOTH(unsigned short) ASC_BOTH(unsigned char)
