// SPDX-License-Identifier: Apache-2.0
// From the double of host code to the emulated one of device code: the same 64 bits.
#pragma once

#include "sampan/soft_double.h"

#include <cstring>

namespace spn {
namespace ascend {

inline soft_double softened(double x) {
  soft::Bits bits;
  std::memcpy(&bits, &x, sizeof bits);
  return soft_double::of(bits);
}
inline soft_double *softened(double *x) { return reinterpret_cast<soft_double *>(x); }
inline const soft_double *softened(const double *x) {
  return reinterpret_cast<const soft_double *>(x);
}

} // namespace ascend
} // namespace spn
