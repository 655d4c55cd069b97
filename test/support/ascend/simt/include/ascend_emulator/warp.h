// SPDX-License-Identifier: Apache-2.0
// Exchange of values between the lanes of a warp.
#pragma once

#include "ascend_emulator/device.h"

#ifndef ASC_EMULATOR_CHECK
#include <string.h>

namespace ascend_emulator {

struct Vote : WarpOp {
  int32_t predicate;
  uint32_t ballot, active;
  bool all() const { return ballot == active; }
};

inline __attribute__((always_inline)) Vote vote(int32_t predicate) {
  Vote op;
  op.predicate = predicate;
  op.combine = [](WarpOp *const *byLane, uint32_t mask) {
    uint32_t ballot = 0;
    for (unsigned lane = 0; lane < lanesPerWarp; ++lane)
      if (mask >> lane & 1 && static_cast<Vote *>(byLane[lane])->predicate)
        ballot |= 1u << lane;
    for (unsigned lane = 0; lane < lanesPerWarp; ++lane)
      if (mask >> lane & 1) {
        static_cast<Vote *>(byLane[lane])->ballot = ballot;
        static_cast<Vote *>(byLane[lane])->active = mask;
      }
  };
  meetWarp(op);
  return op;
}

enum class Way { from, up, down, across };

/// The lane that `lane` reads, itself if the way leads out of its segment.
inline unsigned sourceOf(Way way, unsigned lane, int32_t operand, int32_t width) {
  const int32_t first = static_cast<int32_t>(lane) & ~(width - 1);
  const int32_t self = static_cast<int32_t>(lane);
  int32_t source = self;
  switch (way) {
  case Way::from:
    return static_cast<unsigned>(first + (operand & (width - 1)));
  case Way::up:
    source = self - operand;
    return static_cast<unsigned>(operand < 0 || source < first ? self : source);
  case Way::down:
    source = self + operand;
    return static_cast<unsigned>(operand < 0 || source >= first + width ? self : source);
  case Way::across:
    source = self ^ operand;
    return static_cast<unsigned>(source < 0 || source >= first + width ? self : source);
  }
  return lane;
}

template <class T> struct Exchange : WarpOp {
  T value, result;
  Way way;
  int32_t operand, width;
};

template <class T>
inline __attribute__((always_inline)) T exchange(T value, Way way, int32_t operand, int32_t width) {
  if (width < 1 || width > 32 || (width & (width - 1)))
    fault("the width of a shuffle is %d; it must be a power of two up to 32", width);
  Exchange<T> op;
  op.value = value;
  op.way = way;
  op.operand = operand;
  op.width = width;
  op.combine = [](WarpOp *const *byLane, uint32_t mask) {
    for (unsigned lane = 0; lane < lanesPerWarp; ++lane) {
      if (!(mask >> lane & 1))
        continue;
      auto &own = *static_cast<Exchange<T> *>(byLane[lane]);
      const unsigned source = sourceOf(own.way, lane, own.operand, own.width);
      if (mask >> source & 1)
        own.result = static_cast<Exchange<T> *>(byLane[source])->value;
      else
        memset(static_cast<void *>(&own.result), 0xb5, sizeof(T));
    }
  };
  meetWarp(op);
  return op.result;
}

template <class T> struct Reduction : WarpOp {
  T value;
  T (*operation)(T, T);
};

template <class T> inline __attribute__((always_inline)) T reduce(T value, T (*operation)(T, T)) {
  Reduction<T> op;
  op.value = value;
  op.operation = operation;
  op.combine = [](WarpOp *const *byLane, uint32_t mask) {
    bool first = true;
    T total = T();
    for (unsigned lane = 0; lane < lanesPerWarp; ++lane)
      if (mask >> lane & 1) {
        auto &own = *static_cast<Reduction<T> *>(byLane[lane]);
        total = first ? own.value : own.operation(total, own.value);
        first = false;
      }
    for (unsigned lane = 0; lane < lanesPerWarp; ++lane)
      if (mask >> lane & 1)
        static_cast<Reduction<T> *>(byLane[lane])->value = total;
  };
  meetWarp(op);
  return op.value;
}
template <class T, class F> inline __attribute__((always_inline)) T reduce(T value, F operation) {
  return reduce(value, static_cast<T (*)(T, T)>(operation));
}

} // namespace ascend_emulator
#endif
