// SPDX-License-Identifier: Apache-2.0
// Memory that host code and kernels use by one address in CUDA, and by two on Ascend: managed
// memory and pinned memory of the host. Programs know the host's address; kernels are given the
// other one.
#pragma once

#include "acl.h"
#include "backends/backend.h"

#include <memory>

namespace spn::ascend {

/// Managed memory: the host's copy is what the program gets. A launch that is given its address
/// brings it to the device; it comes back when the device has nothing left to do that may use it.
spnError_t allocateManaged(int device, std::size_t bytes, void **out);
/// False for other memory.
bool releaseManaged(const void *pointer);
/// Whether `symbol` is the host's part of a __managed__ variable.
bool isManagedVariable(const void *symbol);

/// Pinned memory of the host, and what kernels call it.
void notePinned(void *pointer, std::size_t bytes, bool isRegistered);
void forgetPinned(const void *pointer);
spnError_t mapHost(int device, void *pointer, void **onDevice);

/// Makes pointers of a copy or fill in `queue` (null: at once) those of the device.
spnError_t moveOperand(int device, void *queue, void **pointer);
inline spnError_t moveOperand(int device, void *queue, const void **pointer) {
  return moveOperand(device, queue, const_cast<void **>(pointer));
}

/// Work of the device may have ended: managed memory that nothing uses any more goes to the host.
spnError_t settle(int device);
/// The queue is idle and goes away.
void forgetQueue(int device, void *queue);
/// All memory of the device is gone.
void forgetTwins(int device);

/// The arguments of a launch, with the device's addresses.
class Arguments {
public:
  Arguments(const GridLaunch &launch, void *queue);
  ~Arguments();
  Arguments(const Arguments &) = delete;
  Arguments &operator=(const Arguments &) = delete;
  spnError_t error() const { return outcome; }
  const void *closure() const { return own ? own : launch.closure; }

private:
  const GridLaunch &launch;
  void *own = nullptr;
  spnError_t outcome = spnSuccess;
};

} // namespace spn::ascend
