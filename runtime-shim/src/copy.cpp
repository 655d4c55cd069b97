// SPDX-License-Identifier: Apache-2.0
// Copies and fills of plain memory, in one, two and three dimensions.
#include "copy_state.h"

#include "array_state.h"
#include "debug.h"
#include "host_thread.h"
#include "memory_state.h"

using namespace spn::rt;

namespace spn::rt {
namespace {

/// Bytes from the first to the last that a region touches.
std::size_t extentOf(const Region &region, std::size_t width, std::size_t height,
                     std::size_t depth) {
  if (!width || !height || !depth)
    return 0;
  return (depth - 1) * region.slice + (height - 1) * region.pitch + width;
}

/// One side of a three-dimensional copy.
spnError_t makeRegion(spnArray_t array, const spnPos &position, const spnPitchedPtr &pointer,
                      const spnExtent &extent, Region &region) {
  if (!array == !pointer.ptr)
    return spnErrorInvalidValue;
  if (array)
    return arrayRegion(array, position, extent, region);
  const std::size_t height = pointer.ysize ? pointer.ysize : extent.height;
  region.pitch = pointer.pitch;
  region.slice = pointer.pitch * height;
  region.base = static_cast<char *>(pointer.ptr) + position.z * region.slice +
                position.y * region.pitch + position.x;
  return spnSuccess;
}

} // namespace

bool isDirection(spnMemcpyKind kind) {
  return kind >= spnMemcpyHostToHost && kind <= spnMemcpyDefault;
}

spnError_t makeCopy(void *dst, std::size_t dstPitch, const void *src, std::size_t srcPitch,
                    std::size_t width, std::size_t height, spnMemcpyKind kind, CopyCall &copy) {
  if (!isDirection(kind))
    return spnErrorInvalidMemcpyDirection;
  if (width && height && (!dst || !src))
    return spnErrorInvalidValue;
  if (height > 1 && (dstPitch < width || srcPitch < width))
    return spnErrorInvalidPitchValue;
  copy.to = {static_cast<char *>(dst), dstPitch, dstPitch * height};
  copy.from = {static_cast<char *>(const_cast<void *>(src)), srcPitch, srcPitch * height};
  copy.width = width;
  copy.height = height;
  copy.kind = kind;
  return spnSuccess;
}

spnError_t makeCopy(const spnMemcpy3DParms &params, CopyCall &copy) {
  if (!isDirection(params.kind))
    return spnErrorInvalidMemcpyDirection;
  spnExtent extent = params.extent;
  if (spnError_t error = makeRegion(params.dstArray, params.dstPos, params.dstPtr, extent, copy.to))
    return error;
  if (spnError_t error =
          makeRegion(params.srcArray, params.srcPos, params.srcPtr, extent, copy.from))
    return error;
  if (spnArray_t array = params.dstArray ? params.dstArray : params.srcArray) {
    if (params.dstArray && params.srcArray && texelBytes(params.srcArray) != texelBytes(array))
      return spnErrorInvalidValue;
    extent.width *= texelBytes(array);
  }
  if ((params.dstPtr.ptr && extent.height > 1 && params.dstPtr.pitch < extent.width) ||
      (params.srcPtr.ptr && extent.height > 1 && params.srcPtr.pitch < extent.width))
    return spnErrorInvalidPitchValue;
  copy.width = extent.width;
  copy.height = extent.height;
  copy.depth = extent.depth;
  copy.kind = params.kind;
  copy.params = params;
  copy.hasParams = true;
  return spnSuccess;
}

spnError_t makeFill(void *pointer, std::size_t pitch, std::size_t slice, unsigned value,
                    unsigned elementSize, std::size_t width, std::size_t height, std::size_t depth,
                    FillCall &fill) {
  if (!pointer && width && height && depth)
    return spnErrorInvalidValue;
  if (elementSize != 1 && elementSize != 2 && elementSize != 4)
    return spnErrorInvalidValue;
  if (height > 1 && pitch < width * elementSize)
    return spnErrorInvalidValue;
  fill.to = {static_cast<char *>(pointer), pitch, slice};
  fill.value = value;
  fill.elementSize = elementSize;
  fill.width = width;
  fill.height = height;
  fill.depth = depth;
  return spnSuccess;
}

spnError_t checkCopy(const char *function, const CopyCall &copy) {
  if (!debugsMemory())
    return spnSuccess;
  const bool toDevice = copy.kind == spnMemcpyHostToDevice || copy.kind == spnMemcpyDeviceToDevice;
  const bool fromDevice =
      copy.kind == spnMemcpyDeviceToHost || copy.kind == spnMemcpyDeviceToDevice;
  if (spnError_t error =
          checkRange(function, copy.to.base, extentOf(copy.to, copy.width, copy.height, copy.depth),
                     toDevice, true))
    return error;
  return checkRange(function, copy.from.base,
                    extentOf(copy.from, copy.width, copy.height, copy.depth), fromDevice, false);
}

spnError_t checkFill(const char *function, const FillCall &fill) {
  if (!debugsMemory())
    return spnSuccess;
  return checkRange(function, fill.to.base,
                    extentOf(fill.to, fill.width * fill.elementSize, fill.height, fill.depth), true,
                    true);
}

spnError_t submitCopy(const char *function, spnStream_t handle, CopyCall copy, bool waits) {
  const std::shared_ptr<spnStream> stream = resolve(handle);
  if (!stream)
    return spnErrorInvalidResourceHandle;
  if (spnError_t error = checkCopy(function, copy))
    return error;
  if (waits)
    return submitAndWait(*stream, std::move(copy));
  // Ordinary host memory may change as soon as this returns.
  if (threadMode() && !stream->capturing && copy.kind != spnMemcpyDeviceToDevice &&
      (isPageable(copy.to.base) || isPageable(copy.from.base)))
    return submitAndWait(*stream, std::move(copy));
  return submit(*stream, std::move(copy));
}

spnError_t submitFill(const char *function, spnStream_t handle, FillCall fill, bool waits) {
  const std::shared_ptr<spnStream> stream = resolve(handle);
  if (!stream)
    return spnErrorInvalidResourceHandle;
  if (spnError_t error = checkFill(function, fill))
    return error;
  return waits ? submitAndWait(*stream, std::move(fill)) : submit(*stream, std::move(fill));
}

} // namespace spn::rt

namespace {

spnError_t copyRows(const char *function, void *dst, std::size_t dstPitch, const void *src,
                    std::size_t srcPitch, std::size_t width, std::size_t height, spnMemcpyKind kind,
                    spnStream_t stream, bool waits) {
  return call(function, [&] {
    CopyCall copy;
    if (spnError_t error = makeCopy(dst, dstPitch, src, srcPitch, width, height, kind, copy))
      return error;
    return submitCopy(function, stream, std::move(copy), waits);
  });
}

spnError_t copyPeers(const char *function, void *dst, int dstDevice, const void *src, int srcDevice,
                     std::size_t count, spnStream_t stream, bool waits) {
  if (!isDevice(dstDevice) || !isDevice(srcDevice))
    return call(function, [] { return spnErrorInvalidDevice; });
  return copyRows(function, dst, count, src, count, count, 1, spnMemcpyDeviceToDevice, stream,
                  waits);
}

spnError_t copy3D(const char *function, const spnMemcpy3DParms *params, spnStream_t stream,
                  bool waits) {
  return call(function, [&] {
    if (!params)
      return spnErrorInvalidValue;
    CopyCall copy;
    if (spnError_t error = makeCopy(*params, copy))
      return error;
    return submitCopy(function, stream, std::move(copy), waits);
  });
}

spnError_t copy3DPeers(const char *function, const spnMemcpy3DPeerParms *params, spnStream_t stream,
                       bool waits) {
  if (!params || !isDevice(params->srcDevice) || !isDevice(params->dstDevice))
    return call(function, [&] { return params ? spnErrorInvalidDevice : spnErrorInvalidValue; });
  const spnMemcpy3DParms plain = {params->srcArray, params->srcPos,         params->srcPtr,
                                  params->dstArray, params->dstPos,         params->dstPtr,
                                  params->extent,   spnMemcpyDeviceToDevice};
  return copy3D(function, &plain, stream, waits);
}

spnError_t fillRows(const char *function, const spnPitchedPtr &pointer, int value,
                    const spnExtent &extent, spnStream_t stream, bool waits) {
  return call(function, [&] {
    FillCall fill;
    const std::size_t rows = pointer.ysize ? pointer.ysize : extent.height;
    if (spnError_t error =
            makeFill(pointer.ptr, pointer.pitch, pointer.pitch * rows, static_cast<unsigned>(value),
                     1, extent.width, extent.height, extent.depth, fill))
      return error;
    return submitFill(function, stream, std::move(fill), waits);
  });
}

} // namespace

extern "C" {

spnError_t spnMemcpy(void *dst, const void *src, size_t count, spnMemcpyKind kind) {
  return copyRows(__func__, dst, count, src, count, count, 1, kind, nullptr, true);
}

spnError_t spnMemcpyAsync(void *dst, const void *src, size_t count, spnMemcpyKind kind,
                          spnStream_t stream) {
  return copyRows(__func__, dst, count, src, count, count, 1, kind, stream, false);
}

spnError_t spnMemcpyPeer(void *dst, int dstDevice, const void *src, int srcDevice, size_t count) {
  return copyPeers(__func__, dst, dstDevice, src, srcDevice, count, nullptr, true);
}

spnError_t spnMemcpyPeerAsync(void *dst, int dstDevice, const void *src, int srcDevice,
                              size_t count, spnStream_t stream) {
  return copyPeers(__func__, dst, dstDevice, src, srcDevice, count, stream, false);
}

spnError_t spnMemcpy2D(void *dst, size_t dstPitch, const void *src, size_t srcPitch, size_t width,
                       size_t height, spnMemcpyKind kind) {
  return copyRows(__func__, dst, dstPitch, src, srcPitch, width, height, kind, nullptr, true);
}

spnError_t spnMemcpy2DAsync(void *dst, size_t dstPitch, const void *src, size_t srcPitch,
                            size_t width, size_t height, spnMemcpyKind kind, spnStream_t stream) {
  return copyRows(__func__, dst, dstPitch, src, srcPitch, width, height, kind, stream, false);
}

spnError_t spnMemcpy3D(const spnMemcpy3DParms *copy) {
  return copy3D(__func__, copy, nullptr, true);
}

spnError_t spnMemcpy3DAsync(const spnMemcpy3DParms *copy, spnStream_t stream) {
  return copy3D(__func__, copy, stream, false);
}

spnError_t spnMemcpy3DPeer(const spnMemcpy3DPeerParms *copy) {
  return copy3DPeers(__func__, copy, nullptr, true);
}

spnError_t spnMemcpy3DPeerAsync(const spnMemcpy3DPeerParms *copy, spnStream_t stream) {
  return copy3DPeers(__func__, copy, stream, false);
}

spnError_t spnMemset(void *pointer, int value, size_t count) {
  return fillRows(__func__, {pointer, count, count, 1}, value, {count, 1, 1}, nullptr, true);
}

spnError_t spnMemsetAsync(void *pointer, int value, size_t count, spnStream_t stream) {
  return fillRows(__func__, {pointer, count, count, 1}, value, {count, 1, 1}, stream, false);
}

spnError_t spnMemset2D(void *pointer, size_t pitch, int value, size_t width, size_t height) {
  return fillRows(__func__, {pointer, pitch, width, height}, value, {width, height, 1}, nullptr,
                  true);
}

spnError_t spnMemset2DAsync(void *pointer, size_t pitch, int value, size_t width, size_t height,
                            spnStream_t stream) {
  return fillRows(__func__, {pointer, pitch, width, height}, value, {width, height, 1}, stream,
                  false);
}

spnError_t spnMemset3D(spnPitchedPtr pointer, int value, spnExtent extent) {
  return fillRows(__func__, pointer, value, extent, nullptr, true);
}

spnError_t spnMemset3DAsync(spnPitchedPtr pointer, int value, spnExtent extent,
                            spnStream_t stream) {
  return fillRows(__func__, pointer, value, extent, stream, false);
}

} // extern "C"
