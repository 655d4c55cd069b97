// SPDX-License-Identifier: Apache-2.0
// Arrays and mipmapped arrays. Texels lie row by row, so that copies and fetches are plain address
// arithmetic; layers and cube faces follow each other as slices.
#include "array_state.h"
#include "device_queue.h"

#include "device_state.h"
#include "handle_table.h"
#include "host_thread.h"
#include "image_format.h"
#include "memory_state.h"
#include "stream_state.h"

#include <algorithm>

using namespace spn::rt;

namespace spn::rt {

std::size_t texelBytes(spnArray_const_t handle) {
  const std::shared_ptr<spnArray> array = handles<spnArray>().find(handle);
  return array ? array->image.texelBytes : 0;
}

spnError_t arrayRegion(spnArray_const_t handle, const spnPos &position, const spnExtent &extent,
                       Region &region) {
  const std::shared_ptr<spnArray> array = handles<spnArray>().find(handle);
  if (!array)
    return spnErrorInvalidResourceHandle;
  const spn::detail::ImageView &image = array->image;
  const std::size_t height = std::max(image.height, 1u), depth = std::max(image.depth, 1u);
  auto fits = [](std::size_t start, std::size_t count, std::size_t size) {
    return start <= size && count <= size - start;
  };
  if (!fits(position.x, extent.width, image.width) || !fits(position.y, extent.height, height) ||
      !fits(position.z, extent.depth, depth))
    return spnErrorInvalidValue;
  region.pitch = image.rowPitch;
  region.slice = image.slicePitch;
  region.base = static_cast<char *>(image.data) + position.z * region.slice +
                position.y * region.pitch + position.x * image.texelBytes;
  return spnSuccess;
}

namespace {

spnError_t checkShape(const spnExtent &extent, unsigned flags) {
  const unsigned known = spnArrayLayered | spnArraySurfaceLoadStore | spnArrayCubemap |
                         spnArrayTextureGather | spnArrayColorAttachment;
  if (flags & (spnArraySparse | spnArrayDeferredMapping))
    return spnErrorNotSupported;
  if ((flags & ~known) || !extent.width)
    return spnErrorInvalidValue;
  if (flags & spnArrayCubemap) {
    const bool layered = flags & spnArrayLayered;
    if (extent.width != extent.height || !extent.depth ||
        (layered ? extent.depth % 6 != 0 : extent.depth != 6))
      return spnErrorInvalidValue;
  } else if ((flags & spnArrayLayered) ? !extent.depth : extent.depth && !extent.height) {
    return spnErrorInvalidValue;
  }
  return spnSuccess;
}

spnError_t makeArray(const spnChannelFormatDesc &format, const spnExtent &extent, unsigned flags,
                     std::shared_ptr<spnArray> &result) {
  auto array = std::make_shared<spnArray>();
  spn::detail::ImageView &image = array->image;
  if (!setFormat(image, format))
    return spnErrorInvalidChannelDescriptor;
  if (spnError_t error = checkShape(extent, flags))
    return error;
  array->format = format;
  array->extent = extent;
  array->flags = flags;
  array->device = currentDevice().index;
  image.width = static_cast<std::uint32_t>(extent.width);
  image.height = static_cast<std::uint32_t>(extent.height);
  image.depth = static_cast<std::uint32_t>(extent.depth);
  image.rowPitch = extent.width * image.texelBytes;
  image.slicePitch = image.rowPitch * std::max<std::size_t>(extent.height, 1);
  const std::size_t bytes = image.slicePitch * std::max<std::size_t>(extent.depth, 1);
  if (spnError_t error =
          allocate(MemoryKind::array, array->device, bytes, flags, nullptr, &image.data))
    return error;
  array->memory = std::shared_ptr<void>(image.data, [device = array->device](void *memory) {
    removeAllocation(memory);
    backend().release(device, memory);
  });
  result = std::move(array);
  return spnSuccess;
}

spnError_t createArray(spnArray_t *array, const spnChannelFormatDesc *format,
                       const spnExtent &extent, unsigned flags) {
  if (!array || !format)
    return spnErrorInvalidValue;
  std::shared_ptr<spnArray> made;
  if (spnError_t error = makeArray(*format, extent, flags, made))
    return error;
  *array = handles<spnArray>().add(std::move(made));
  return spnSuccess;
}

} // namespace
} // namespace spn::rt

extern "C" {

spnChannelFormatDesc spnCreateChannelDesc(int x, int y, int z, int w, spnChannelFormatKind kind) {
  return {x, y, z, w, kind};
}

spnError_t spnGetChannelDesc(spnChannelFormatDesc *format, spnArray_const_t handle) {
  return call(__func__, [&] {
    const std::shared_ptr<spnArray> array = handles<spnArray>().find(handle);
    if (!format || !array)
      return spnErrorInvalidValue;
    *format = array->format;
    return spnSuccess;
  });
}

spnError_t spnMallocArray(spnArray_t *array, const spnChannelFormatDesc *format, size_t width,
                          size_t height, unsigned int flags) {
  return call(__func__, [&] { return createArray(array, format, {width, height, 0}, flags); });
}

spnError_t spnMalloc3DArray(spnArray_t *array, const spnChannelFormatDesc *format, spnExtent extent,
                            unsigned int flags) {
  return call(__func__, [&] { return createArray(array, format, extent, flags); });
}

spnError_t spnFreeArray(spnArray_t handle) {
  return call(__func__, [&] {
    if (!handle)
      return spnSuccess;
    const std::shared_ptr<spnArray> array = handles<spnArray>().find(handle);
    if (!array || array->level)
      return spnErrorInvalidResourceHandle;
    if (asynchronous())
      waitForDevice(array->device);
    handles<spnArray>().remove(handle);
    return spnSuccess;
  });
}

spnError_t spnMallocMipmappedArray(spnMipmappedArray_t *array, const spnChannelFormatDesc *format,
                                   spnExtent extent, unsigned int levels, unsigned int flags) {
  return call(__func__, [&] {
    if (!array || !format || !levels)
      return spnErrorInvalidValue;
    // No more levels than halvings of the largest side.
    std::size_t side = std::max(extent.width, extent.height);
    if (!(flags & (spnArrayLayered | spnArrayCubemap)))
      side = std::max(side, extent.depth);
    unsigned most = 1;
    for (; side > 1; side /= 2)
      ++most;
    levels = std::min({levels, most, static_cast<unsigned>(spn::detail::maxMipLevels)});
    auto made = std::make_shared<spnMipmappedArray>();
    for (unsigned i = 0; i < levels; ++i) {
      std::shared_ptr<spnArray> level;
      if (spnError_t error = makeArray(*format, extent, flags, level))
        return error;
      level->level = true;
      handles<spnArray>().add(level);
      made->levels.push_back(std::move(level));
      auto half = [](std::size_t size) { return size ? std::max<std::size_t>(size / 2, 1) : 0; };
      extent.width = half(extent.width);
      extent.height = half(extent.height);
      if (!(flags & (spnArrayLayered | spnArrayCubemap)))
        extent.depth = half(extent.depth);
    }
    *array = handles<spnMipmappedArray>().add(std::move(made));
    return spnSuccess;
  });
}

spnError_t spnGetMipmappedArrayLevel(spnArray_t *level, spnMipmappedArray_const_t handle,
                                     unsigned int index) {
  return call(__func__, [&] {
    const auto array = handles<spnMipmappedArray>().find(handle);
    if (!level || !array || index >= array->levels.size())
      return spnErrorInvalidValue;
    *level = array->levels[index].get();
    return spnSuccess;
  });
}

spnError_t spnFreeMipmappedArray(spnMipmappedArray_t handle) {
  return call(__func__, [&] {
    if (!handle)
      return spnSuccess;
    const auto array = handles<spnMipmappedArray>().remove(handle);
    if (!array)
      return spnErrorInvalidResourceHandle;
    if (asynchronous())
      waitForDevice(currentDevice().index);
    for (const auto &level : array->levels)
      handles<spnArray>().remove(level.get());
    return spnSuccess;
  });
}

spnError_t spnArrayGetInfo(spnChannelFormatDesc *format, spnExtent *extent, unsigned int *flags,
                           spnArray_t handle) {
  return call(__func__, [&] {
    const std::shared_ptr<spnArray> array = handles<spnArray>().find(handle);
    if (!array)
      return spnErrorInvalidResourceHandle;
    if (format)
      *format = array->format;
    if (extent)
      *extent = array->extent;
    if (flags)
      *flags = array->flags;
    return spnSuccess;
  });
}

// There are no formats with planes, and no sparse arrays.
spnError_t spnArrayGetPlane(spnArray_t *, spnArray_t, unsigned int) {
  return call(__func__, [] { return spnErrorInvalidValue; });
}
spnError_t spnArrayGetSparseProperties(spnArraySparseProperties *, spnArray_t) {
  return call(__func__, [] { return spnErrorInvalidValue; });
}
spnError_t spnMipmappedArrayGetSparseProperties(spnArraySparseProperties *, spnMipmappedArray_t) {
  return call(__func__, [] { return spnErrorInvalidValue; });
}
spnError_t spnArrayGetMemoryRequirements(spnArrayMemoryRequirements *, spnArray_t, int) {
  return call(__func__, [] { return spnErrorInvalidValue; });
}
spnError_t spnMipmappedArrayGetMemoryRequirements(spnArrayMemoryRequirements *, spnMipmappedArray_t,
                                                  int) {
  return call(__func__, [] { return spnErrorInvalidValue; });
}

} // extern "C"
