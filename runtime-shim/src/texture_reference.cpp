// SPDX-License-Identifier: Apache-2.0
// Binding of legacy texture and surface references. A bound reference owns a texture object that
// was made from the members which the program had set in it.
#include "host_thread.h"

using namespace spn::rt;

namespace spn::detail {

spnError_t setReadMode(const textureReference *reference, spnTextureReadMode mode) {
  const_cast<textureReference *>(reference)->readMode = mode;
  return spnSuccess;
}

} // namespace spn::detail

namespace {

spnTextureDesc descriptionOf(const textureReference &reference) {
  spnTextureDesc description = {};
  for (int d = 0; d < 3; ++d)
    description.addressMode[d] = reference.addressMode[d];
  description.filterMode = reference.filterMode;
  description.readMode = reference.readMode;
  description.sRGB = reference.sRGB;
  description.normalizedCoords = reference.normalized;
  description.maxAnisotropy = reference.maxAnisotropy;
  description.mipmapFilterMode = reference.mipmapFilterMode;
  description.mipmapLevelBias = reference.mipmapLevelBias;
  description.minMipmapLevelClamp = reference.minMipmapLevelClamp;
  description.maxMipmapLevelClamp = reference.maxMipmapLevelClamp;
  return description;
}

/// Kernels launched before may still be reading through the old binding.
spnError_t unbind(textureReference &reference) {
  if (!reference.object)
    return spnSuccess;
  if (spnError_t error = spnDeviceSynchronize(); error != spnSuccess)
    return error;
  const spnTextureObject_t old = reference.object;
  reference.object = 0;
  return spnDestroyTextureObject(old);
}

spnError_t bind(const textureReference *constReference, const spnResourceDesc &resource,
                const spnChannelFormatDesc *format) {
  if (!constReference)
    return note(spnErrorInvalidTexture);
  // References are declared by the program as variables; CUDA's API takes them as const.
  auto &reference = *const_cast<textureReference *>(constReference);
  const spnTextureDesc description = descriptionOf(reference);
  spnTextureObject_t object = 0;
  spnError_t error = spnCreateTextureObject(&object, &resource, &description, nullptr);
  if (error != spnSuccess)
    return error;
  error = unbind(reference);
  reference.object = object;
  if (format)
    reference.channelDesc = *format;
  return error;
}

} // namespace

extern "C" {

spnError_t spnBindTexture(size_t *offset, const struct textureReference *reference,
                          const void *pointer, const spnChannelFormatDesc *format, size_t bytes) {
  if (!format)
    return note(spnErrorInvalidValue);
  spnResourceDesc resource = {};
  resource.resType = spnResourceTypeLinear;
  resource.res.linear.devPtr = const_cast<void *>(pointer);
  resource.res.linear.desc = *format;
  resource.res.linear.sizeInBytes = bytes;
  if (offset)
    *offset = 0; // any address can be bound
  return bind(reference, resource, format);
}

spnError_t spnBindTexture2D(size_t *offset, const struct textureReference *reference,
                            const void *pointer, const spnChannelFormatDesc *format, size_t width,
                            size_t height, size_t pitch) {
  if (!format)
    return note(spnErrorInvalidValue);
  spnResourceDesc resource = {};
  resource.resType = spnResourceTypePitch2D;
  resource.res.pitch2D.devPtr = const_cast<void *>(pointer);
  resource.res.pitch2D.desc = *format;
  resource.res.pitch2D.width = width;
  resource.res.pitch2D.height = height;
  resource.res.pitch2D.pitchInBytes = pitch;
  if (offset)
    *offset = 0;
  return bind(reference, resource, format);
}

spnError_t spnBindTextureToArray(const struct textureReference *reference, spnArray_const_t array,
                                 const spnChannelFormatDesc *format) {
  spnResourceDesc resource = {};
  resource.resType = spnResourceTypeArray;
  resource.res.array.array = const_cast<spnArray_t>(array);
  return bind(reference, resource, format);
}

spnError_t spnBindTextureToMipmappedArray(const struct textureReference *reference,
                                          spnMipmappedArray_const_t array,
                                          const spnChannelFormatDesc *format) {
  spnResourceDesc resource = {};
  resource.resType = spnResourceTypeMipmappedArray;
  resource.res.mipmap.mipmap = const_cast<spnMipmappedArray_t>(array);
  return bind(reference, resource, format);
}

spnError_t spnUnbindTexture(const struct textureReference *reference) {
  return reference ? unbind(*const_cast<textureReference *>(reference))
                   : note(spnErrorInvalidTexture);
}

spnError_t spnGetTextureAlignmentOffset(size_t *offset, const struct textureReference *reference) {
  return call(__func__, [&]() -> spnError_t {
    if (!offset || !reference)
      return spnErrorInvalidValue;
    *offset = 0;
    return reference->object ? spnSuccess : spnErrorInvalidTextureBinding;
  });
}

spnError_t spnGetTextureReference(const struct textureReference **reference, const void *symbol) {
  return call(__func__, [&]() -> spnError_t {
    if (!reference || !symbol)
      return spnErrorInvalidValue;
    *reference = static_cast<const textureReference *>(symbol); // texture<> begins with its base
    return spnSuccess;
  });
}

spnError_t spnBindSurfaceToArray(const struct surfaceReference *constReference,
                                 spnArray_const_t array, const spnChannelFormatDesc *format) {
  if (!constReference)
    return note(spnErrorInvalidSurface);
  auto &reference = *const_cast<surfaceReference *>(constReference);
  spnResourceDesc resource = {};
  resource.resType = spnResourceTypeArray;
  resource.res.array.array = const_cast<spnArray_t>(array);
  spnSurfaceObject_t object = 0;
  if (spnError_t error = spnCreateSurfaceObject(&object, &resource); error != spnSuccess)
    return error;
  spnError_t error = reference.object ? spnDeviceSynchronize() : spnSuccess;
  spnDestroySurfaceObject(reference.object);
  reference.object = object;
  if (format)
    reference.channelDesc = *format;
  return error;
}

spnError_t spnGetSurfaceReference(const struct surfaceReference **reference, const void *symbol) {
  return call(__func__, [&]() -> spnError_t {
    if (!reference || !symbol)
      return spnErrorInvalidValue;
    *reference = static_cast<const surfaceReference *>(symbol);
    return spnSuccess;
  });
}

} // extern "C"
