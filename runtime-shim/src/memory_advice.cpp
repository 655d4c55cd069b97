// SPDX-License-Identifier: Apache-2.0
// Advice about managed memory. It changes nothing on a host device, but it is checked and
// remembered, so that what a program set can be read back.
#include "device_state.h"
#include "host_thread.h"
#include "memory_state.h"
#include "stream_state.h"

#include <cstring>

using namespace spn::rt;

namespace {

int deviceOf(const spnMemLocation &location) {
  switch (location.type) {
  case spnMemLocationTypeDevice:
    return location.id;
  case spnMemLocationTypeHost:
  case spnMemLocationTypeHostNuma:
  case spnMemLocationTypeHostNumaCurrent:
    return spnCpuDeviceId;
  default:
    return spnInvalidDeviceId;
  }
}

bool isPlace(int number) { return number == spnCpuDeviceId || isDevice(number); }

spnError_t advise(const void *pointer, std::size_t bytes, spnMemoryAdvise advice, int number) {
  if (!pointer || !bytes)
    return spnErrorInvalidValue;
  void (*change)(Allocation &, int) = nullptr;
  bool needsPlace = false;
  switch (advice) {
  case spnMemAdviseSetReadMostly:
    change = [](Allocation &a, int) { a.readMostly = true; };
    break;
  case spnMemAdviseUnsetReadMostly:
    change = [](Allocation &a, int) { a.readMostly = false; };
    break;
  case spnMemAdviseSetPreferredLocation:
    change = [](Allocation &a, int place) { a.preferred = place; };
    needsPlace = true;
    break;
  case spnMemAdviseUnsetPreferredLocation:
    change = [](Allocation &a, int) { a.preferred = spnInvalidDeviceId; };
    break;
  case spnMemAdviseSetAccessedBy:
    change = [](Allocation &a, int place) { a.accessedBy = place; };
    needsPlace = true;
    break;
  case spnMemAdviseUnsetAccessedBy:
    change = [](Allocation &a, int) { a.accessedBy = spnInvalidDeviceId; };
    break;
  default:
    return spnErrorInvalidValue;
  }
  if (needsPlace && !isPlace(number))
    return spnErrorInvalidDevice;
  const std::optional<Allocation> found = findAllocation(pointer);
  if (!found || found->kind != MemoryKind::managed)
    return spnErrorInvalidValue;
  changeAllocation(pointer, change, number);
  return spnSuccess;
}

spnError_t prefetch(const void *pointer, std::size_t bytes, int number, spnStream_t handle) {
  if (!pointer || !bytes)
    return spnErrorInvalidValue;
  if (!isPlace(number))
    return spnErrorInvalidDevice;
  if (!resolve(handle))
    return spnErrorInvalidResourceHandle;
  const std::optional<Allocation> found = findAllocation(pointer);
  if (!found || found->kind != MemoryKind::managed)
    return spnErrorInvalidValue;
  changeAllocation(pointer, [](Allocation &a, int place) { a.prefetched = place; }, number);
  return spnSuccess;
}

int attributeOf(const Allocation &a, spnMemRangeAttribute attribute) {
  switch (attribute) {
  case spnMemRangeAttributeReadMostly:
    return a.readMostly;
  case spnMemRangeAttributePreferredLocation:
  case spnMemRangeAttributePreferredLocationId:
    return a.preferred;
  case spnMemRangeAttributeAccessedBy:
    return a.accessedBy;
  case spnMemRangeAttributePreferredLocationType:
    return a.preferred == spnInvalidDeviceId ? spnMemLocationTypeInvalid
           : a.preferred == spnCpuDeviceId   ? spnMemLocationTypeHost
                                             : spnMemLocationTypeDevice;
  case spnMemRangeAttributeLastPrefetchLocationType:
    return a.prefetched == spnInvalidDeviceId ? spnMemLocationTypeInvalid
           : a.prefetched == spnCpuDeviceId   ? spnMemLocationTypeHost
                                              : spnMemLocationTypeDevice;
  default:
    return a.prefetched;
  }
}

spnError_t rangeAttribute(void *data, std::size_t size, spnMemRangeAttribute attribute,
                          const void *pointer, std::size_t bytes) {
  if (!data || size < sizeof(int) || size % sizeof(int) || !bytes ||
      attribute < spnMemRangeAttributeReadMostly ||
      attribute > spnMemRangeAttributeLastPrefetchLocationId)
    return spnErrorInvalidValue;
  const std::optional<Allocation> found = findAllocation(pointer);
  if (!found || found->kind != MemoryKind::managed)
    return spnErrorInvalidValue;
  int *values = static_cast<int *>(data);
  values[0] = attributeOf(*found, attribute);
  if (attribute == spnMemRangeAttributeAccessedBy)
    for (std::size_t i = 1; i < size / sizeof(int); ++i)
      values[i] = spnInvalidDeviceId;
  return spnSuccess;
}

} // namespace

extern "C" {

spnError_t spnMemAdvise(const void *pointer, size_t bytes, spnMemoryAdvise advice, int device) {
  return call(__func__, [&] { return advise(pointer, bytes, advice, device); });
}

spnError_t spnMemAdvise_v2(const void *pointer, size_t bytes, spnMemoryAdvise advice,
                           spnMemLocation location) {
  return call(__func__, [&] { return advise(pointer, bytes, advice, deviceOf(location)); });
}

spnError_t spnMemPrefetchAsync(const void *pointer, size_t bytes, int device, spnStream_t stream) {
  return call(__func__, [&] { return prefetch(pointer, bytes, device, stream); });
}

spnError_t spnMemPrefetchAsync_v2(const void *pointer, size_t bytes, spnMemLocation location,
                                  unsigned int flags, spnStream_t stream) {
  return call(__func__, [&] {
    return flags ? spnErrorInvalidValue : prefetch(pointer, bytes, deviceOf(location), stream);
  });
}

spnError_t spnMemRangeGetAttribute(void *data, size_t dataSize, spnMemRangeAttribute attribute,
                                   const void *pointer, size_t bytes) {
  return call(__func__, [&] { return rangeAttribute(data, dataSize, attribute, pointer, bytes); });
}

spnError_t spnMemRangeGetAttributes(void **data, size_t *dataSizes,
                                    spnMemRangeAttribute *attributes, size_t count,
                                    const void *pointer, size_t bytes) {
  return call(__func__, [&] {
    if (!data || !dataSizes || !attributes || !count)
      return spnErrorInvalidValue;
    for (size_t i = 0; i < count; ++i)
      if (spnError_t error = rangeAttribute(data[i], dataSizes[i], attributes[i], pointer, bytes))
        return error;
    return spnSuccess;
  });
}

spnError_t spnStreamAttachMemAsync(spnStream_t stream, void *pointer, size_t, unsigned int flags) {
  return call(__func__, [&] {
    if (!pointer ||
        (flags != spnMemAttachGlobal && flags != spnMemAttachHost && flags != spnMemAttachSingle))
      return spnErrorInvalidValue;
    if (!resolve(stream))
      return spnErrorInvalidResourceHandle;
    return spnSuccess;
  });
}

} // extern "C"
