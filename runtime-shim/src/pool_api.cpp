// SPDX-License-Identifier: Apache-2.0
// Stream-ordered allocation and the functions on memory pools.
#include "capture.h"
#include "device_state.h"
#include "host_thread.h"
#include "pool_state.h"
#include "stream_state.h"

using namespace spn::rt;

namespace {

std::shared_ptr<spnMemPool> findPool(spnMemPool_t pool) {
  std::shared_ptr<spnMemPool> found = handles<spnMemPool>().find(pool);
  return found && !found->destroyed ? found : nullptr;
}

spnError_t allocateInOrder(void **pointer, std::size_t bytes, spnMemPool_t pool, spnStream_t handle,
                           const void *caller) {
  if (!pointer)
    return spnErrorInvalidValue;
  const std::shared_ptr<spnStream> stream = resolve(handle);
  if (!stream)
    return spnErrorInvalidResourceHandle;
  *pointer = nullptr;
  if (!bytes)
    return spnSuccess;
  if (stream->capturing) {
    AllocCall alloc;
    if (spnError_t error = makeGraphMemory(stream->device, bytes, pointer, alloc.memory))
      return error;
    alloc.pointer = alloc.params.dptr = *pointer;
    alloc.params.bytesize = bytes;
    return submit(*stream, std::move(alloc));
  }
  if (!pool) {
    Device &owner = device(stream->device);
    std::lock_guard lock(owner.mutex);
    pool = owner.currentPool;
  }
  return poolAllocate(pool, bytes, caller, pointer);
}

std::uint64_t *counterOf(spnMemPool &pool, spnMemPoolAttr attribute) {
  switch (attribute) {
  case spnMemPoolAttrReleaseThreshold:
    return &pool.threshold;
  case spnMemPoolAttrReservedMemCurrent:
    return &pool.reserved.now;
  case spnMemPoolAttrReservedMemHigh:
    return &pool.reserved.high;
  case spnMemPoolAttrUsedMemCurrent:
    return &pool.used.now;
  case spnMemPoolAttrUsedMemHigh:
    return &pool.used.high;
  default:
    return nullptr;
  }
}

bool isReuse(spnMemPoolAttr attribute) {
  return attribute >= spnMemPoolReuseFollowEventDependencies &&
         attribute <= spnMemPoolReuseAllowInternalDependencies;
}

} // namespace

extern "C" {

spnError_t spnMallocAsync(void **pointer, size_t bytes, spnStream_t stream) {
  const void *caller = __builtin_return_address(0);
  return call(__func__, [&] { return allocateInOrder(pointer, bytes, nullptr, stream, caller); });
}

spnError_t spnMallocFromPoolAsync(void **pointer, size_t bytes, spnMemPool_t pool,
                                  spnStream_t stream) {
  const void *caller = __builtin_return_address(0);
  return call(__func__, [&] {
    return findPool(pool) ? allocateInOrder(pointer, bytes, pool, stream, caller)
                          : spnErrorInvalidValue;
  });
}

spnError_t spnFreeAsync(void *pointer, spnStream_t handle) {
  return call(__func__, [&] {
    const std::shared_ptr<spnStream> stream = resolve(handle);
    if (!stream)
      return spnErrorInvalidResourceHandle;
    if (!pointer)
      return spnSuccess;
    const std::optional<Allocation> found = findAllocation(pointer);
    if (!found || found->pointer != pointer || (!found->pool && !found->owned))
      return spnErrorInvalidValue;
    return submit(*stream, FreeCall{pointer});
  });
}

spnError_t spnMemPoolCreate(spnMemPool_t *pool, const spnMemPoolProps *properties) {
  return call(__func__, [&] {
    if (!pool || !properties || properties->allocType != spnMemAllocationTypePinned)
      return spnErrorInvalidValue;
    if (properties->handleTypes != spnMemHandleTypeNone)
      return spnErrorNotSupported;
    int number = properties->location.id;
    if (properties->location.type != spnMemLocationTypeDevice)
      number = 0; // host memory is memory of any device
    if (!isDevice(number))
      return spnErrorInvalidValue;
    auto made = std::make_shared<spnMemPool>(number);
    made->limit = properties->maxSize;
    *pool = handles<spnMemPool>().add(std::move(made));
    return spnSuccess;
  });
}

spnError_t spnMemPoolDestroy(spnMemPool_t handle) {
  return call(__func__, [&] {
    const std::shared_ptr<spnMemPool> pool = findPool(handle);
    if (!pool || pool->isDefault)
      return spnErrorInvalidValue;
    Device &owner = device(pool->device);
    {
      std::lock_guard lock(owner.mutex);
      if (owner.currentPool == handle)
        owner.currentPool = owner.defaultPool;
    }
    pool->trim(0);
    std::unique_lock lock(pool->mutex);
    pool->destroyed = true;
    const bool unused = pool->used.now == 0;
    lock.unlock();
    if (unused)
      handles<spnMemPool>().remove(handle);
    return spnSuccess;
  });
}

spnError_t spnMemPoolTrimTo(spnMemPool_t handle, size_t bytesToKeep) {
  return call(__func__, [&] {
    const std::shared_ptr<spnMemPool> pool = findPool(handle);
    if (!pool)
      return spnErrorInvalidValue;
    pool->trim(bytesToKeep);
    return spnSuccess;
  });
}

spnError_t spnMemPoolSetAttribute(spnMemPool_t handle, spnMemPoolAttr attribute, void *value) {
  return call(__func__, [&] {
    const std::shared_ptr<spnMemPool> pool = findPool(handle);
    if (!pool || !value)
      return spnErrorInvalidValue;
    std::lock_guard lock(pool->mutex);
    if (isReuse(attribute)) {
      pool->reuse[attribute - 1] = *static_cast<int *>(value);
      return spnSuccess;
    }
    const std::uint64_t number = *static_cast<std::uint64_t *>(value);
    std::uint64_t *counter = counterOf(*pool, attribute);
    const bool isHigh =
        attribute == spnMemPoolAttrReservedMemHigh || attribute == spnMemPoolAttrUsedMemHigh;
    // A high-water mark can only be set back, to what is in use now.
    if (!counter || (isHigh ? number != 0 : attribute != spnMemPoolAttrReleaseThreshold))
      return spnErrorInvalidValue;
    *counter = !isHigh                                      ? number
               : attribute == spnMemPoolAttrReservedMemHigh ? pool->reserved.now
                                                            : pool->used.now;
    return spnSuccess;
  });
}

spnError_t spnMemPoolGetAttribute(spnMemPool_t handle, spnMemPoolAttr attribute, void *value) {
  return call(__func__, [&] {
    const std::shared_ptr<spnMemPool> pool = findPool(handle);
    if (!pool || !value)
      return spnErrorInvalidValue;
    std::lock_guard lock(pool->mutex);
    if (isReuse(attribute)) {
      *static_cast<int *>(value) = pool->reuse[attribute - 1];
      return spnSuccess;
    }
    const std::uint64_t *counter = counterOf(*pool, attribute);
    if (!counter)
      return spnErrorInvalidValue;
    *static_cast<std::uint64_t *>(value) = *counter;
    return spnSuccess;
  });
}

spnError_t spnMemPoolSetAccess(spnMemPool_t handle, const spnMemAccessDesc *accesses,
                               size_t count) {
  return call(__func__, [&] {
    const std::shared_ptr<spnMemPool> pool = findPool(handle);
    if (!pool || (count && !accesses))
      return spnErrorInvalidValue;
    for (size_t i = 0; i < count; ++i) {
      if (accesses[i].location.type != spnMemLocationTypeDevice)
        continue;
      if (!isDevice(accesses[i].location.id))
        return spnErrorInvalidDevice;
      // The device that the memory is on can't lose access.
      if (accesses[i].location.id == pool->device && accesses[i].flags == spnMemAccessFlagsProtNone)
        return spnErrorInvalidValue;
    }
    std::lock_guard lock(pool->mutex);
    for (size_t i = 0; i < count; ++i)
      pool->access[accesses[i].location.id] = accesses[i].flags;
    return spnSuccess;
  });
}

spnError_t spnMemPoolGetAccess(spnMemAccessFlags *flags, spnMemPool_t handle,
                               spnMemLocation *location) {
  return call(__func__, [&] {
    const std::shared_ptr<spnMemPool> pool = findPool(handle);
    if (!pool || !flags || !location)
      return spnErrorInvalidValue;
    std::lock_guard lock(pool->mutex);
    auto it = pool->access.find(location->id);
    *flags = it != pool->access.end()       ? it->second
             : location->id == pool->device ? spnMemAccessFlagsProtReadWrite
                                            : spnMemAccessFlagsProtNone;
    return spnSuccess;
  });
}

spnError_t spnDeviceGetDefaultMemPool(spnMemPool_t *pool, int number) {
  return call(__func__, [&] {
    if (!pool)
      return spnErrorInvalidValue;
    if (!isDevice(number))
      return spnErrorInvalidDevice;
    *pool = device(number).defaultPool;
    return spnSuccess;
  });
}

spnError_t spnDeviceGetMemPool(spnMemPool_t *pool, int number) {
  return call(__func__, [&] {
    if (!pool)
      return spnErrorInvalidValue;
    if (!isDevice(number))
      return spnErrorInvalidDevice;
    std::lock_guard lock(device(number).mutex);
    *pool = device(number).currentPool;
    return spnSuccess;
  });
}

spnError_t spnDeviceSetMemPool(int number, spnMemPool_t handle) {
  return call(__func__, [&] {
    if (!isDevice(number))
      return spnErrorInvalidDevice;
    const std::shared_ptr<spnMemPool> pool = findPool(handle);
    if (!pool || pool->device != number)
      return spnErrorInvalidValue;
    std::lock_guard lock(device(number).mutex);
    device(number).currentPool = handle;
    return spnSuccess;
  });
}

// Memory of this process can't be handed to another one.
spnError_t spnMemPoolExportToShareableHandle(void *, spnMemPool_t, spnMemAllocationHandleType,
                                             unsigned int) {
  return call(__func__, [] { return spnErrorNotSupported; });
}
spnError_t spnMemPoolImportFromShareableHandle(spnMemPool_t *, void *, spnMemAllocationHandleType,
                                               unsigned int) {
  return call(__func__, [] { return spnErrorNotSupported; });
}
spnError_t spnMemPoolExportPointer(spnMemPoolPtrExportData *, void *) {
  return call(__func__, [] { return spnErrorNotSupported; });
}
spnError_t spnMemPoolImportPointer(void **, spnMemPool_t, spnMemPoolPtrExportData *) {
  return call(__func__, [] { return spnErrorNotSupported; });
}

} // extern "C"
