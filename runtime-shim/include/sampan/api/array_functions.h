// SPDX-License-Identifier: Apache-2.0
// Arrays, copies to and from them, texture and surface objects, legacy texture references. The
// conventions of runtime_api.h, which includes this header, hold here too. Offsets and widths of
// rows are in bytes, extents of arrays in elements.
#ifndef SAMPAN_API_ARRAY_FUNCTIONS_H
#define SAMPAN_API_ARRAY_FUNCTIONS_H

#include "sampan/runtime_api.h"

//===--------------------------------------------------------------------------------------------===
// Arrays
//===--------------------------------------------------------------------------------------------===
SPN_API spnChannelFormatDesc spnCreateChannelDesc(int x, int y, int z, int w,
                                                  spnChannelFormatKind kind);
SPN_API spnError_t spnGetChannelDesc(spnChannelFormatDesc *format, spnArray_const_t array);
SPN_API spnError_t spnMallocArray(spnArray_t *array, const spnChannelFormatDesc *format,
                                  size_t width, size_t height SPN_DEFAULT(0),
                                  unsigned int flags SPN_DEFAULT(0));
SPN_API spnError_t spnMalloc3DArray(spnArray_t *array, const spnChannelFormatDesc *format,
                                    spnExtent extent, unsigned int flags SPN_DEFAULT(0));
SPN_API spnError_t spnFreeArray(spnArray_t array);
SPN_API spnError_t spnMallocMipmappedArray(spnMipmappedArray_t *array,
                                           const spnChannelFormatDesc *format, spnExtent extent,
                                           unsigned int levels, unsigned int flags SPN_DEFAULT(0));
SPN_API spnError_t spnGetMipmappedArrayLevel(spnArray_t *level, spnMipmappedArray_const_t array,
                                             unsigned int index);
SPN_API spnError_t spnFreeMipmappedArray(spnMipmappedArray_t array);
SPN_API spnError_t spnArrayGetInfo(spnChannelFormatDesc *format, spnExtent *extent,
                                   unsigned int *flags, spnArray_t array);
SPN_API spnError_t spnArrayGetPlane(spnArray_t *plane, spnArray_t array, unsigned int index);
SPN_API spnError_t spnArrayGetMemoryRequirements(spnArrayMemoryRequirements *requirements,
                                                 spnArray_t array, int device);
SPN_API spnError_t spnMipmappedArrayGetMemoryRequirements(spnArrayMemoryRequirements *requirements,
                                                          spnMipmappedArray_t array, int device);
SPN_API spnError_t spnArrayGetSparseProperties(spnArraySparseProperties *properties,
                                               spnArray_t array);
SPN_API spnError_t spnMipmappedArrayGetSparseProperties(spnArraySparseProperties *properties,
                                                        spnMipmappedArray_t array);

//===--------------------------------------------------------------------------------------------===
// Copies
//===--------------------------------------------------------------------------------------------===
SPN_API spnError_t spnMemcpyToArray(spnArray_t dst, size_t xOffset, size_t yOffset, const void *src,
                                    size_t count, spnMemcpyKind kind);
SPN_API spnError_t spnMemcpyToArrayAsync(spnArray_t dst, size_t xOffset, size_t yOffset,
                                         const void *src, size_t count, spnMemcpyKind kind,
                                         spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemcpyFromArray(void *dst, spnArray_const_t src, size_t xOffset,
                                      size_t yOffset, size_t count, spnMemcpyKind kind);
SPN_API spnError_t spnMemcpyFromArrayAsync(void *dst, spnArray_const_t src, size_t xOffset,
                                           size_t yOffset, size_t count, spnMemcpyKind kind,
                                           spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemcpyArrayToArray(spnArray_t dst, size_t dstX, size_t dstY,
                                         spnArray_const_t src, size_t srcX, size_t srcY,
                                         size_t count,
                                         spnMemcpyKind kind SPN_DEFAULT(spnMemcpyDeviceToDevice));
SPN_API spnError_t spnMemcpy2DToArray(spnArray_t dst, size_t xOffset, size_t yOffset,
                                      const void *src, size_t srcPitch, size_t width, size_t height,
                                      spnMemcpyKind kind);
SPN_API spnError_t spnMemcpy2DToArrayAsync(spnArray_t dst, size_t xOffset, size_t yOffset,
                                           const void *src, size_t srcPitch, size_t width,
                                           size_t height, spnMemcpyKind kind,
                                           spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemcpy2DFromArray(void *dst, size_t dstPitch, spnArray_const_t src,
                                        size_t xOffset, size_t yOffset, size_t width, size_t height,
                                        spnMemcpyKind kind);
SPN_API spnError_t spnMemcpy2DFromArrayAsync(void *dst, size_t dstPitch, spnArray_const_t src,
                                             size_t xOffset, size_t yOffset, size_t width,
                                             size_t height, spnMemcpyKind kind,
                                             spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemcpy2DArrayToArray(spnArray_t dst, size_t dstX, size_t dstY,
                                           spnArray_const_t src, size_t srcX, size_t srcY,
                                           size_t width, size_t height,
                                           spnMemcpyKind kind SPN_DEFAULT(spnMemcpyDeviceToDevice));

//===--------------------------------------------------------------------------------------------===
// Texture and surface objects
//===--------------------------------------------------------------------------------------------===
SPN_API spnError_t spnCreateTextureObject(spnTextureObject_t *object,
                                          const spnResourceDesc *resource,
                                          const spnTextureDesc *texture,
                                          const spnResourceViewDesc *view);
SPN_API spnError_t spnDestroyTextureObject(spnTextureObject_t object);
SPN_API spnError_t spnGetTextureObjectResourceDesc(spnResourceDesc *resource,
                                                   spnTextureObject_t object);
SPN_API spnError_t spnGetTextureObjectTextureDesc(spnTextureDesc *texture,
                                                  spnTextureObject_t object);
SPN_API spnError_t spnGetTextureObjectResourceViewDesc(spnResourceViewDesc *view,
                                                       spnTextureObject_t object);
SPN_API spnError_t spnCreateSurfaceObject(spnSurfaceObject_t *object,
                                          const spnResourceDesc *resource);
SPN_API spnError_t spnDestroySurfaceObject(spnSurfaceObject_t object);
SPN_API spnError_t spnGetSurfaceObjectResourceDesc(spnResourceDesc *resource,
                                                   spnSurfaceObject_t object);

//===--------------------------------------------------------------------------------------------===
// Legacy references. Binding reads the members that the program set in the reference. A reference
// bound anew forgets its former memory. Not thread-safe for one and the same reference.
//===--------------------------------------------------------------------------------------------===
SPN_API spnError_t spnBindTexture(size_t *offset, const struct textureReference *reference,
                                  const void *pointer, const spnChannelFormatDesc *format,
                                  size_t bytes SPN_DEFAULT(0x7fffffff));
SPN_API spnError_t spnBindTexture2D(size_t *offset, const struct textureReference *reference,
                                    const void *pointer, const spnChannelFormatDesc *format,
                                    size_t width, size_t height, size_t pitch);
SPN_API spnError_t spnBindTextureToArray(const struct textureReference *reference,
                                         spnArray_const_t array,
                                         const spnChannelFormatDesc *format);
SPN_API spnError_t spnBindTextureToMipmappedArray(const struct textureReference *reference,
                                                  spnMipmappedArray_const_t array,
                                                  const spnChannelFormatDesc *format);
SPN_API spnError_t spnUnbindTexture(const struct textureReference *reference);
SPN_API spnError_t spnGetTextureAlignmentOffset(size_t *offset,
                                                const struct textureReference *reference);
SPN_API spnError_t spnGetTextureReference(const struct textureReference **reference,
                                          const void *symbol);
SPN_API spnError_t spnBindSurfaceToArray(const struct surfaceReference *reference,
                                         spnArray_const_t array,
                                         const spnChannelFormatDesc *format);
SPN_API spnError_t spnGetSurfaceReference(const struct surfaceReference **reference,
                                          const void *symbol);

#endif
