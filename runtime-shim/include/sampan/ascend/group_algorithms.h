// SPDX-License-Identifier: Apache-2.0
// Algorithms of CUDA's cooperative groups, over the groups that Ascend's toolkit has: reductions,
// scans, copies by all threads of a group; and the group of all threads of a launch.
#pragma once

#include "sampan/ascend/grid_barrier.h"
#include "sampan/ascend/group_values.h"

namespace cooperative_groups {

#define SPN_ASCEND_OPERATOR(name, expression)                                                      \
  template <class T> struct name {                                                                 \
    __aicore__ T operator()(T a, T b) const { return static_cast<T>(expression); }                 \
  };
SPN_ASCEND_OPERATOR(plus, a + b)
SPN_ASCEND_OPERATOR(less, b < a ? b : a)
SPN_ASCEND_OPERATOR(greater, a < b ? b : a)
SPN_ASCEND_OPERATOR(bit_and, a &b)
SPN_ASCEND_OPERATOR(bit_or, a | b)
SPN_ASCEND_OPERATOR(bit_xor, a ^ b)
#undef SPN_ASCEND_OPERATOR

namespace spn_detail {

/// What the first member of an exclusive scan gets.
template <class T, class Operator> struct Neutral {
  __aicore__ static T value() { return T(); }
};
template <class T> struct Neutral<T, bit_and<T>> {
  __aicore__ static T value() { return static_cast<T>(~T()); }
};

} // namespace spn_detail

// --- reduce: every member gets the result ---

template <unsigned int Size, class Parent, class T, class Operator>
__aicore__ inline T reduce(const thread_block_tile<Size, Parent> &group, T value,
                           Operator operation) {
  for (unsigned int distance = Size / 2; distance > 0; distance /= 2)
    value = operation(value, spn::shfl_xor(group, value, distance));
  return value;
}
template <class T, class Operator>
__aicore__ inline T reduce(const coalesced_group &group, T value, Operator operation) {
  T total = spn::shfl(group, value, 0);
  const int count = static_cast<int>(group.num_threads());
  for (int rank = 1; rank < count; ++rank)
    total = operation(total, spn::shfl(group, value, rank));
  return total;
}
template <class Group, class T> __aicore__ inline T reduce(const Group &group, T value) {
  return reduce(group, value, plus<T>());
}

// --- scans: a member gets the result of those up to it, or before it ---

template <class Group, class T, class Operator>
__aicore__ inline T inclusive_scan(const Group &group, T value, Operator operation) {
  const unsigned int rank = static_cast<unsigned int>(group.thread_rank());
  const unsigned int count = static_cast<unsigned int>(group.num_threads());
  for (unsigned int distance = 1; distance < count; distance *= 2) {
    const T before = spn::shfl_up(group, value, distance);
    if (rank >= distance)
      value = operation(before, value);
  }
  return value;
}
template <class Group, class T, class Operator>
__aicore__ inline T exclusive_scan(const Group &group, T value, Operator operation) {
  const T before = spn::shfl_up(group, inclusive_scan(group, value, operation), 1);
  return group.thread_rank() == 0 ? spn_detail::Neutral<T, Operator>::value() : before;
}
template <class Group, class T> __aicore__ inline T inclusive_scan(const Group &group, T value) {
  return inclusive_scan(group, value, plus<T>());
}
template <class Group, class T> __aicore__ inline T exclusive_scan(const Group &group, T value) {
  return exclusive_scan(group, value, plus<T>());
}

// --- copies: done when the group has met ---

template <class Group, class T>
__aicore__ inline void memcpy_async(const Group &group, T *to, const T *from, size_t bytes) {
  const size_t count = bytes / sizeof(T);
  for (size_t i = group.thread_rank(); i < count; i += group.num_threads())
    to[i] = from[i];
}
template <class Group> __aicore__ inline void wait(const Group &group) { group.sync(); }
template <unsigned int Stages, class Group> __aicore__ inline void wait_prior(const Group &group) {
  group.sync();
}

// --- one for all ---

/// The members that have the same label. They find each other by coming to the same place.
template <class Group, class Label>
__aicore__ inline coalesced_group labeled_partition(const Group &group, Label label) {
  coalesced_group mine = coalesced_threads();
  bool isPlaced = false;
  const int count = static_cast<int>(group.num_threads());
  for (int rank = 0; rank < count; ++rank) {
    const bool same = spn::shfl(group, label, rank) == label;
    if (__builtin_expect(same && !isPlaced, 1)) { // in line, where lanes that skip it come after
      mine = coalesced_threads();
      isPlaced = true;
    }
    group.sync(); // the others have waited; together to the next label
  }
  return mine;
}

template <class Group, class Function, class... Arguments>
__aicore__ inline void invoke_one(const Group &group, Function &&function,
                                  Arguments &&...arguments) {
  if (group.thread_rank() == 0)
    function(static_cast<Arguments &&>(arguments)...);
}
template <class Group, class Function, class... Arguments>
__aicore__ inline auto invoke_one_broadcast(const Group &group, Function &&function,
                                            Arguments &&...arguments)
    -> decltype(function(static_cast<Arguments &&>(arguments)...)) {
  decltype(function(static_cast<Arguments &&>(arguments)...)) result{};
  if (group.thread_rank() == 0)
    result = function(static_cast<Arguments &&>(arguments)...);
  return spn::shfl(group, result, 0);
}

// --- functions instead of members ---

template <class Group> __aicore__ inline void sync(const Group &group) { group.sync(); }
template <class Group> __aicore__ inline unsigned long long thread_rank(const Group &group) {
  return group.thread_rank();
}
template <class Group> __aicore__ inline unsigned long long group_size(const Group &group) {
  return group.num_threads();
}

/// All threads of the launch. Where a kernel calls sync(), no two of its blocks share a core.
class grid_group {
public:
  __aicore__ explicit grid_group(const spn::VirtualBlock &vblock)
      : block(vblock.idx), blocks(vblock.grid), meeting(vblock.meeting) {}
  __aicore__ bool is_valid() const { return meeting != nullptr; }
  __aicore__ void sync() const { spn::meetBlocks(meeting, static_cast<uint32_t>(num_blocks())); }
  __aicore__ unsigned long long num_blocks() const {
    return static_cast<unsigned long long>(blocks.x) * blocks.y * blocks.z;
  }
  __aicore__ unsigned long long block_rank() const {
    return (static_cast<unsigned long long>(block.z) * blocks.y + block.y) * blocks.x + block.x;
  }
  __aicore__ unsigned long long num_threads() const {
    return num_blocks() * thread_block::num_threads();
  }
  __aicore__ unsigned long long size() const { return num_threads(); }
  __aicore__ unsigned long long thread_rank() const {
    return block_rank() * thread_block::num_threads() + thread_block::thread_rank();
  }
  __aicore__ dim3 block_index() const { return block; }
  __aicore__ dim3 dim_blocks() const { return blocks; }
  __aicore__ dim3 group_dim() const { return blocks; }

private:
  dim3 block, blocks;
  uint32_t *meeting;
};

__aicore__ inline void sync(const grid_group &group) { group.sync(); }

} // namespace cooperative_groups
