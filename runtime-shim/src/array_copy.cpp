// SPDX-License-Identifier: Apache-2.0
// Copies to, from and between arrays, with offsets in bytes and rows. Forms without a height run
// over row ends, so they become up to three rectangular copies.
#include "array_state.h"
#include "copy_state.h"
#include "handle_table.h"
#include "host_thread.h"

#include <algorithm>
#include <vector>

using namespace spn::rt;

namespace {

/// A rectangle of an array in bytes and rows.
spnError_t rectangle(spnArray_const_t handle, std::size_t x, std::size_t y, std::size_t width,
                     std::size_t height, Region &region) {
  const std::shared_ptr<spnArray> array = handles<spnArray>().find(handle);
  if (!array)
    return spnErrorInvalidResourceHandle;
  const spn::detail::ImageView &image = array->image;
  const std::size_t rows = std::max(image.height, 1u);
  if (x > image.rowPitch || width > image.rowPitch - x || y > rows || height > rows - y)
    return spnErrorInvalidValue;
  region = {static_cast<char *>(image.data) + y * image.rowPitch + x, image.rowPitch,
            image.slicePitch};
  return spnSuccess;
}

/// Plain memory or an array, as one side of a copy.
struct Side {
  spnArray_const_t array;
  void *pointer;
  std::size_t pitch, x, y;

  spnError_t region(std::size_t width, std::size_t height, Region &result) const {
    if (array)
      return rectangle(array, x, y, width, height, result);
    if (!pointer && width && height)
      return spnErrorInvalidValue;
    if (height > 1 && pitch < width)
      return spnErrorInvalidPitchValue;
    result = {static_cast<char *>(pointer), pitch, pitch * height};
    return spnSuccess;
  }
};

spnError_t copySides(const char *function, const Side &to, const Side &from, std::size_t width,
                     std::size_t height, spnMemcpyKind kind, spnStream_t stream, bool waits) {
  return call(function, [&] {
    CopyCall copy;
    if (!isDirection(kind))
      return spnErrorInvalidMemcpyDirection;
    if (spnError_t error = to.region(width, height, copy.to))
      return error;
    if (spnError_t error = from.region(width, height, copy.from))
      return error;
    copy.width = width;
    copy.height = height;
    copy.kind = kind;
    return submitCopy(function, stream, std::move(copy), waits);
  });
}

std::size_t rowBytes(spnArray_const_t handle) {
  const std::shared_ptr<spnArray> array = handles<spnArray>().find(handle);
  return array ? array->image.rowPitch : 0;
}

/// `count` bytes from (x, y) of an array on, over row ends.
spnError_t copyAlong(const char *function, Side to, Side from, std::size_t count,
                     spnMemcpyKind kind, spnStream_t stream, bool waits) {
  const std::size_t row = rowBytes(to.array ? to.array : from.array);
  if (!row || (to.array && from.array && rowBytes(from.array) != row))
    return call(function,
                [&] { return row ? spnErrorInvalidValue : spnErrorInvalidResourceHandle; });
  auto advance = [row](Side &side, std::size_t bytes) {
    if (!side.array) {
      side.pointer = static_cast<char *>(side.pointer) + bytes;
      return;
    }
    side.y += (side.x + bytes) / row;
    side.x = (side.x + bytes) % row;
  };
  to.pitch = from.pitch = row;
  while (count) {
    const std::size_t x = std::max(to.array ? to.x : 0, from.array ? from.x : 0);
    const bool whole = !(to.array && to.x) && !(from.array && from.x) && count >= row;
    const std::size_t width = whole ? row : std::min(count, row - std::min(x, row - 1));
    const std::size_t height = whole ? count / row : 1;
    if (spnError_t error = copySides(function, to, from, width, height, kind, stream, waits))
      return error;
    advance(to, width * height);
    advance(from, width * height);
    count -= width * height;
  }
  return spnSuccess;
}

Side arraySide(spnArray_const_t array, std::size_t x, std::size_t y) {
  return {array, nullptr, 0, x, y};
}
Side memorySide(const void *pointer, std::size_t pitch) {
  return {nullptr, const_cast<void *>(pointer), pitch, 0, 0};
}

/// An array side with no array must not pass as memory.
spnError_t needArrays(const char *function, spnArray_const_t a, spnArray_const_t b) {
  return a && b ? spnSuccess : call(function, [] { return spnErrorInvalidResourceHandle; });
}

} // namespace

extern "C" {

spnError_t spnMemcpyToArrayAsync(spnArray_t dst, size_t xOffset, size_t yOffset, const void *src,
                                 size_t count, spnMemcpyKind kind, spnStream_t stream) {
  return copyAlong(__func__, arraySide(dst, xOffset, yOffset), memorySide(src, 0), count, kind,
                   stream, false);
}

spnError_t spnMemcpyToArray(spnArray_t dst, size_t xOffset, size_t yOffset, const void *src,
                            size_t count, spnMemcpyKind kind) {
  return copyAlong(__func__, arraySide(dst, xOffset, yOffset), memorySide(src, 0), count, kind,
                   nullptr, true);
}

spnError_t spnMemcpyFromArrayAsync(void *dst, spnArray_const_t src, size_t xOffset, size_t yOffset,
                                   size_t count, spnMemcpyKind kind, spnStream_t stream) {
  return copyAlong(__func__, memorySide(dst, 0), arraySide(src, xOffset, yOffset), count, kind,
                   stream, false);
}

spnError_t spnMemcpyFromArray(void *dst, spnArray_const_t src, size_t xOffset, size_t yOffset,
                              size_t count, spnMemcpyKind kind) {
  return copyAlong(__func__, memorySide(dst, 0), arraySide(src, xOffset, yOffset), count, kind,
                   nullptr, true);
}

spnError_t spnMemcpyArrayToArray(spnArray_t dst, size_t dstX, size_t dstY, spnArray_const_t src,
                                 size_t srcX, size_t srcY, size_t count, spnMemcpyKind kind) {
  if (spnError_t error = needArrays(__func__, dst, src))
    return error;
  return copyAlong(__func__, arraySide(dst, dstX, dstY), arraySide(src, srcX, srcY), count, kind,
                   nullptr, true);
}

spnError_t spnMemcpy2DToArrayAsync(spnArray_t dst, size_t xOffset, size_t yOffset, const void *src,
                                   size_t srcPitch, size_t width, size_t height, spnMemcpyKind kind,
                                   spnStream_t stream) {
  if (spnError_t error = needArrays(__func__, dst, dst))
    return error;
  return copySides(__func__, arraySide(dst, xOffset, yOffset), memorySide(src, srcPitch), width,
                   height, kind, stream, false);
}

spnError_t spnMemcpy2DToArray(spnArray_t dst, size_t xOffset, size_t yOffset, const void *src,
                              size_t srcPitch, size_t width, size_t height, spnMemcpyKind kind) {
  if (spnError_t error = needArrays(__func__, dst, dst))
    return error;
  return copySides(__func__, arraySide(dst, xOffset, yOffset), memorySide(src, srcPitch), width,
                   height, kind, nullptr, true);
}

spnError_t spnMemcpy2DFromArrayAsync(void *dst, size_t dstPitch, spnArray_const_t src,
                                     size_t xOffset, size_t yOffset, size_t width, size_t height,
                                     spnMemcpyKind kind, spnStream_t stream) {
  if (spnError_t error = needArrays(__func__, src, src))
    return error;
  return copySides(__func__, memorySide(dst, dstPitch), arraySide(src, xOffset, yOffset), width,
                   height, kind, stream, false);
}

spnError_t spnMemcpy2DFromArray(void *dst, size_t dstPitch, spnArray_const_t src, size_t xOffset,
                                size_t yOffset, size_t width, size_t height, spnMemcpyKind kind) {
  if (spnError_t error = needArrays(__func__, src, src))
    return error;
  return copySides(__func__, memorySide(dst, dstPitch), arraySide(src, xOffset, yOffset), width,
                   height, kind, nullptr, true);
}

spnError_t spnMemcpy2DArrayToArray(spnArray_t dst, size_t dstX, size_t dstY, spnArray_const_t src,
                                   size_t srcX, size_t srcY, size_t width, size_t height,
                                   spnMemcpyKind kind) {
  if (spnError_t error = needArrays(__func__, dst, src))
    return error;
  return copySides(__func__, arraySide(dst, dstX, dstY), arraySide(src, srcX, srcY), width, height,
                   kind, nullptr, true);
}

} // extern "C"
