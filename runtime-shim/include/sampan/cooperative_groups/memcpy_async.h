// SPDX-License-Identifier: Apache-2.0
// cooperative_groups::memcpy_async and its waits. Each member copies its share at once; the wait is
// then the barrier that makes all shares visible to all.
#pragma once

#include "sampan/cooperative_groups.h"

#include <cstddef>
#include <cstring>

namespace cooperative_groups {

namespace details {

template <class Group>
SPN_DEVICE_INLINE void copyShare(const Group &group, void *to, const void *from,
                                 std::size_t bytes) {
  // Shares of whole words, so that members write to different places in memory.
  constexpr std::size_t unit = 16;
  char *const target = static_cast<char *>(to);
  const char *const source = static_cast<const char *>(from);
  const std::size_t step = unit * static_cast<std::size_t>(group.num_threads());
  for (std::size_t at = unit * static_cast<std::size_t>(group.thread_rank()); at < bytes;
       at += step)
    std::memcpy(target + at, source + at, bytes - at < unit ? bytes - at : unit);
}

} // namespace details

/// `shape` is a number of bytes: size_t or cuda::aligned_size_t.
template <class Group, class To, class From, class Shape>
SPN_DEVICE_INLINE void memcpy_async(const Group &group, To *to, const From *from,
                                    const Shape &shape) {
  details::copyShare(group, to, from, static_cast<std::size_t>(shape));
}
/// Layouts are numbers of elements; the smaller one counts.
template <class Group, class T, class ToLayout, class FromLayout>
SPN_DEVICE_INLINE void memcpy_async(const Group &group, T *to, const ToLayout &toLayout,
                                    const T *from, const FromLayout &fromLayout) {
  const std::size_t room = static_cast<std::size_t>(toLayout);
  const std::size_t given = static_cast<std::size_t>(fromLayout);
  details::copyShare(group, to, from, sizeof(T) * (room < given ? room : given));
}

template <class Group> SPN_DEVICE_INLINE void wait(const Group &group) { group.sync(); }
template <unsigned Stages, class Group> SPN_DEVICE_INLINE void wait_prior(const Group &group) {
  group.sync();
}

} // namespace cooperative_groups
