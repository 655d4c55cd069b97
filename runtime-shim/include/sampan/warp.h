// SPDX-License-Identifier: Apache-2.0
// Operations among the 32 lanes of a warp. Each builds the record that a lane brings to the
// rendezvous in detail/execution.h and a function that works out the results of all lanes there.
//
// Where CUDA leaves the result undefined, reading from a lane that does not take part, the value
// is 0.
#pragma once

#include "sampan/detail/execution.h"

#include <cstring>

namespace spn {
namespace detail {

template <class T> struct ShuffleOp : MeetOp {
  T value, result;
  unsigned source; ///< lane to read

  static void exchange(MeetOp *const *byLane, unsigned participants) {
    for (unsigned rest = participants; rest; rest &= rest - 1) {
      ShuffleOp &self = *static_cast<ShuffleOp *>(byLane[__builtin_ctz(rest)]);
      if (participants >> self.source & 1)
        self.result = static_cast<ShuffleOp *>(byLane[self.source])->value;
      else
        std::memset(static_cast<void *>(&self.result), 0, sizeof self.result);
    }
  }
};

template <class T> SPN_DEVICE_INLINE T shuffleFrom(unsigned mask, const T &value, unsigned source) {
  ShuffleOp<T> op;
  op.mask = mask;
  op.combine = &ShuffleOp<T>::exchange;
  op.value = value;
  op.source = source;
  meetWarp(op);
  return op.result;
}

// Lane that each form reads. A segment is `width` lanes, a power of two.
SPN_DEVICE_INLINE unsigned sourceOf(int lane, int width) {
  const unsigned inSegment = static_cast<unsigned>(width - 1);
  return (laneId() & ~inSegment) | (static_cast<unsigned>(lane) & inSegment);
}
SPN_DEVICE_INLINE unsigned sourceUp(unsigned delta, int width) {
  const unsigned lane = laneId();
  return (lane & static_cast<unsigned>(width - 1)) >= delta ? lane - delta : lane;
}
SPN_DEVICE_INLINE unsigned sourceDown(unsigned delta, int width) {
  const unsigned lane = laneId(), inSegment = lane & static_cast<unsigned>(width - 1);
  return delta < static_cast<unsigned>(width) - inSegment ? lane + delta : lane;
}
/// Earlier segments may be read, later ones not.
SPN_DEVICE_INLINE unsigned sourceXor(int laneMask, int width) {
  const unsigned lane = laneId(), other = (lane ^ static_cast<unsigned>(laneMask)) & 31u;
  return other <= (lane | static_cast<unsigned>(width - 1)) ? other : lane;
}

struct VoteOp : MeetOp {
  bool predicate;
  unsigned ballot, participants;

  static void count(MeetOp *const *byLane, unsigned participants) {
    unsigned ballot = 0;
    for (unsigned rest = participants; rest; rest &= rest - 1)
      if (static_cast<VoteOp *>(byLane[__builtin_ctz(rest)])->predicate)
        ballot |= rest & -rest;
    for (unsigned rest = participants; rest; rest &= rest - 1) {
      VoteOp &self = *static_cast<VoteOp *>(byLane[__builtin_ctz(rest)]);
      self.ballot = ballot;
      self.participants = participants;
    }
  }
};

SPN_DEVICE_INLINE VoteOp vote(unsigned mask, bool predicate) {
  VoteOp op;
  op.mask = mask;
  op.combine = &VoteOp::count;
  op.predicate = predicate;
  meetWarp(op);
  return op;
}

struct SyncOp : MeetOp {
  static void nothing(MeetOp *const *, unsigned) {}
};

SPN_DEVICE_INLINE void syncWarp(unsigned mask) {
  SyncOp op;
  op.mask = mask;
  op.combine = &SyncOp::nothing;
  meetWarp(op);
}

struct MatchOp : MeetOp {
  unsigned long long value;
  unsigned same; ///< lanes with the same value
  unsigned participants;

  static void compare(MeetOp *const *byLane, unsigned participants) {
    // Once per distinct value, of which there are mostly few.
    for (unsigned left = participants; left;) {
      const unsigned long long value = static_cast<MatchOp *>(byLane[__builtin_ctz(left)])->value;
      unsigned same = 0;
      for (unsigned rest = left; rest; rest &= rest - 1)
        if (static_cast<MatchOp *>(byLane[__builtin_ctz(rest)])->value == value)
          same |= rest & -rest;
      for (unsigned rest = same; rest; rest &= rest - 1) {
        MatchOp &self = *static_cast<MatchOp *>(byLane[__builtin_ctz(rest)]);
        self.same = same;
        self.participants = participants;
      }
      left &= ~same;
    }
  }
};

/// Values are compared by their bits.
template <class T> SPN_DEVICE_INLINE MatchOp match(unsigned mask, const T &value) {
  static_assert(sizeof(T) <= sizeof(MatchOp::value), "CUDA matches values of up to 8 bytes");
  MatchOp op;
  op.mask = mask;
  op.combine = &MatchOp::compare;
  op.value = 0;
  std::memcpy(&op.value, &value, sizeof value);
  meetWarp(op);
  return op;
}

template <class T, class Fold> struct ReduceOp : MeetOp {
  T value;

  static void fold(MeetOp *const *byLane, unsigned participants) {
    unsigned rest = participants & (participants - 1);
    T total = static_cast<ReduceOp *>(byLane[__builtin_ctz(participants)])->value;
    for (; rest; rest &= rest - 1)
      total = Fold::apply(total, static_cast<ReduceOp *>(byLane[__builtin_ctz(rest)])->value);
    for (rest = participants; rest; rest &= rest - 1)
      static_cast<ReduceOp *>(byLane[__builtin_ctz(rest)])->value = total;
  }
};

template <class Fold, class T> SPN_DEVICE_INLINE T reduceLanes(unsigned mask, T value) {
  ReduceOp<T, Fold> op;
  op.mask = mask;
  op.combine = &ReduceOp<T, Fold>::fold;
  op.value = value;
  meetWarp(op);
  return op.value;
}

struct FoldAdd {
  template <class T> static T apply(T a, T b) {
    return static_cast<T>(static_cast<unsigned>(a) + static_cast<unsigned>(b));
  }
};
struct FoldMin {
  template <class T> static T apply(T a, T b) { return b < a ? b : a; }
};
struct FoldMax {
  template <class T> static T apply(T a, T b) { return a < b ? b : a; }
};
struct FoldAnd {
  template <class T> static T apply(T a, T b) { return a & b; }
};
struct FoldOr {
  template <class T> static T apply(T a, T b) { return a | b; }
};
struct FoldXor {
  template <class T> static T apply(T a, T b) { return a ^ b; }
};

} // namespace detail
} // namespace spn

SPN_DEVICE_INLINE void __syncwarp(unsigned mask = 0xffffffffu) { ::spn::detail::syncWarp(mask); }
SPN_DEVICE_INLINE unsigned __activemask() { return ::spn::detail::convergedLanes(); }

// The forms without a mask are those of CUDA before 9: they take the lanes that are converged here.
#define SPN_SHUFFLE(type)                                                                          \
  SPN_DEVICE_INLINE type __shfl_sync(unsigned mask, type value, int lane, int width = warpSize) {  \
    return ::spn::detail::shuffleFrom(mask, value, ::spn::detail::sourceOf(lane, width));          \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl_up_sync(unsigned mask, type value, unsigned delta,                 \
                                        int width = warpSize) {                                    \
    return ::spn::detail::shuffleFrom(mask, value, ::spn::detail::sourceUp(delta, width));         \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl_down_sync(unsigned mask, type value, unsigned delta,               \
                                          int width = warpSize) {                                  \
    return ::spn::detail::shuffleFrom(mask, value, ::spn::detail::sourceDown(delta, width));       \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl_xor_sync(unsigned mask, type value, int laneMask,                  \
                                         int width = warpSize) {                                   \
    return ::spn::detail::shuffleFrom(mask, value, ::spn::detail::sourceXor(laneMask, width));     \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl(type value, int lane, int width = warpSize) {                      \
    return __shfl_sync(__activemask(), value, lane, width);                                        \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl_up(type value, unsigned delta, int width = warpSize) {             \
    return __shfl_up_sync(__activemask(), value, delta, width);                                    \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl_down(type value, unsigned delta, int width = warpSize) {           \
    return __shfl_down_sync(__activemask(), value, delta, width);                                  \
  }                                                                                                \
  SPN_DEVICE_INLINE type __shfl_xor(type value, int laneMask, int width = warpSize) {              \
    return __shfl_xor_sync(__activemask(), value, laneMask, width);                                \
  }                                                                                                \
  SPN_DEVICE_INLINE unsigned __match_any_sync(unsigned mask, type value) {                         \
    return ::spn::detail::match(mask, value).same;                                                 \
  }                                                                                                \
  SPN_DEVICE_INLINE unsigned __match_all_sync(unsigned mask, type value, int *predicate) {         \
    const ::spn::detail::MatchOp op = ::spn::detail::match(mask, value);                           \
    *predicate = op.same == op.participants;                                                       \
    return *predicate ? op.participants : 0;                                                       \
  }

SPN_SHUFFLE(int)
SPN_SHUFFLE(unsigned int)
SPN_SHUFFLE(long)
SPN_SHUFFLE(unsigned long)
SPN_SHUFFLE(long long)
SPN_SHUFFLE(unsigned long long)
SPN_SHUFFLE(float)
SPN_SHUFFLE(double)
#undef SPN_SHUFFLE

SPN_DEVICE_INLINE int __all_sync(unsigned mask, int predicate) {
  const ::spn::detail::VoteOp op = ::spn::detail::vote(mask, predicate != 0);
  return op.ballot == op.participants;
}
SPN_DEVICE_INLINE int __any_sync(unsigned mask, int predicate) {
  return ::spn::detail::vote(mask, predicate != 0).ballot != 0;
}
SPN_DEVICE_INLINE int __uni_sync(unsigned mask, int predicate) {
  const ::spn::detail::VoteOp op = ::spn::detail::vote(mask, predicate != 0);
  return op.ballot == op.participants || op.ballot == 0;
}
SPN_DEVICE_INLINE unsigned __ballot_sync(unsigned mask, int predicate) {
  return ::spn::detail::vote(mask, predicate != 0).ballot;
}
SPN_DEVICE_INLINE int __all(int predicate) { return __all_sync(__activemask(), predicate); }
SPN_DEVICE_INLINE int __any(int predicate) { return __any_sync(__activemask(), predicate); }
SPN_DEVICE_INLINE unsigned __ballot(int predicate) {
  return __ballot_sync(__activemask(), predicate);
}

#define SPN_REDUCE(name, type, fold)                                                               \
  SPN_DEVICE_INLINE type name(unsigned mask, type value) {                                         \
    return ::spn::detail::reduceLanes<::spn::detail::fold>(mask, value);                           \
  }
SPN_REDUCE(__reduce_add_sync, unsigned, FoldAdd)
SPN_REDUCE(__reduce_min_sync, unsigned, FoldMin)
SPN_REDUCE(__reduce_max_sync, unsigned, FoldMax)
SPN_REDUCE(__reduce_add_sync, int, FoldAdd)
SPN_REDUCE(__reduce_min_sync, int, FoldMin)
SPN_REDUCE(__reduce_max_sync, int, FoldMax)
SPN_REDUCE(__reduce_and_sync, unsigned, FoldAnd)
SPN_REDUCE(__reduce_or_sync, unsigned, FoldOr)
SPN_REDUCE(__reduce_xor_sync, unsigned, FoldXor)
#undef SPN_REDUCE
