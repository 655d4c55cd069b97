// SPDX-License-Identifier: Apache-2.0
// Rounding by name. The emulator may compute with double: it is host code.
#pragma once

#include "ascend_emulator/device.h"

#ifndef ASC_EMULATOR_CHECK
#include <limits>
#include <math.h>

namespace ascend_emulator {

enum class Rounding { rn, rz, rd, ru, rna };

inline double rn(float x) { return nearbyint(x); }
inline double rz(float x) { return trunc(x); }
inline double rd(float x) { return floor(x); }
inline double ru(float x) { return ceil(x); }
inline double rna(float x) { return round(x); }

/// Out of range gives the nearest limit, not a number gives 0.
template <class T> inline T saturated(double x) {
  if (x != x)
    return 0;
  if (x <= static_cast<double>(std::numeric_limits<T>::min()))
    return std::numeric_limits<T>::min();
  if (x >= static_cast<double>(std::numeric_limits<T>::max()))
    return std::numeric_limits<T>::max();
  return static_cast<T>(x);
}

/// The neighbour of `x` among floats that the mode asks for. `nearest` is the one to nearest, ties
/// to even; `error` is the sign of x - nearest, `tie` whether x lies in the middle.
inline float adjusted(float nearest, int error, bool tie, bool negative, Rounding mode) {
  const float up = nextafterf(nearest, INFINITY), down = nextafterf(nearest, -INFINITY);
  switch (mode) {
  case Rounding::rn:
    return nearest;
  case Rounding::rd:
    return error < 0 ? down : nearest;
  case Rounding::ru:
    return error > 0 ? up : nearest;
  case Rounding::rz:
    return negative ? (error > 0 ? up : nearest) : (error < 0 ? down : nearest);
  case Rounding::rna:
    if (tie && error > 0 && !negative)
      return up;
    return tie && error < 0 && negative ? down : nearest;
  }
  return nearest;
}

template <class T> inline float toFloat(T x, Rounding mode) {
  const float nearest = static_cast<float>(x);
  const auto exact = static_cast<__int128>(x), back = static_cast<__int128>(nearest);
  const int error = exact > back ? 1 : exact < back ? -1 : 0;
  const float other = nextafterf(nearest, error > 0 ? INFINITY : -INFINITY);
  const bool tie = error && exact - back == static_cast<__int128>(other) - exact;
  return adjusted(nearest, error, tie, x < 0, mode);
}

/// To a narrower floating-point type.
template <class T> inline T narrowed(double x, Rounding mode) {
  const T nearest = static_cast<T>(x);
  const double back = static_cast<double>(nearest);
  if (!(back != x) || x != x || __builtin_isinf(x))
    return nearest;
  // Neighbours of a 16-bit float differ by one in their bits.
  unsigned short bits;
  __builtin_memcpy(&bits, &nearest, sizeof bits);
  auto step = [&](bool up) {
    unsigned short moved = bits;
    if ((bits & 0x7fff) == 0)
      moved = up ? 1 : 0x8001;
    else
      moved = static_cast<unsigned short>(((bits & 0x8000) == 0) == up ? bits + 1 : bits - 1);
    T made;
    __builtin_memcpy(&made, &moved, sizeof made);
    return made;
  };
  const bool above = x > back, negative = x < 0;
  const T other = step(above);
  const bool tie = fabs(x - back) == fabs(static_cast<double>(other) - x);
  switch (mode) {
  case Rounding::rn:
    return nearest;
  case Rounding::rd:
    return above ? nearest : other;
  case Rounding::ru:
    return above ? other : nearest;
  case Rounding::rz:
    return above == negative ? other : nearest;
  case Rounding::rna:
    return tie && above != negative ? other : nearest;
  }
  return nearest;
}

} // namespace ascend_emulator
#endif
