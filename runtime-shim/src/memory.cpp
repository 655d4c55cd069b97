// SPDX-License-Identifier: Apache-2.0
// Allocation of device, pinned and managed memory, registration of host memory, and questions about
// pointers. Everything lies in one address space; only pinned memory may have another address on
// the device.
#include "memory_state.h"

#include "debug.h"
#include "device_state.h"
#include "host_thread.h"
#include "stream_state.h"

#include <unistd.h>

#include <algorithm>

using namespace spn::rt;
using spn::backend;

namespace {

constexpr std::size_t pitchAlignment = 512;

std::size_t pitchOf(std::size_t width) {
  return (width + pitchAlignment - 1) / pitchAlignment * pitchAlignment;
}

spnError_t allocateHere(MemoryKind kind, void **pointer, std::size_t bytes, unsigned flags,
                        const void *caller) {
  if (!pointer)
    return spnErrorInvalidValue;
  if (!bytes) {
    *pointer = nullptr;
    return spnSuccess;
  }
  if (!deviceCount())
    return noDeviceError();
  return allocate(kind, currentDevice().index, bytes, flags, caller, pointer);
}

std::size_t availableBytes(int device) {
  const long pages = sysconf(_SC_AVPHYS_PAGES), pageBytes = sysconf(_SC_PAGESIZE);
  const std::size_t free = pages > 0 ? static_cast<std::size_t>(pages) * pageBytes : 0;
  const std::size_t total = totalBytes(device), used = usedBytes(device);
  return std::min(free, total > used ? total - used : 0);
}

} // namespace

// The caller's address is what a leak report shows.
#define CALLER __builtin_return_address(0)

extern "C" {

spnError_t spnMalloc(void **pointer, size_t bytes) {
  const void *caller = CALLER;
  return call(__func__,
              [&] { return allocateHere(MemoryKind::device, pointer, bytes, 0, caller); });
}

spnError_t spnFree(void *pointer) {
  return call(__func__, [&] {
    if (!pointer)
      return spnSuccess;
    // Freeing waits for the work that may use the memory.
    if (asynchronous())
      waitForDevice(currentDevice().index);
    if (spnError_t error = observe(currentDevice()))
      return error;
    return release(pointer, false);
  });
}

spnError_t spnMallocHost(void **pointer, size_t bytes) {
  const void *caller = CALLER;
  return call(__func__, [&] { return allocateHere(MemoryKind::host, pointer, bytes, 0, caller); });
}

spnError_t spnHostAlloc(void **pointer, size_t bytes, unsigned int flags) {
  const void *caller = CALLER;
  return call(__func__, [&] {
    if (flags & ~7u)
      return spnErrorInvalidValue;
    return allocateHere(MemoryKind::host, pointer, bytes, flags, caller);
  });
}

spnError_t spnFreeHost(void *pointer) {
  return call(__func__, [&] {
    if (!pointer)
      return spnSuccess;
    if (asynchronous())
      waitForDevice(currentDevice().index);
    return release(pointer, true);
  });
}

spnError_t spnMallocManaged(void **pointer, size_t bytes, unsigned int flags) {
  const void *caller = CALLER;
  return call(__func__, [&] {
    if ((flags != spnMemAttachGlobal && flags != spnMemAttachHost) || !bytes)
      return spnErrorInvalidValue;
    if (deviceCount() && !currentDevice().properties.managedMemory)
      return spnErrorNotSupported;
    return allocateHere(MemoryKind::managed, pointer, bytes, flags, caller);
  });
}

spnError_t spnMallocPitch(void **pointer, size_t *pitch, size_t width, size_t height) {
  const void *caller = CALLER;
  return call(__func__, [&] {
    if (!pitch)
      return spnErrorInvalidValue;
    *pitch = pitchOf(width);
    return allocateHere(MemoryKind::device, pointer, *pitch * height, 0, caller);
  });
}

spnError_t spnMalloc3D(spnPitchedPtr *pointer, spnExtent extent) {
  const void *caller = CALLER;
  return call(__func__, [&] {
    if (!pointer)
      return spnErrorInvalidValue;
    *pointer = {nullptr, pitchOf(extent.width), extent.width, extent.height};
    return allocateHere(MemoryKind::device, &pointer->ptr,
                        pointer->pitch * extent.height * extent.depth, 0, caller);
  });
}

spnError_t spnHostRegister(void *pointer, size_t bytes, unsigned int flags) {
  const void *caller = CALLER;
  return call(__func__, [&] {
    if (!pointer || !bytes || (flags & ~15u))
      return spnErrorInvalidValue;
    if (overlaps(MemoryKind::registered, pointer, bytes) ||
        overlaps(MemoryKind::host, pointer, bytes))
      return spnErrorHostMemoryAlreadyRegistered;
    Allocation allocation;
    allocation.pointer = pointer;
    allocation.bytes = bytes;
    allocation.kind = MemoryKind::registered;
    allocation.device = currentDevice().index;
    allocation.flags = flags;
    allocation.caller = caller;
    if (backend().registerHost)
      if (spnError_t error = backend().registerHost(pointer, bytes))
        return error;
    addAllocation(std::move(allocation));
    return spnSuccess;
  });
}

spnError_t spnHostUnregister(void *pointer) {
  return call(__func__, [&] {
    if (!pointer)
      return spnErrorInvalidValue;
    const std::optional<Allocation> found = findAllocation(pointer);
    if (!found || found->kind != MemoryKind::registered || found->pointer != pointer)
      return spnErrorHostMemoryNotRegistered;
    removeAllocation(pointer);
    if (backend().unregisterHost)
      backend().unregisterHost(pointer);
    return spnSuccess;
  });
}

spnError_t spnHostGetDevicePointer(void **device, void *host, unsigned int flags) {
  return call(__func__, [&] {
    if (!device || flags)
      return spnErrorInvalidValue;
    const std::optional<Allocation> found = findAllocation(host);
    if (!found || (found->kind != MemoryKind::host && found->kind != MemoryKind::registered))
      return spnErrorInvalidValue;
    if (!currentDevice().properties.canMapHostMemory)
      return spnErrorNotSupported;
    if (backend().mapHost)
      return backend().mapHost(currentDevice().index, host, device);
    *device = host;
    return spnSuccess;
  });
}

spnError_t spnHostGetFlags(unsigned int *flags, void *host) {
  return call(__func__, [&] {
    const std::optional<Allocation> found = findAllocation(host);
    if (!flags || !found || found->kind != MemoryKind::host)
      return spnErrorInvalidValue;
    *flags = found->flags | spnHostAllocMapped;
    return spnSuccess;
  });
}

spnError_t spnMemGetInfo(size_t *available, size_t *total) {
  return call(__func__, [&] {
    const int device = currentDevice().index;
    if (backend().memoryInfo) {
      std::size_t some = 0, all = 0;
      const spnError_t error =
          backend().memoryInfo(device, available ? available : &some, total ? total : &all);
      return error;
    }
    if (available)
      *available = availableBytes(device);
    if (total)
      *total = totalBytes(device);
    return spnSuccess;
  });
}

spnError_t spnPointerGetAttributes(spnPointerAttributes *attributes, const void *pointer) {
  return call(__func__, [&] {
    if (!attributes)
      return spnErrorInvalidValue;
    *attributes = {};
    void *address = const_cast<void *>(pointer);
    const std::optional<Allocation> found = findAllocation(pointer);
    if (!found) {
      attributes->type = spnMemoryTypeUnregistered;
      attributes->device = spnInvalidDeviceId;
      attributes->hostPointer = address;
      return spnSuccess;
    }
    attributes->device = found->device;
    attributes->devicePointer = address;
    switch (found->kind) {
    case MemoryKind::managed:
      attributes->type = spnMemoryTypeManaged;
      attributes->hostPointer = address;
      break;
    case MemoryKind::host:
    case MemoryKind::registered:
      attributes->type = spnMemoryTypeHost;
      attributes->hostPointer = address;
      break;
    default:
      attributes->type = spnMemoryTypeDevice;
    }
    return spnSuccess;
  });
}

} // extern "C"
