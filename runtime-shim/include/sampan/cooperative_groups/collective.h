// SPDX-License-Identifier: Apache-2.0
// One primitive under all collective operations of cooperative groups: the member that arrives last
// works on the values of all members, in the order of their ranks, while the others are suspended.
#pragma once

#include "sampan/warp.h"

namespace spn {
namespace detail {

/// Members of a group: lanes of the calling thread's warp, or a range of whole warps of its block.
struct Members {
  unsigned mask;        ///< lanes; 0 for a range
  unsigned first, size; ///< threads of the block
};

template <class T, class Work> struct LaneCollective : MeetOp {
  T *value;
  const Work *work;
  SPN_DEVICE_DECL static void run(MeetOp *const *byLane, unsigned participants) {
    T *values[32] = {};
    unsigned count = 0;
    const Work *work = nullptr;
    for (unsigned rest = participants; rest; rest &= rest - 1) {
      LaneCollective &op = *static_cast<LaneCollective *>(byLane[__builtin_ctz(rest)]);
      values[count++] = op.value;
      work = op.work;
    }
    (*work)(values, count);
  }
};

template <class T, class Work> struct WideCollective : GroupOp {
  T *value;
  const Work *work;
  SPN_DEVICE_DECL static void run(GroupOp *const *byThread, unsigned size) {
    T *values[1024];
    values[0] = nullptr;
    unsigned count = 0;
    const Work *work = nullptr;
    for (unsigned i = 0; i < size; ++i)
      if (byThread[i]) {
        WideCollective &op = *static_cast<WideCollective *>(byThread[i]);
        values[count++] = op.value;
        work = op.work;
      }
    (*work)(values, count);
  }
};

/// work(T *const *values, unsigned count) runs once for the group and may change all values.
template <class T, class Work>
SPN_DEVICE_INLINE void collect(const Members &members, T &value, const Work &work) {
  if (members.mask) {
    LaneCollective<T, Work> op;
    op.mask = members.mask;
    op.combine = &LaneCollective<T, Work>::run;
    op.value = &value;
    op.work = &work;
    meetWarp(op);
  } else {
    WideCollective<T, Work> op;
    op.combine = &WideCollective<T, Work>::run;
    op.value = &value;
    op.work = &work;
    meetGroup(op, members.first, members.size);
  }
}

struct NoWork {
  template <class T> SPN_DEVICE_DECL void operator()(T *const *, unsigned) const {}
};
SPN_DEVICE_INLINE void syncMembers(const Members &members) {
  char nothing = 0;
  if (members.mask)
    syncWarp(members.mask);
  else
    collect(members, nothing, NoWork());
}

/// Each member has the bit of its predicate; afterwards how many members had it.
struct CountWork {
  struct Vote {
    bool predicate;
    unsigned holding, members;
  };
  SPN_DEVICE_DECL void operator()(Vote *const *votes, unsigned count) const {
    unsigned holding = 0;
    for (unsigned i = 0; i < count; ++i)
      holding += votes[i]->predicate;
    for (unsigned i = 0; i < count; ++i) {
      votes[i]->holding = holding;
      votes[i]->members = count;
    }
  }
};
SPN_DEVICE_INLINE CountWork::Vote countVotes(const Members &members, bool predicate) {
  CountWork::Vote vote = {predicate, 0, 0};
  collect(members, vote, CountWork());
  return vote;
}

/// Reading another member's value by rank.
template <class T> struct ReadWork {
  struct Read {
    T value;
    unsigned source;
    T result;
  };
  SPN_DEVICE_DECL void operator()(Read *const *reads, unsigned count) const {
    for (unsigned i = 0; i < count; ++i)
      reads[i]->result = reads[reads[i]->source < count ? reads[i]->source : i]->value;
  }
};

/// Rank among `mask` of lane `lane`.
SPN_DEVICE_INLINE unsigned rankIn(unsigned mask, unsigned lane) {
  return static_cast<unsigned>(__builtin_popcount(mask & ((1u << lane) - 1)));
}
/// Lane whose rank among `mask` is `rank`, which must exist.
SPN_DEVICE_INLINE unsigned laneOfRank(unsigned mask, unsigned rank) {
  while (rank--)
    mask &= mask - 1;
  return mask ? static_cast<unsigned>(__builtin_ctz(mask)) : laneId();
}
/// The bits of `lanes` at the lanes of `mask`, moved together.
SPN_DEVICE_INLINE unsigned packLanes(unsigned mask, unsigned lanes) {
  unsigned packed = 0;
  for (unsigned rank = 0; mask; mask &= mask - 1, ++rank)
    if (lanes & mask & -mask)
      packed |= 1u << rank;
  return packed;
}

SPN_DEVICE_INLINE unsigned alignedLanes(unsigned size) {
  return size >= 32 ? ~0u : ((1u << size) - 1) << (laneId() & ~(size - 1));
}

} // namespace detail
} // namespace spn
