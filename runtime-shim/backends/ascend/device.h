// SPDX-License-Identifier: Apache-2.0
// Parts of the back end for Ascend devices.
#pragma once

#include "acl.h"
#include "backends/backend.h"

namespace spn::ascend {

/// Makes `device` the calling thread's in AscendCL, which every function there needs.
spnError_t enter(int device);
/// Contexts of the device are gone; threads must enter again.
void forgetEntries(int device);

/// CUDA's error for one of AscendCL; says more about it in the log.
spnError_t translate(AclError error, const char *function);
#define SPN_ACL_CALL(name, ...)                                                                    \
  ::spn::ascend::translate(::spn::ascend::acl().name(__VA_ARGS__), #name)

// memory.cpp
spnError_t allocate(int device, std::size_t bytes, void **out);
void release(int device, void *pointer);
spnError_t allocateHost(std::size_t bytes, void **out);
void releaseHost(void *pointer);
spnError_t registerHost(void *pointer, std::size_t bytes);
void unregisterHost(void *pointer);
spnError_t copy(void *to, const void *from, std::size_t bytes);
spnError_t fill(void *to, int byte, std::size_t bytes);
spnError_t memoryInfo(int device, std::size_t *available, std::size_t *total);
spnError_t symbolAddress(int device, const void *symbol, std::size_t bytes, void **address);
/// Of a variable that kernels use by that name.
spnError_t deviceSymbolAddress(int device, const void *symbol, std::size_t bytes, void **address);
void forgetMemory(int device);
/// Device whose memory `pointer` is, or -1.
int deviceOf(const void *pointer);
/// Direction of a copy, from the addresses.
AclCopyKind directionOf(const void *to, const void *from);

// kernel.cpp
spnError_t run(const GridLaunch &launch);
spnError_t runIn(const GridLaunch &launch, void *queue);
spnError_t runBinary(const char *path, const char *kernel, const detail::NativeLaunch &launch,
                     void **arguments);
void forgetBinaries(int device);
/// Gives back where the blocks of a kernel of this queue met.
void forgetMeeting(int device, void *queue);
int coreCount(int device);
/// What a launchNative() that calls AscendCL itself came to.
void noteLaunch(spnError_t error);

// queues.cpp
extern const DeviceQueues queues;

} // namespace spn::ascend
