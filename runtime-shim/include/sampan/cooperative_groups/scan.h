// SPDX-License-Identifier: Apache-2.0
// cooperative_groups::inclusive_scan and exclusive_scan.
#pragma once

#include "sampan/cooperative_groups/reduce.h"
#include "sampan/detail/lane_collectives.h"

namespace cooperative_groups {

namespace details {

/// What an exclusive scan gives the first member.
template <class T, class Operator> struct Identity {
  static T value() { return T(); }
};
template <class T> struct Identity<T, less<T>> {
  static T value() { return (std::numeric_limits<T>::max)(); }
};
template <class T> struct Identity<T, greater<T>> {
  static T value() { return std::numeric_limits<T>::lowest(); }
};
template <class T> struct Identity<T, bit_and<T>> {
  static T value() { return static_cast<T>(~T()); }
};

template <class T, class Operator, bool Inclusive> struct ScanWork {
  const Operator *operation;
  SPN_DEVICE_DECL void operator()(T *const *values, unsigned count) const {
    T before = Identity<T, Operator>::value(), total = *values[0];
    for (unsigned i = 0; i < count; ++i) {
      if (i)
        total = static_cast<T>((*operation)(total, *values[i]));
      *values[i] = Inclusive ? total : before;
      before = total;
    }
  }
};

template <bool Inclusive, class Group, class T, class Operator>
SPN_DEVICE_INLINE T scan(const Group &group, T value, const Operator &operation) {
  const ScanWork<T, Operator, Inclusive> work = {&operation};
  ::spn::detail::collect(group.membersOfGroup(), value, work);
  return value;
}

/// Scans, and adds the total of the group to an atomic object whose old value comes before all.
template <bool Inclusive, class Group, class Destination, class T, class Operator>
SPN_DEVICE_INLINE T scanUpdate(const Group &group, Destination &destination, T value,
                               const Operator &operation) {
  const T total = reduce(group, value, operation);
  const T own = scan<Inclusive>(group, value, operation);
  T old = T();
  if (group.thread_rank() == 0) {
    old = destination.load();
    while (!destination.compare_exchange_weak(old, operation(old, total)))
      continue;
  }
  old = group.shfl(old, 0);
  return !Inclusive && group.thread_rank() == 0 ? old : static_cast<T>(operation(old, own));
}

} // namespace details

template <class Group, class T, class Operator>
SPN_DEVICE_INLINE typename std::decay<T>::type inclusive_scan(const Group &group, T &&value,
                                                              Operator &&operation) {
  typedef typename std::decay<T>::type Value;
  return details::scan<true, Group, Value>(group, value, operation);
}
template <class Group, class T>
SPN_DEVICE_INLINE typename std::decay<T>::type inclusive_scan(const Group &group, T &&value) {
  return inclusive_scan(group, value, plus<typename std::decay<T>::type>());
}
template <class Group, class T, class Operator>
SPN_DEVICE_INLINE typename std::decay<T>::type exclusive_scan(const Group &group, T &&value,
                                                              Operator &&operation) {
  typedef typename std::decay<T>::type Value;
  return details::scan<false, Group, Value>(group, value, operation);
}
template <class Group, class T>
SPN_DEVICE_INLINE typename std::decay<T>::type exclusive_scan(const Group &group, T &&value) {
  return exclusive_scan(group, value, plus<typename std::decay<T>::type>());
}

template <class Group, class Destination, class T, class Operator>
SPN_DEVICE_INLINE typename std::decay<T>::type
inclusive_scan_update(const Group &group, Destination &destination, T &&value,
                      Operator &&operation) {
  typedef typename std::decay<T>::type Value;
  return details::scanUpdate<true, Group, Destination, Value>(group, destination, value, operation);
}
template <class Group, class Destination, class T>
SPN_DEVICE_INLINE typename std::decay<T>::type
inclusive_scan_update(const Group &group, Destination &destination, T &&value) {
  return inclusive_scan_update(group, destination, value, plus<typename std::decay<T>::type>());
}
template <class Group, class Destination, class T, class Operator>
SPN_DEVICE_INLINE typename std::decay<T>::type
exclusive_scan_update(const Group &group, Destination &destination, T &&value,
                      Operator &&operation) {
  typedef typename std::decay<T>::type Value;
  return details::scanUpdate<false, Group, Destination, Value>(group, destination, value,
                                                               operation);
}
template <class Group, class Destination, class T>
SPN_DEVICE_INLINE typename std::decay<T>::type
exclusive_scan_update(const Group &group, Destination &destination, T &&value) {
  return exclusive_scan_update(group, destination, value, plus<typename std::decay<T>::type>());
}

} // namespace cooperative_groups

#ifndef __SAMPAN_PARSE__
namespace spn {
namespace detail {

/// The same for all groups of a block form: what each lane has after those of lower rank.
template <bool Inclusive, class T, class Value, class Mask, class Operation>
inline void scanGroups(PerThread<T> &result, const LaneSet &here, const Value &value,
                       const Mask &mask, const Operation &operation) {
  typedef ::cooperative_groups::details::Identity<T, typename std::decay<Operation>::type> Identity;
  for (int warp = 0; warp < here.warps; ++warp) {
    const int first = 32 * warp;
    for (unsigned left = here.word(warp); left;) {
      const unsigned with = partners(mask, first, __builtin_ctz(left), here.word(warp));
      T before = Identity::value(), total = value[first + __builtin_ctz(with)];
      for (unsigned rest = with; rest; rest &= rest - 1) {
        const int thread = first + __builtin_ctz(rest);
        if (rest != with)
          total = static_cast<T>(operation(total, value[thread]));
        result.values[thread] = Inclusive ? total : before;
        before = total;
      }
      left &= ~with;
    }
  }
}
template <bool Inclusive, class T, class Value, class Mask>
inline void scanGroups(PerThread<T> &result, const LaneSet &here, const Value &value,
                       const Mask &mask) {
  scanGroups<Inclusive>(result, here, value, mask, ::cooperative_groups::plus<T>());
}

} // namespace detail
} // namespace spn
#endif
