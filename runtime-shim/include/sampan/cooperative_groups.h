// SPDX-License-Identifier: Apache-2.0
// Cooperative groups: handles to sets of threads that meet and exchange values. This header has the
// groups that a launch defines (grid, cluster, block) and the generic thread_group; tiles and
// coalesced groups are in the headers that it includes at its end.
#pragma once

#include "sampan/cooperative_groups/collective.h"
#include "sampan/synchronization.h"

namespace cooperative_groups {

namespace details {
enum class Kind : unsigned char { block, grid, lanes, tile, range };
/// Threads per block as CUDA's dim3 functions give them.
SPN_DEVICE_INLINE dim3 dim3Of(const uint3 &index) { return dim3(index.x, index.y, index.z); }
} // namespace details

/// Any group; what a function takes that works on all of them.
class thread_group {
public:
  SPN_DEVICE_INLINE void sync() const;
  SPN_DEVICE_INLINE unsigned long long size() const;
  SPN_DEVICE_INLINE unsigned long long num_threads() const { return size(); }
  SPN_DEVICE_INLINE unsigned long long thread_rank() const;
  SPN_DEVICE_INLINE bool is_valid() const {
    return kind_ != details::Kind::grid || ::spn::detail::gridIsCooperative();
  }
  SPN_DEVICE_INLINE bool operator==(const thread_group &other) const {
    return kind_ == other.kind_ && members_.mask == other.members_.mask &&
           members_.first == other.members_.first && members_.size == other.members_.size;
  }
  SPN_DEVICE_INLINE bool operator!=(const thread_group &other) const { return !(*this == other); }

  // For the functions of this library.
  SPN_DEVICE_INLINE details::Kind kindOfGroup() const { return kind_; }
  SPN_DEVICE_INLINE const ::spn::detail::Members &membersOfGroup() const { return members_; }

protected:
  SPN_DEVICE_INLINE explicit thread_group(details::Kind kind)
      : kind_(kind), members_{0, 0, ::spn::detail::threadState.count} {}
  SPN_DEVICE_INLINE thread_group(details::Kind kind, unsigned mask)
      : kind_(kind), members_{mask, 0, static_cast<unsigned>(__builtin_popcount(mask))} {}
  SPN_DEVICE_INLINE thread_group(unsigned first, unsigned size)
      : kind_(details::Kind::range), members_{0, first, size} {}

  details::Kind kind_;
  unsigned metaRank_ = 0, metaSize_ = 1;
  ::spn::detail::Members members_;
};

namespace details {
SPN_DEVICE_INLINE unsigned long long blockRank() {
  return (static_cast<unsigned long long>(blockIdx.z) * gridDim.y + blockIdx.y) * gridDim.x +
         blockIdx.x;
}
SPN_DEVICE_INLINE unsigned long long blockCount() {
  return static_cast<unsigned long long>(gridDim.x) * gridDim.y * gridDim.z;
}
} // namespace details

/// All threads of the block.
class thread_block : public thread_group {
public:
  class arrival_token {
    friend class thread_block;
    unsigned phase_ = 0;
  };

  SPN_DEVICE_INLINE thread_block() : thread_group(details::Kind::block) {}
  SPN_DEVICE_INLINE static void sync() { ::spn::detail::blockBarrier(); }
  SPN_DEVICE_INLINE static unsigned thread_rank() { return ::spn::detail::threadState.thread; }
  SPN_DEVICE_INLINE static unsigned size() { return ::spn::detail::threadState.count; }
  SPN_DEVICE_INLINE static unsigned num_threads() { return size(); }
  SPN_DEVICE_INLINE static dim3 group_index() { return details::dim3Of(blockIdx); }
  SPN_DEVICE_INLINE static dim3 thread_index() { return details::dim3Of(threadIdx); }
  SPN_DEVICE_INLINE static dim3 group_dim() { return blockDim; }
  SPN_DEVICE_INLINE static dim3 dim_threads() { return blockDim; }
  SPN_DEVICE_INLINE arrival_token barrier_arrive() const {
    arrival_token token;
    token.phase_ = ::spn::detail::blockBarrierArrive();
    return token;
  }
  SPN_DEVICE_INLINE void barrier_wait(arrival_token &&token) const {
    ::spn::detail::blockBarrierWait(token.phase_);
  }
};

/// All threads of all blocks. sync() needs a cooperative launch.
class grid_group : public thread_group {
public:
  class arrival_token {};

  SPN_DEVICE_INLINE grid_group() : thread_group(details::Kind::grid) {}
  SPN_DEVICE_INLINE bool is_valid() const { return ::spn::detail::gridIsCooperative(); }
  SPN_DEVICE_INLINE void sync() const { ::spn::detail::gridBarrier(); }
  /// Arrival is made good by the wait; a thread that exits instead counts as arrived.
  SPN_DEVICE_INLINE arrival_token barrier_arrive() const { return arrival_token(); }
  SPN_DEVICE_INLINE void barrier_wait(arrival_token &&) const { ::spn::detail::gridBarrier(); }
  SPN_DEVICE_INLINE static unsigned long long size() {
    return details::blockCount() * ::spn::detail::threadState.count;
  }
  SPN_DEVICE_INLINE static unsigned long long num_threads() { return size(); }
  SPN_DEVICE_INLINE static unsigned long long thread_rank() {
    return details::blockRank() * ::spn::detail::threadState.count +
           ::spn::detail::threadState.thread;
  }
  SPN_DEVICE_INLINE static unsigned long long block_rank() { return details::blockRank(); }
  SPN_DEVICE_INLINE static unsigned long long num_blocks() { return details::blockCount(); }
  SPN_DEVICE_INLINE static unsigned long long cluster_rank() { return details::blockRank(); }
  SPN_DEVICE_INLINE static unsigned long long num_clusters() { return details::blockCount(); }
  SPN_DEVICE_INLINE static dim3 block_index() { return details::dim3Of(blockIdx); }
  SPN_DEVICE_INLINE static dim3 cluster_index() { return details::dim3Of(blockIdx); }
  SPN_DEVICE_INLINE static dim3 dim_blocks() { return gridDim; }
  SPN_DEVICE_INLINE static dim3 dim_clusters() { return gridDim; }
  SPN_DEVICE_INLINE static dim3 group_dim() { return gridDim; }
};

/// A cluster has one block, as every cluster before compute capability 9 has.
class cluster_group : public thread_group {
public:
  using arrival_token = thread_block::arrival_token;

  SPN_DEVICE_INLINE cluster_group() : thread_group(details::Kind::block) {}
  SPN_DEVICE_INLINE static void sync() { ::spn::detail::blockBarrier(); }
  SPN_DEVICE_INLINE static arrival_token barrier_arrive() {
    return thread_block().barrier_arrive();
  }
  SPN_DEVICE_INLINE static void barrier_wait(arrival_token &&token) {
    thread_block().barrier_wait(static_cast<arrival_token &&>(token));
  }
  SPN_DEVICE_INLINE static unsigned size() { return ::spn::detail::threadState.count; }
  SPN_DEVICE_INLINE static unsigned num_threads() { return size(); }
  SPN_DEVICE_INLINE static unsigned thread_rank() { return ::spn::detail::threadState.thread; }
  SPN_DEVICE_INLINE static unsigned num_blocks() { return 1; }
  SPN_DEVICE_INLINE static unsigned block_rank() { return 0; }
  SPN_DEVICE_INLINE static dim3 block_index() { return dim3(0, 0, 0); }
  SPN_DEVICE_INLINE static dim3 dim_blocks() { return dim3(1, 1, 1); }
  SPN_DEVICE_INLINE static dim3 thread_index() { return details::dim3Of(threadIdx); }
  SPN_DEVICE_INLINE static dim3 dim_threads() { return blockDim; }
  template <class T> SPN_DEVICE_INLINE static T *map_shared_rank(T *address, int) {
    return address;
  }
  SPN_DEVICE_INLINE static unsigned query_shared_rank(const void *) { return 0; }
};

/// Scratch that CUDA wants for tiles of more than a warp; not needed here.
template <unsigned MaxBlockSize = 1024> struct block_tile_memory {
  char unused;
};

SPN_DEVICE_INLINE thread_block this_thread_block() { return thread_block(); }
template <unsigned MaxBlockSize>
SPN_DEVICE_INLINE thread_block this_thread_block(block_tile_memory<MaxBlockSize> &) {
  return thread_block();
}
SPN_DEVICE_INLINE grid_group this_grid() { return grid_group(); }
SPN_DEVICE_INLINE cluster_group this_cluster() { return cluster_group(); }

SPN_DEVICE_INLINE void thread_group::sync() const {
  switch (kind_) {
  case details::Kind::block:
    return ::spn::detail::blockBarrier();
  case details::Kind::grid:
    return ::spn::detail::gridBarrier();
  default:
    return ::spn::detail::syncMembers(members_);
  }
}
SPN_DEVICE_INLINE unsigned long long thread_group::size() const {
  return kind_ == details::Kind::grid ? grid_group::size() : members_.size;
}
SPN_DEVICE_INLINE unsigned long long thread_group::thread_rank() const {
  switch (kind_) {
  case details::Kind::block:
    return thread_block::thread_rank();
  case details::Kind::grid:
    return grid_group::thread_rank();
  case details::Kind::range:
    return ::spn::detail::threadState.thread - members_.first;
  default:
    return ::spn::detail::rankIn(members_.mask, ::spn::detail::laneId());
  }
}

template <class Group> SPN_DEVICE_INLINE void sync(const Group &group) { group.sync(); }
template <class Group> SPN_DEVICE_INLINE auto thread_rank(const Group &group) {
  return group.thread_rank();
}
template <class Group> SPN_DEVICE_INLINE auto group_size(const Group &group) {
  return group.size();
}
template <class Group> SPN_DEVICE_INLINE bool is_valid(const Group &group) {
  return group.is_valid();
}

} // namespace cooperative_groups

#include "sampan/cooperative_groups/coalesced.h"
#include "sampan/cooperative_groups/tile.h"

#include "sampan/cooperative_groups/partition.h"
