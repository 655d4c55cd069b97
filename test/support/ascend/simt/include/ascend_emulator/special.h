// SPDX-License-Identifier: Apache-2.0
// Functions that C's library lacks, computed with doubles and rounded once.
#pragma once

#include <math.h>

namespace ascend_emulator {

inline double reducedToPi(double x) { return remainder(x, 2.0) * 3.14159265358979323846; }
inline float sinPi(float x) {
  return x == truncf(x) ? copysignf(0.0f, x) : static_cast<float>(sin(reducedToPi(x)));
}
inline float cosPi(float x) {
  return fabsf(x - truncf(x)) == 0.5f ? 0.0f : static_cast<float>(cos(reducedToPi(x)));
}

inline double length(int count, const float *values) {
  double sum = 0;
  for (int i = 0; i < count; ++i)
    sum += static_cast<double>(values[i]) * values[i];
  return sqrt(sum);
}

/// Newton's method on log(erfc) from a start that has the right order of magnitude.
inline double inverseErfc(double y) {
  if (!(y > 0) || !(y < 2))
    return y == 0 ? INFINITY : y == 2 ? -INFINITY : NAN;
  if (y > 1)
    return -inverseErfc(2 - y);
  double x = y > 0.5 ? (1 - y) * 0.8862269254527580 : sqrt(-log(y * (1.0 + y)));
  for (int i = 0; i < 60; ++i) {
    const double value = erfc(x), slope = -1.1283791670955126 * exp(-x * x);
    const double step = y > 0.5 ? (value - y) / slope : (log(value) - log(y)) * value / slope;
    x -= step;
    if (fabs(step) <= 1e-15 * fabs(x))
      break;
  }
  return x;
}

/// exp(x * x) * erfc(x): for large x by its asymptotic series.
inline float scaledErfc(float x) {
  const double v = x;
  if (v < 9)
    return static_cast<float>(exp(v * v) * erfc(v));
  const double s = 1 / (v * v);
  return static_cast<float>((1 - s / 2 + 3 * s * s / 4 - 15 * s * s * s / 8) / v *
                            0.56418958354775629);
}

/// Power series; all its terms have one sign.
inline float besselI(int order, float x) {
  const double half = x / 2.0, square = half * half;
  double term = order ? half : 1, sum = term;
  for (int k = 1; k < 500 && fabs(term) > 1e-17 * fabs(sum); ++k) {
    term *= square / (static_cast<double>(k) * (k + order));
    sum += term;
  }
  return static_cast<float>(sum);
}

} // namespace ascend_emulator
