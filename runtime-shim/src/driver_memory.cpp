// SPDX-License-Identifier: Apache-2.0
// Memory, streams and events of the driver API: the runtime API's, under the driver's names. Device
// memory has addresses as integers here.
#include "driver_state.h"

using namespace spn::rt;

namespace {

/// Runs `allocate` on a pointer that is stored as the driver's address.
template <class Allocate> spnDrvResult store(spnDrvPointer *pointer, Allocate &&allocate) {
  return driverCall([&] {
    if (!pointer)
      return spnErrorInvalidValue;
    void *memory = nullptr;
    const spnError_t error = allocate(&memory);
    if (error == spnSuccess)
      *pointer = reinterpret_cast<spnDrvPointer>(memory);
    return error;
  });
}

spnDrvResult copy(void *dst, const void *src, size_t bytes, spnMemcpyKind kind) {
  return driverCall([&] { return spnMemcpy(dst, src, bytes, kind); });
}

spnDrvResult copyAsync(void *dst, const void *src, size_t bytes, spnMemcpyKind kind,
                       spnStream_t stream) {
  return driverCall([&] { return spnMemcpyAsync(dst, src, bytes, kind, stream); });
}

} // namespace

extern "C" {

spnDrvResult spnDrvMemGetInfo(size_t *available, size_t *total) {
  return driverCall([&] { return spnMemGetInfo(available, total); });
}

spnDrvResult spnDrvMemAlloc(spnDrvPointer *pointer, size_t bytes) {
  if (bytes == 0) // the runtime API gives null for it, the driver an error
    return spnDrvErrorInvalidValue;
  return store(pointer, [&](void **memory) { return spnMalloc(memory, bytes); });
}

spnDrvResult spnDrvMemAllocPitch(spnDrvPointer *pointer, size_t *pitch, size_t width, size_t height,
                                 unsigned int elementBytes) {
  if (elementBytes != 4 && elementBytes != 8 && elementBytes != 16)
    return spnDrvErrorInvalidValue;
  return store(pointer,
               [&](void **memory) { return spnMallocPitch(memory, pitch, width, height); });
}

spnDrvResult spnDrvMemAllocManaged(spnDrvPointer *pointer, size_t bytes, unsigned int flags) {
  return store(pointer, [&](void **memory) { return spnMallocManaged(memory, bytes, flags); });
}

spnDrvResult spnDrvMemFree(spnDrvPointer pointer) {
  return driverCall([&] { return pointer ? spnFree(address(pointer)) : spnErrorInvalidValue; });
}

spnDrvResult spnDrvMemAllocHost(void **pointer, size_t bytes) {
  return driverCall([&] { return spnMallocHost(pointer, bytes); });
}

spnDrvResult spnDrvMemHostAlloc(void **pointer, size_t bytes, unsigned int flags) {
  return driverCall([&] { return spnHostAlloc(pointer, bytes, flags); });
}

spnDrvResult spnDrvMemHostGetDevicePointer(spnDrvPointer *pointer, void *host, unsigned int flags) {
  return store(pointer,
               [&](void **memory) { return spnHostGetDevicePointer(memory, host, flags); });
}

spnDrvResult spnDrvMemFreeHost(void *pointer) {
  return driverCall([&] { return spnFreeHost(pointer); });
}

spnDrvResult spnDrvMemcpy(spnDrvPointer dst, spnDrvPointer src, size_t bytes) {
  return copy(address(dst), address(src), bytes, spnMemcpyDefault);
}

spnDrvResult spnDrvMemcpyHtoD(spnDrvPointer dst, const void *src, size_t bytes) {
  return copy(address(dst), src, bytes, spnMemcpyHostToDevice);
}

spnDrvResult spnDrvMemcpyDtoH(void *dst, spnDrvPointer src, size_t bytes) {
  return copy(dst, address(src), bytes, spnMemcpyDeviceToHost);
}

spnDrvResult spnDrvMemcpyDtoD(spnDrvPointer dst, spnDrvPointer src, size_t bytes) {
  return copy(address(dst), address(src), bytes, spnMemcpyDeviceToDevice);
}

spnDrvResult spnDrvMemcpyAsync(spnDrvPointer dst, spnDrvPointer src, size_t bytes,
                               spnStream_t stream) {
  return copyAsync(address(dst), address(src), bytes, spnMemcpyDefault, stream);
}

spnDrvResult spnDrvMemcpyHtoDAsync(spnDrvPointer dst, const void *src, size_t bytes,
                                   spnStream_t stream) {
  return copyAsync(address(dst), src, bytes, spnMemcpyHostToDevice, stream);
}

spnDrvResult spnDrvMemcpyDtoHAsync(void *dst, spnDrvPointer src, size_t bytes, spnStream_t stream) {
  return copyAsync(dst, address(src), bytes, spnMemcpyDeviceToHost, stream);
}

spnDrvResult spnDrvMemcpyDtoDAsync(spnDrvPointer dst, spnDrvPointer src, size_t bytes,
                                   spnStream_t stream) {
  return copyAsync(address(dst), address(src), bytes, spnMemcpyDeviceToDevice, stream);
}

spnDrvResult spnDrvMemsetD8(spnDrvPointer dst, unsigned char value, size_t count) {
  return driverCall([&] { return spnMemset(address(dst), value, count); });
}

spnDrvResult spnDrvMemsetD32(spnDrvPointer dst, unsigned int value, size_t count) {
  if (dst % 4 != 0)
    return spnDrvErrorInvalidValue;
  constexpr size_t chunk = 1024;
  unsigned int words[chunk];
  for (unsigned int &word : words)
    word = value;
  for (size_t at = 0; at < count; at += chunk) {
    const size_t words4 = (count - at < chunk ? count - at : chunk) * 4;
    if (spnDrvResult error = spnDrvMemcpyHtoD(dst + at * 4, words, words4); error != spnDrvSuccess)
      return error;
  }
  return checkContext();
}

spnDrvResult spnDrvMemsetD8Async(spnDrvPointer dst, unsigned char value, size_t count,
                                 spnStream_t stream) {
  return driverCall([&] { return spnMemsetAsync(address(dst), value, count, stream); });
}

spnDrvResult spnDrvStreamCreate(spnStream_t *stream, unsigned int flags) {
  return driverCall([&] { return spnStreamCreateWithFlags(stream, flags); });
}

spnDrvResult spnDrvStreamDestroy(spnStream_t stream) {
  return driverCall([&] { return spnStreamDestroy(stream); });
}

spnDrvResult spnDrvStreamQuery(spnStream_t stream) {
  return driverCall([&] { return spnStreamQuery(stream); });
}

spnDrvResult spnDrvStreamSynchronize(spnStream_t stream) {
  return driverCall([&] { return spnStreamSynchronize(stream); });
}

spnDrvResult spnDrvStreamWaitEvent(spnStream_t stream, spnEvent_t event, unsigned int flags) {
  return driverCall([&] { return spnStreamWaitEvent(stream, event, flags); });
}

spnDrvResult spnDrvEventCreate(spnEvent_t *event, unsigned int flags) {
  return driverCall([&] { return spnEventCreateWithFlags(event, flags); });
}

spnDrvResult spnDrvEventDestroy(spnEvent_t event) {
  return driverCall([&] { return spnEventDestroy(event); });
}

spnDrvResult spnDrvEventRecord(spnEvent_t event, spnStream_t stream) {
  return driverCall([&] { return spnEventRecord(event, stream); });
}

spnDrvResult spnDrvEventQuery(spnEvent_t event) {
  return driverCall([&] { return spnEventQuery(event); });
}

spnDrvResult spnDrvEventSynchronize(spnEvent_t event) {
  return driverCall([&] { return spnEventSynchronize(event); });
}

spnDrvResult spnDrvEventElapsedTime(float *milliseconds, spnEvent_t start, spnEvent_t end) {
  return driverCall([&] { return spnEventElapsedTime(milliseconds, start, end); });
}

} // extern "C"
