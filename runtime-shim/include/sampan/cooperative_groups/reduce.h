// SPDX-License-Identifier: Apache-2.0
// cooperative_groups::reduce and the operators that it is used with.
#pragma once

#include "sampan/cooperative_groups.h"

#include <limits>
#include <type_traits>

namespace cooperative_groups {

template <class T> struct plus {
  SPN_DEVICE_INLINE T operator()(const T &a, const T &b) const { return static_cast<T>(a + b); }
};
/// The smaller value.
template <class T> struct less {
  SPN_DEVICE_INLINE T operator()(const T &a, const T &b) const { return b < a ? b : a; }
};
/// The greater value.
template <class T> struct greater {
  SPN_DEVICE_INLINE T operator()(const T &a, const T &b) const { return a < b ? b : a; }
};
template <class T> struct bit_and {
  SPN_DEVICE_INLINE T operator()(const T &a, const T &b) const { return static_cast<T>(a & b); }
};
template <class T> struct bit_or {
  SPN_DEVICE_INLINE T operator()(const T &a, const T &b) const { return static_cast<T>(a | b); }
};
template <class T> struct bit_xor {
  SPN_DEVICE_INLINE T operator()(const T &a, const T &b) const { return static_cast<T>(a ^ b); }
};

namespace details {

template <class T, class Operator> struct ReduceWork {
  const Operator *operation;
  SPN_DEVICE_DECL void operator()(T *const *values, unsigned count) const {
    T total = *values[0];
    for (unsigned i = 1; i < count; ++i)
      total = static_cast<T>((*operation)(total, *values[i]));
    for (unsigned i = 0; i < count; ++i)
      *values[i] = total;
  }
};

} // namespace details

/// `group` is a tile or a coalesced group.
template <class Group, class T, class Operator>
SPN_DEVICE_INLINE typename std::decay<T>::type reduce(const Group &group, T &&value,
                                                      Operator &&operation) {
  typedef typename std::decay<T>::type Value;
  typedef typename std::decay<Operator>::type Function;
  Value result = value;
  const Function function(operation); // of a plain function, its address
  const details::ReduceWork<Value, Function> work = {&function};
  ::spn::detail::collect(group.membersOfGroup(), result, work);
  return result;
}

/// Stores the result in an atomic object.
template <class Group, class Destination, class T, class Operator>
SPN_DEVICE_INLINE void reduce_store_async(const Group &group, Destination &destination, T &&value,
                                          Operator &&operation) {
  const auto result = reduce(group, value, operation);
  if (group.thread_rank() == 0)
    destination.store(result);
}

/// Combines the result into an atomic object.
template <class Group, class Destination, class T, class Operator>
SPN_DEVICE_INLINE void reduce_update_async(const Group &group, Destination &destination, T &&value,
                                           Operator &&operation) {
  const auto result = reduce(group, value, operation);
  if (group.thread_rank() != 0)
    return;
  auto old = destination.load();
  while (!destination.compare_exchange_weak(old, operation(old, result)))
    continue;
}

} // namespace cooperative_groups
