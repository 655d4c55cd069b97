// SPDX-License-Identifier: Apache-2.0
// What the driver API keeps beside the runtime's state: whether it is initialised, and each host
// thread's stack of contexts. And `driverCall`, through which its functions reach the runtime API.
#pragma once

#include "device_state.h"
#include "host_thread.h"
#include "sampan/driver_api.h"

namespace spn::rt {

/// spnDrvSuccess, or why nothing can be done yet.
spnDrvResult checkInitialised() noexcept;
/// The same, and the calling thread has a context, which is then its device too.
spnDrvResult checkContext() noexcept;

/// The driver's code for an error of the runtime API. Most have the same number.
spnDrvResult driverResult(spnError_t error) noexcept;

/// Runs `body`, which calls the runtime API, and leaves no trace of that in the thread: neither a
/// last error nor the runtime's context.
template <class Body> spnDrvResult withRuntime(Body &&body) {
  HostThread &thread = hostThread();
  const spnError_t lastError = thread.lastError;
  const bool hadContext = thread.hasPrimaryContext;
  const spnError_t error = body();
  thread.lastError = lastError;
  thread.hasPrimaryContext = hadContext;
  return driverResult(error);
}

/// The same for a function that needs a context.
template <class Body> spnDrvResult driverCall(Body &&body) {
  const spnDrvResult ready = checkContext();
  return ready == spnDrvSuccess ? withRuntime(body) : ready;
}

inline void *address(spnDrvPointer pointer) noexcept { return reinterpret_cast<void *>(pointer); }

} // namespace spn::rt
