// SPDX-License-Identifier: Apache-2.0
// Names and texts of errors, and the last error of each host thread. A kernel fault is first
// pending on its device, as on a real device where nobody has noticed it yet; a call that waits for
// the kernel makes it sticky, and from then on every call returns it until the device is reset.
#include "device_state.h"
#include "host_thread.h"

namespace spn::rt {

HostThread &hostThread() noexcept {
  static thread_local constinit HostThread thread;
  return thread;
}

spnError_t stickyError() noexcept {
  const Device *device = existingDevice(hostThread().device);
  return device ? device->sticky.load(std::memory_order_relaxed) : spnSuccess;
}

spnError_t note(spnError_t error) noexcept {
  if (error != spnSuccess)
    hostThread().lastError = error;
  return error;
}

bool isFault(spnError_t error) noexcept {
  return error == spnErrorIllegalAddress || error == spnErrorLaunchTimeout ||
         error == spnErrorAssert ||
         (error >= spnErrorHardwareStackError && error <= spnErrorLaunchFailure);
}

} // namespace spn::rt

using namespace spn::rt;

extern "C" {

spnError_t spnGetLastError() {
  HostThread &thread = hostThread();
  const spnError_t error = thread.lastError;
  thread.lastError = stickyError();
  return error;
}

spnError_t spnPeekAtLastError() { return hostThread().lastError; }

const char *spnGetErrorName(spnError_t error) {
  switch (static_cast<int>(error)) {
#define SPN_ERROR(name, text)                                                                      \
  case spn##name:                                                                                  \
    return "cuda" #name;
#include "error_texts.def"
#undef SPN_ERROR
  default:
    return "unrecognized error code";
  }
}

const char *spnGetErrorString(spnError_t error) {
  switch (static_cast<int>(error)) {
#define SPN_ERROR(name, text)                                                                      \
  case spn##name:                                                                                  \
    return text;
#include "error_texts.def"
#undef SPN_ERROR
  default:
    return "unrecognized error code";
  }
}

} // extern "C"
