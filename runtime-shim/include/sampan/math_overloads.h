// SPDX-License-Identifier: Apache-2.0
// Other types for functions that are there already: float overloads of what the C library declares
// for double only (the C++ library adds those of the ISO functions), and CUDA's division.
#pragma once

#include "sampan/detail/math_support.h"

SPN_MATHFN float exp10(float x) { return ::exp10f(x); }
SPN_MATHFN void sincos(float x, float *sine, float *cosine) { ::sincosf(x, sine, cosine); }
SPN_MATHFN float j0(float x) { return ::j0f(x); }
SPN_MATHFN float j1(float x) { return ::j1f(x); }
SPN_MATHFN float jn(int n, float x) { return ::jnf(n, x); }
SPN_MATHFN float y0(float x) { return ::y0f(x); }
SPN_MATHFN float y1(float x) { return ::y1f(x); }
SPN_MATHFN float yn(int n, float x) { return ::ynf(n, x); }

SPN_MATHFN double fdivide(double x, double y) { return x / y; }
SPN_MATHFN float fdividef(float x, float y) { return x / y; }
