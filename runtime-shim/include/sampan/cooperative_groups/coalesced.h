// SPDX-License-Identifier: Apache-2.0
// Groups of any lanes of a warp: those that are converged, or a part of a tile or another group.
#pragma once

#include "sampan/cooperative_groups.h"

namespace cooperative_groups {

class coalesced_group : public thread_group {
public:
  SPN_DEVICE_INLINE explicit coalesced_group(unsigned mask, unsigned metaRank = 0,
                                             unsigned metaSize = 1)
      : thread_group(details::Kind::lanes, mask) {
    metaRank_ = metaRank;
    metaSize_ = metaSize;
  }
  SPN_DEVICE_INLINE void sync() const { ::spn::detail::syncWarp(mask()); }
  SPN_DEVICE_INLINE unsigned size() const { return members_.size; }
  SPN_DEVICE_INLINE unsigned num_threads() const { return members_.size; }
  SPN_DEVICE_INLINE unsigned thread_rank() const {
    return ::spn::detail::rankIn(mask(), ::spn::detail::laneId());
  }
  SPN_DEVICE_INLINE unsigned meta_group_rank() const { return metaRank_; }
  SPN_DEVICE_INLINE unsigned meta_group_size() const { return metaSize_; }

  template <class T> SPN_DEVICE_INLINE T shfl(T value, int rank) const {
    return read(value, static_cast<unsigned>(rank) % size());
  }
  template <class T> SPN_DEVICE_INLINE T shfl_down(T value, unsigned delta) const {
    const unsigned rank = thread_rank();
    return read(value, delta < size() - rank ? rank + delta : rank);
  }
  template <class T> SPN_DEVICE_INLINE T shfl_up(T value, unsigned delta) const {
    const unsigned rank = thread_rank();
    return read(value, delta <= rank ? rank - delta : rank);
  }
  SPN_DEVICE_INLINE int any(int predicate) const { return __any_sync(mask(), predicate); }
  SPN_DEVICE_INLINE int all(int predicate) const { return __all_sync(mask(), predicate); }
  SPN_DEVICE_INLINE unsigned ballot(int predicate) const {
    return ::spn::detail::packLanes(mask(), __ballot_sync(mask(), predicate));
  }
  template <class T> SPN_DEVICE_INLINE unsigned match_any(T value) const {
    return ::spn::detail::packLanes(mask(), ::spn::detail::match(mask(), value).same);
  }
  template <class T> SPN_DEVICE_INLINE unsigned match_all(T value, int &predicate) const {
    const ::spn::detail::MatchOp op = ::spn::detail::match(mask(), value);
    predicate = op.same == op.participants;
    return predicate ? ::spn::detail::packLanes(mask(), op.same) : 0;
  }

private:
  SPN_DEVICE_INLINE unsigned mask() const { return members_.mask; }
  template <class T> SPN_DEVICE_INLINE T read(const T &value, unsigned rank) const {
    return ::spn::detail::shuffleFrom(mask(), value, ::spn::detail::laneOfRank(mask(), rank));
  }
};

SPN_DEVICE_INLINE coalesced_group coalesced_threads() {
  return coalesced_group(::spn::detail::convergedLanes());
}

} // namespace cooperative_groups
