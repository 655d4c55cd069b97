// SPDX-License-Identifier: Apache-2.0
// Rendezvous points that the translator puts into code which relies on lanes running in lock-step,
// and into loops that wait for another thread. CUDA has no names for them.
#pragma once

#include "sampan/detail/execution.h"

namespace spn {

/// Returns `value` once every lane of the warp that can come here has computed its own: stores that
/// follow cannot overtake the loads that `value` came from.
template <class T> SPN_DEVICE_INLINE T afterReads(T value) {
  detail::convergedLanes();
  return value;
}

/// Returns once every lane of the warp that can come here has come: loads that follow see the
/// stores of all of them.
SPN_DEVICE_INLINE void afterWrites() { detail::convergedLanes(); }

/// Lets the threads that a loop waits for run.
SPN_DEVICE_INLINE void spinHint() { detail::spinHint(); }
/// The same, once in a while, for loops that may also be getting on with their work.
SPN_DEVICE_INLINE void retryHint() { detail::noteFailure(); }

} // namespace spn
