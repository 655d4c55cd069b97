// SPDX-License-Identifier: Apache-2.0
// What the runtime remembers per host thread: last error, current device, kernel configurations
// that were pushed, capture mode. And `call`, through which every API function goes.
#pragma once

#include "log.h"
#include "sampan/detail/kernel_handle.h"

namespace spn::rt {

struct KernelCall;

struct HostThread {
  spnError_t lastError = spnSuccess;
  spnError_t launchResult = spnSuccess;
  int device = 0;
  /// The runtime API has been called on this thread, so its context is the driver API's too.
  bool hasPrimaryContext = false;
  /// Depth of operations that this thread is performing for a stream. An operation may call back
  /// into the program, which may call the API.
  int performing = 0;
  spnStreamCaptureMode captureMode = spnStreamCaptureModeGlobal;
  /// Where launchKernel() leaves a call instead of running it.
  KernelCall *sink = nullptr;
  /// While a kernel is called by address: the address and the arguments.
  const void *function = nullptr;
  void **arguments = nullptr;
  /// Configurations pushed and not used yet; arguments of a launch may contain launches.
  static constexpr int maxPending = 16;
  int pending = 0;
  detail::LaunchConfig launches[maxPending] = {};
};

// Trivially destructible, so that destructors of other thread-local objects may still use the API.
HostThread &hostThread() noexcept;

/// Error of the current device that only a reset clears, or spnSuccess.
spnError_t stickyError() noexcept;
/// Makes `error` the calling thread's last error if it is one, and returns it.
spnError_t note(spnError_t error) noexcept;
/// Whether a kernel fault: such errors stay until the device is reset.
bool isFault(spnError_t error) noexcept;

/// Body of an API function: nothing is done on a device that a kernel fault has broken.
template <class Body> spnError_t call(const char *function, Body &&body) {
  hostThread().hasPrimaryContext = true;
  spnError_t error = stickyError();
  if (error == spnSuccess)
    error = body();
  if (__builtin_expect(logTopics() & logApi, 0))
    logCall(function, error);
  return note(error);
}

/// The same for functions that work on a broken device too.
template <class Body> spnError_t callAnyway(const char *function, Body &&body) {
  spnError_t error = body();
  if (__builtin_expect(logTopics() & logApi, 0))
    logCall(function, error);
  return note(error);
}

} // namespace spn::rt
