// SPDX-License-Identifier: Apache-2.0
// Operations of a warp. The lanes that come to one call take part; what a lane gets from one that
// does not take part is undefined on the device, and a recognisable pattern here.
#pragma once

#include "ascend_emulator/warp.h"

ASC_FUNCTION int32_t asc_all(int32_t predicate)
    ASC_BODY(return ::ascend_emulator::vote(predicate).all();) ASC_FUNCTION int32_t
    asc_any(int32_t predicate)
        ASC_BODY(return ::ascend_emulator::vote(predicate).ballot != 0;) ASC_FUNCTION uint32_t
    asc_ballot(int32_t predicate)
        ASC_BODY(return ::ascend_emulator::vote(predicate).ballot;) ASC_FUNCTION uint32_t
    asc_activemask() ASC_BODY(return ::ascend_emulator::vote(1).active;)

#define ASC_SHUFFLES(T)                                                                            \
  ASC_FUNCTION T asc_shfl(T var, int32_t src_lane, int32_t width = warpSize) ASC_BODY(             \
      return ::ascend_emulator::exchange(var, ::ascend_emulator::Way::from, src_lane, width);)     \
      ASC_FUNCTION T asc_shfl_up(T var, uint32_t delta, int32_t width = warpSize) ASC_BODY(        \
          return ::ascend_emulator::exchange(var, ::ascend_emulator::Way::up,                      \
                                             static_cast<int32_t>(delta), width);)                 \
          ASC_FUNCTION T asc_shfl_down(T var, uint32_t delta, int32_t width = warpSize)            \
              ASC_BODY(return ::ascend_emulator::exchange(var, ::ascend_emulator::Way::down,       \
                                                          static_cast<int32_t>(delta), width);)    \
                  ASC_FUNCTION T asc_shfl_xor(T var, int32_t lane_mask, int32_t width = warpSize)  \
                      ASC_BODY(return ::ascend_emulator::exchange(                                 \
                                          var, ::ascend_emulator::Way::across, lane_mask, width);)
#define ASC_REDUCTIONS(T)                                                                          \
  ASC_FUNCTION T asc_reduce_add(T val) ASC_BODY(                                                   \
      return ::ascend_emulator::reduce(val, [](T a, T b) { return static_cast<T>(a + b); });)      \
      ASC_FUNCTION T asc_reduce_max(T val)                                                         \
          ASC_BODY(return ::ascend_emulator::reduce(val, [](T a, T b) { return a < b ? b : a; });) \
              ASC_FUNCTION T asc_reduce_min(T val) ASC_BODY(                                       \
                  return ::ascend_emulator::reduce(val, [](T a, T b) { return b < a ? b : a; });)

        ASC_SHUFFLES(int32_t) ASC_SHUFFLES(uint32_t) ASC_SHUFFLES(float) ASC_SHUFFLES(int64_t)
            ASC_SHUFFLES(uint64_t) ASC_REDUCTIONS(int32_t) ASC_REDUCTIONS(uint32_t)
                ASC_REDUCTIONS(float)
