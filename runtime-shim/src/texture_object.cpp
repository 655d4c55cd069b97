// SPDX-License-Identifier: Apache-2.0
// Texture and surface objects: validation of their descriptions, and the values that fetches read.
#include "array_state.h"
#include "device_queue.h"
#include "device_state.h"
#include "handle_table.h"
#include "host_thread.h"
#include "image_format.h"
#include "sampan/texture_detail/texel.h"

using namespace spn::rt;
using spn::detail::ImageView;
using spn::detail::Sampler;
using spn::detail::SurfaceObject;
using spn::detail::TextureObject;

namespace {

/// A fetch by index reaches this many texels of linear memory.
constexpr std::size_t maxLinearTexels = std::size_t(1) << 27;

/// A copy in the memory of the device, for kernels that cannot read the host's.
struct DeviceCopy {
  void *place = nullptr;
  int device = 0;

  DeviceCopy() = default;
  DeviceCopy(const DeviceCopy &) = delete;
  DeviceCopy &operator=(const DeviceCopy &) = delete;
  ~DeviceCopy() {
    if (place)
      spn::backend().release(device, place);
  }
  spnError_t make(const void *object, std::size_t bytes) {
    device = currentDevice().index;
    if (spnError_t error = spn::backend().allocate(device, bytes, &place); error != spnSuccess)
      return error;
    return spn::backend().copy(place, object, bytes);
  }
};

/// The handle of an object is where kernels find it.
template <class Base, class Object>
spnError_t publish(std::shared_ptr<Object> object, unsigned long long &handle) {
  if (!deviceQueues()) {
    handle = reinterpret_cast<unsigned long long>(handles<Object>().add(std::move(object)));
    return spnSuccess;
  }
  if (spnError_t error =
          object->onDevice.make(static_cast<const Base *>(object.get()), sizeof(Base));
      error != spnSuccess)
    return error;
  auto *place = static_cast<Object *>(object->onDevice.place);
  handle = reinterpret_cast<unsigned long long>(handles<Object>().add(std::move(object), place));
  return spnSuccess;
}

/// Kernels that read it may still run.
template <class Object> spnError_t withdraw(unsigned long long handle) {
  if (!handle)
    return spnSuccess;
  const std::shared_ptr<Object> object =
      handles<Object>().remove(reinterpret_cast<const Object *>(handle));
  if (object && object->onDevice.place)
    waitForDevice(object->onDevice.device);
  return object ? spnSuccess : spnErrorInvalidValue;
}

struct Texture : TextureObject {
  DeviceCopy onDevice;
  spnResourceDesc resource;
  spnTextureDesc description;
  spnResourceViewDesc view;
  bool hasView;
};

struct Surface : SurfaceObject {
  DeviceCopy onDevice;
  spnResourceDesc resource;
};

spnError_t setLinear(ImageView &image, const spnResourceDesc &resource) {
  const auto &linear = resource.res.linear;
  if (!linear.devPtr || !setFormat(image, linear.desc))
    return spnErrorInvalidValue;
  const std::size_t texels = linear.sizeInBytes / image.texelBytes;
  image.data = linear.devPtr;
  image.width = std::uint32_t(texels < maxLinearTexels ? texels : maxLinearTexels);
  image.rowPitch = image.slicePitch = linear.sizeInBytes;
  return texels ? spnSuccess : spnErrorInvalidValue;
}

spnError_t setPitched(ImageView &image, const spnResourceDesc &resource) {
  const auto &pitched = resource.res.pitch2D;
  if (!pitched.devPtr || !pitched.width || !pitched.height || !setFormat(image, pitched.desc) ||
      pitched.pitchInBytes < pitched.width * image.texelBytes || pitched.width > UINT32_MAX ||
      pitched.height > UINT32_MAX)
    return spnErrorInvalidValue;
  image.data = pitched.devPtr;
  image.width = std::uint32_t(pitched.width);
  image.height = std::uint32_t(pitched.height);
  image.rowPitch = pitched.pitchInBytes;
  image.slicePitch = pitched.pitchInBytes * pitched.height;
  return spnSuccess;
}

/// The memory that a texture reads.
spnError_t setImages(TextureObject &texture, const spnResourceDesc &resource) {
  switch (resource.resType) {
  case spnResourceTypeLinear:
    return setLinear(texture.levels[0], resource);
  case spnResourceTypePitch2D:
    return setPitched(texture.levels[0], resource);
  case spnResourceTypeArray: {
    const auto array = handles<spnArray>().find(resource.res.array.array);
    if (!array)
      return spnErrorInvalidResourceHandle;
    texture.levels[0] = array->image;
    return spnSuccess;
  }
  case spnResourceTypeMipmappedArray: {
    const auto mipmap = handles<spnMipmappedArray>().find(resource.res.mipmap.mipmap);
    if (!mipmap)
      return spnErrorInvalidResourceHandle;
    const std::size_t levels = mipmap->levels.size();
    texture.levelCount = std::uint32_t(
        levels < spn::detail::maxMipLevels ? levels : std::size_t(spn::detail::maxMipLevels));
    for (std::uint32_t level = 0; level < texture.levelCount; ++level)
      texture.levels[level] = mipmap->levels[level]->image;
    return spnSuccess;
  }
  }
  return spnErrorInvalidValue;
}

/// Narrows the images to what a view shows, in its format.
spnError_t applyView(TextureObject &texture, const spnResourceViewDesc &view,
                     spnResourceType resource) {
  if (resource != spnResourceTypeArray && resource != spnResourceTypeMipmappedArray)
    return spnErrorInvalidValue; // only arrays have views
  if (view.firstMipmapLevel > view.lastMipmapLevel || view.lastMipmapLevel >= texture.levelCount ||
      view.firstLayer > view.lastLayer)
    return spnErrorInvalidValue;
  texture.levelCount = view.lastMipmapLevel - view.firstMipmapLevel + 1;
  for (std::uint32_t level = 0; level < texture.levelCount; ++level) {
    ImageView &image = texture.levels[level];
    image = texture.levels[view.firstMipmapLevel + level];
    if (!setFormat(image, view.format))
      return view.format > spnResViewFormatFloat4 ? spnErrorNotSupported : spnErrorInvalidValue;
    if (view.lastLayer == 0)
      continue;
    if (view.lastLayer >= image.depth)
      return spnErrorInvalidValue;
    image.data = static_cast<unsigned char *>(image.data) + view.firstLayer * image.slicePitch;
    image.depth = view.lastLayer - view.firstLayer + 1;
  }
  return spnSuccess;
}

spnError_t setSampler(TextureObject &texture, const spnTextureDesc &description) {
  Sampler &sampler = texture.sampler;
  for (int d = 0; d < 3; ++d) {
    if (description.addressMode[d] < spnAddressModeWrap ||
        description.addressMode[d] > spnAddressModeBorder)
      return spnErrorInvalidValue;
    sampler.address[d] = spn::detail::AddressMode(description.addressMode[d]);
  }
  sampler.filter = spn::detail::FilterMode(description.filterMode);
  sampler.mipFilter = spn::detail::FilterMode(description.mipmapFilterMode);
  sampler.normalizedCoordinates = description.normalizedCoords != 0;
  sampler.normalizedFloat = description.readMode == spnReadModeNormalizedFloat;
  sampler.sRgb = description.sRGB != 0;
  for (int c = 0; c < 4; ++c)
    sampler.border[c] = description.borderColor[c];
  sampler.mipBias = description.mipmapLevelBias;
  sampler.minMipLevel = description.minMipmapLevelClamp;
  sampler.maxMipLevel = description.maxMipmapLevelClamp;
  // Integers cannot be filtered, and levels have no common unnormalised coordinates.
  if (sampler.filter == spn::detail::FilterMode::Linear && !givesFloat(texture.levels[0], sampler))
    return spnErrorInvalidValue;
  return texture.levelCount > 1 && !sampler.normalizedCoordinates ? spnErrorInvalidValue
                                                                  : spnSuccess;
}

std::shared_ptr<Texture> findTexture(spnTextureObject_t object) {
  return handles<Texture>().find(reinterpret_cast<const Texture *>(object));
}

} // namespace

extern "C" {

spnError_t spnCreateTextureObject(spnTextureObject_t *object, const spnResourceDesc *resource,
                                  const spnTextureDesc *texture, const spnResourceViewDesc *view) {
  return call(__func__, [&]() -> spnError_t {
    if (!object || !resource || !texture)
      return spnErrorInvalidValue;
    auto made = std::make_shared<Texture>();
    made->resource = *resource;
    made->description = *texture;
    made->hasView = view != nullptr;
    spnError_t error = setImages(*made, *resource);
    if (error == spnSuccess && view) {
      made->view = *view;
      error = applyView(*made, *view, resource->resType);
    }
    if (error == spnSuccess)
      error = setSampler(*made, *texture);
    return error == spnSuccess ? publish<TextureObject>(std::move(made), *object) : error;
  });
}

spnError_t spnDestroyTextureObject(spnTextureObject_t object) {
  return call(__func__, [&]() -> spnError_t { return withdraw<Texture>(object); });
}

spnError_t spnGetTextureObjectResourceDesc(spnResourceDesc *resource, spnTextureObject_t object) {
  return call(__func__, [&]() -> spnError_t {
    auto texture = findTexture(object);
    if (!resource || !texture)
      return spnErrorInvalidValue;
    *resource = texture->resource;
    return spnSuccess;
  });
}

spnError_t spnGetTextureObjectTextureDesc(spnTextureDesc *description, spnTextureObject_t object) {
  return call(__func__, [&]() -> spnError_t {
    auto texture = findTexture(object);
    if (!description || !texture)
      return spnErrorInvalidValue;
    *description = texture->description;
    return spnSuccess;
  });
}

spnError_t spnGetTextureObjectResourceViewDesc(spnResourceViewDesc *view,
                                               spnTextureObject_t object) {
  return call(__func__, [&]() -> spnError_t {
    auto texture = findTexture(object);
    if (!view || !texture || !texture->hasView)
      return spnErrorInvalidValue;
    *view = texture->view;
    return spnSuccess;
  });
}

spnError_t spnCreateSurfaceObject(spnSurfaceObject_t *object, const spnResourceDesc *resource) {
  return call(__func__, [&]() -> spnError_t {
    if (!object || !resource)
      return spnErrorInvalidValue;
    if (resource->resType != spnResourceTypeArray)
      return spnErrorInvalidValue; // only arrays can be written through surfaces
    const auto array = handles<spnArray>().find(resource->res.array.array);
    if (!array)
      return spnErrorInvalidResourceHandle;
    auto made = std::make_shared<Surface>();
    made->resource = *resource;
    made->image = array->image;
    return publish<SurfaceObject>(std::move(made), *object);
  });
}

spnError_t spnDestroySurfaceObject(spnSurfaceObject_t object) {
  return call(__func__, [&]() -> spnError_t { return withdraw<Surface>(object); });
}

spnError_t spnGetSurfaceObjectResourceDesc(spnResourceDesc *resource, spnSurfaceObject_t object) {
  return call(__func__, [&]() -> spnError_t {
    auto surface = handles<Surface>().find(reinterpret_cast<const Surface *>(object));
    if (!resource || !surface)
      return spnErrorInvalidValue;
    *resource = surface->resource;
    return spnSuccess;
  });
}

} // extern "C"
