// SPDX-License-Identifier: Apache-2.0
// Tiles: aligned groups whose size is a power of two known when compiling; within a warp, or of
// several whole warps.
#pragma once

#include "sampan/cooperative_groups.h"

namespace cooperative_groups {

namespace details {

/// Tiles of up to 32 threads. Values of any trivially copyable type can be exchanged.
template <unsigned Size> class LaneTile : public thread_group {
public:
  SPN_DEVICE_INLINE LaneTile() : thread_group(Kind::tile, ::spn::detail::alignedLanes(Size)) {
    // The last tile of a block may be incomplete; its size is the tile's all the same.
    members_.size = Size;
  }
  SPN_DEVICE_INLINE void sync() const { ::spn::detail::syncWarp(mask()); }
  SPN_DEVICE_INLINE static unsigned thread_rank() { return ::spn::detail::laneId() % Size; }

  template <class T> SPN_DEVICE_INLINE T shfl(T value, int rank) const {
    return ::spn::detail::shuffleFrom(mask(), value, ::spn::detail::sourceOf(rank, Size));
  }
  template <class T> SPN_DEVICE_INLINE T shfl_down(T value, unsigned delta) const {
    return ::spn::detail::shuffleFrom(mask(), value, ::spn::detail::sourceDown(delta, Size));
  }
  template <class T> SPN_DEVICE_INLINE T shfl_up(T value, unsigned delta) const {
    return ::spn::detail::shuffleFrom(mask(), value, ::spn::detail::sourceUp(delta, Size));
  }
  template <class T> SPN_DEVICE_INLINE T shfl_xor(T value, unsigned laneMask) const {
    return ::spn::detail::shuffleFrom(mask(), value,
                                      ::spn::detail::sourceXor(static_cast<int>(laneMask), Size));
  }
  SPN_DEVICE_INLINE int any(int predicate) const { return __any_sync(mask(), predicate); }
  SPN_DEVICE_INLINE int all(int predicate) const { return __all_sync(mask(), predicate); }
  SPN_DEVICE_INLINE unsigned ballot(int predicate) const {
    return __ballot_sync(mask(), predicate) >> firstLane();
  }
  template <class T> SPN_DEVICE_INLINE unsigned match_any(T value) const {
    return ::spn::detail::match(mask(), value).same >> firstLane();
  }
  template <class T> SPN_DEVICE_INLINE unsigned match_all(T value, int &predicate) const {
    const ::spn::detail::MatchOp op = ::spn::detail::match(mask(), value);
    predicate = op.same == op.participants;
    return predicate ? op.same >> firstLane() : 0;
  }

private:
  SPN_DEVICE_INLINE unsigned mask() const { return members_.mask; }
  SPN_DEVICE_INLINE static unsigned firstLane() { return ::spn::detail::laneId() & ~(Size - 1); }
};

/// Tiles of 64 to 1024 threads.
template <unsigned Size> class WideTile : public thread_group {
public:
  SPN_DEVICE_INLINE WideTile()
      : thread_group(::spn::detail::threadState.thread & ~(Size - 1), Size) {}
  SPN_DEVICE_INLINE void sync() const { ::spn::detail::syncMembers(members_); }
  SPN_DEVICE_INLINE static unsigned thread_rank() {
    return ::spn::detail::threadState.thread % Size;
  }
  template <class T> SPN_DEVICE_INLINE T shfl(T value, int rank) const {
    return read(value, static_cast<unsigned>(rank) % Size);
  }
  template <class T> SPN_DEVICE_INLINE T shfl_down(T value, unsigned delta) const {
    const unsigned rank = thread_rank();
    return read(value, delta < Size - rank ? rank + delta : rank);
  }
  template <class T> SPN_DEVICE_INLINE T shfl_up(T value, unsigned delta) const {
    const unsigned rank = thread_rank();
    return read(value, delta <= rank ? rank - delta : rank);
  }
  template <class T> SPN_DEVICE_INLINE T shfl_xor(T value, unsigned rankMask) const {
    return read(value, (thread_rank() ^ rankMask) % Size);
  }
  SPN_DEVICE_INLINE int any(int predicate) const {
    return ::spn::detail::countVotes(members_, predicate != 0).holding != 0;
  }
  SPN_DEVICE_INLINE int all(int predicate) const {
    const auto votes = ::spn::detail::countVotes(members_, predicate != 0);
    return votes.holding == votes.members;
  }

private:
  template <class T> SPN_DEVICE_INLINE T read(const T &value, unsigned rank) const {
    typename ::spn::detail::ReadWork<T>::Read record = {value, rank, value};
    ::spn::detail::collect(members_, record, ::spn::detail::ReadWork<T>());
    return record.result;
  }
};

template <bool Wide, unsigned Size> struct TileBase {
  typedef LaneTile<Size> type;
};
template <unsigned Size> struct TileBase<true, Size> {
  typedef WideTile<Size> type;
};

template <class Parent> struct ParentSize {
  SPN_DEVICE_INLINE static unsigned get() { return ::spn::detail::threadState.count; }
};

} // namespace details

/// `Parent` is the group that was partitioned, or void.
template <unsigned Size, class Parent = void>
class thread_block_tile : public details::TileBase<(Size > 32), Size>::type {
  static_assert(Size && Size <= 1024 && !(Size & (Size - 1)),
                "the size of a tile is a power of two, at most 1024");

public:
  SPN_DEVICE_INLINE static constexpr unsigned size() { return Size; }
  SPN_DEVICE_INLINE static constexpr unsigned num_threads() { return Size; }
  SPN_DEVICE_INLINE static unsigned meta_group_rank() {
    const unsigned parent = details::ParentSize<Parent>::get();
    const unsigned thread = ::spn::detail::threadState.thread;
    return (parent == ::spn::detail::threadState.count ? thread : thread % parent) / Size;
  }
  SPN_DEVICE_INLINE static unsigned meta_group_size() {
    return (details::ParentSize<Parent>::get() + Size - 1) / Size;
  }
  /// A tile of a known parent is also one of any parent.
  SPN_DEVICE_INLINE operator thread_block_tile<Size, void>() const {
    return thread_block_tile<Size, void>();
  }
};

template <unsigned Size>
class thread_block_tile<Size, void> : public details::TileBase<(Size > 32), Size>::type {
  static_assert(Size && Size <= 1024 && !(Size & (Size - 1)),
                "the size of a tile is a power of two, at most 1024");

public:
  SPN_DEVICE_INLINE static constexpr unsigned size() { return Size; }
  SPN_DEVICE_INLINE static constexpr unsigned num_threads() { return Size; }
  SPN_DEVICE_INLINE static unsigned meta_group_rank() {
    return ::spn::detail::threadState.thread / Size;
  }
  SPN_DEVICE_INLINE static unsigned meta_group_size() {
    return (::spn::detail::threadState.count + Size - 1) / Size;
  }
};

namespace details {
template <unsigned Size, class Parent> struct ParentSize<thread_block_tile<Size, Parent>> {
  SPN_DEVICE_INLINE static unsigned get() { return Size; }
};
} // namespace details

} // namespace cooperative_groups
