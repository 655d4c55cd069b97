// SPDX-License-Identifier: Apache-2.0
// Dividing groups: into tiles, by a label, by a predicate; and choosing one member.
#pragma once

#include "sampan/cooperative_groups.h"

#include <type_traits>
#include <utility>

namespace cooperative_groups {

template <unsigned Size, class Parent>
SPN_DEVICE_INLINE thread_block_tile<Size, Parent> tiled_partition(const Parent &) {
  static_assert(!std::is_same<Parent, thread_group>::value &&
                    !std::is_same<Parent, coalesced_group>::value,
                "tiles of a known size are cut from blocks and tiles");
  return thread_block_tile<Size, Parent>();
}

namespace details {

/// Every `size` members in rank order; exists for any lanes.
SPN_DEVICE_INLINE coalesced_group cutLanes(unsigned mask, unsigned size) {
  const unsigned rank = ::spn::detail::rankIn(mask, ::spn::detail::laneId());
  const unsigned all = static_cast<unsigned>(__builtin_popcount(mask));
  unsigned part = 0;
  for (unsigned i = rank / size * size; i < all && i < (rank / size + 1) * size; ++i)
    part |= 1u << ::spn::detail::laneOfRank(mask, i);
  return coalesced_group(part, rank / size, (all + size - 1) / size);
}

} // namespace details

/// Tiles of a size known only when running: a power of two, at most 32.
SPN_DEVICE_INLINE coalesced_group tiled_partition(const coalesced_group &parent, unsigned size) {
  return details::cutLanes(parent.membersOfGroup().mask, size);
}
SPN_DEVICE_INLINE thread_group tiled_partition(const thread_block &, unsigned size) {
  return coalesced_group(::spn::detail::alignedLanes(size),
                         ::spn::detail::threadState.thread / size,
                         (::spn::detail::threadState.count + size - 1) / size);
}
SPN_DEVICE_INLINE thread_group tiled_partition(const thread_group &parent, unsigned size) {
  if (parent.membersOfGroup().mask)
    return details::cutLanes(parent.membersOfGroup().mask, size);
  return tiled_partition(thread_block(), size);
}

namespace details {

template <class Group, class Label>
SPN_DEVICE_INLINE coalesced_group partitionByLabel(const Group &group, const Label &label) {
  const unsigned mask = group.membersOfGroup().mask;
  const unsigned same = ::spn::detail::match(mask, label).same;
  // Groups are numbered by their first members.
  unsigned leaders = __ballot_sync(mask, (same & -same) == 1u << ::spn::detail::laneId());
  const unsigned own = static_cast<unsigned>(__builtin_ctz(same));
  return coalesced_group(same, ::spn::detail::rankIn(leaders, own),
                         static_cast<unsigned>(__builtin_popcount(leaders)));
}

template <class Group>
SPN_DEVICE_INLINE coalesced_group partitionByPredicate(const Group &group, bool predicate) {
  const unsigned mask = group.membersOfGroup().mask;
  const unsigned holding = __ballot_sync(mask, predicate);
  return predicate ? coalesced_group(holding & mask, 0, 2) : coalesced_group(~holding & mask, 1, 2);
}

} // namespace details

template <class Label>
SPN_DEVICE_INLINE coalesced_group labeled_partition(const coalesced_group &group, Label label) {
  return details::partitionByLabel(group, label);
}
template <unsigned Size, class Parent, class Label>
SPN_DEVICE_INLINE coalesced_group labeled_partition(const thread_block_tile<Size, Parent> &tile,
                                                    Label label) {
  static_assert(Size <= 32, "labels divide tiles of one warp");
  return details::partitionByLabel(tile, label);
}
SPN_DEVICE_INLINE coalesced_group binary_partition(const coalesced_group &group, bool predicate) {
  return details::partitionByPredicate(group, predicate);
}
template <unsigned Size, class Parent>
SPN_DEVICE_INLINE coalesced_group binary_partition(const thread_block_tile<Size, Parent> &tile,
                                                   bool predicate) {
  static_assert(Size <= 32, "predicates divide tiles of one warp");
  return details::partitionByPredicate(tile, predicate);
}

/// One member calls the function.
template <class Group, class Function, class... Arguments>
SPN_DEVICE_INLINE void invoke_one(const Group &group, Function &&function,
                                  Arguments &&...arguments) {
  if (group.thread_rank() == 0)
    std::forward<Function>(function)(std::forward<Arguments>(arguments)...);
}
/// One member calls the function, all get the result.
template <class Group, class Function, class... Arguments>
SPN_DEVICE_INLINE auto invoke_one_broadcast(const Group &group, Function &&function,
                                            Arguments &&...arguments) {
  typedef decltype(std::forward<Function>(function)(std::forward<Arguments>(arguments)...)) Result;
  Result result = Result();
  if (group.thread_rank() == 0)
    result = std::forward<Function>(function)(std::forward<Arguments>(arguments)...);
  return group.shfl(result, 0);
}

namespace experimental {
using cooperative_groups::block_tile_memory;
using cooperative_groups::this_thread_block;
using cooperative_groups::thread_block_tile;
using cooperative_groups::tiled_partition;
} // namespace experimental

} // namespace cooperative_groups
